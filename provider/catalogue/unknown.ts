/** What the engine hands out in a preview for a value that is not known yet. Every validator lets it pass. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

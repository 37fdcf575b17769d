/** The engine's string for a value that is not known yet, in a preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A text that stands for a value that is not known here: the engine's, or one with `${name}`. */
export const isPlaceholder = (text: string): boolean => text === UNKNOWN || text.includes("${");

/**
 * The variable with the owner of the stack whose snapshot is reviewed. It is set for the preview of such a review,
 * which runs in a backend without organizations and without credentials.
 */
export const SNAPSHOT_OWNER = "CATALOGUE_SNAPSHOT_OWNER";

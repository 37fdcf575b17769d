/** How long a forge is waited for. */

/** Seconds that a rate limit may ask to wait. */
export const LONGEST_WAIT = 120;
/** How often a request is repeated. */
export const MOST_REPEATS = 2;
/** Until an answer must be there, in milliseconds. */
export const ANSWER_WITHIN = 120_000;

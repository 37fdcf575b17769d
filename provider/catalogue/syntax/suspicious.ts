/** Whether the diagnosis can find a mistake in a text in which the library finds none. */

/** A conflict marker of git. */
const MARKER = /^(?:[<>|]{7} |={7}$)/m;
/**
 * The beginning of a line in which `lookalikeDash`, `badMerge` or an indentation that looks like spaces may be found: a
 * character that is like a dash, an alias, a `<<` without colon and space, or another space character.
 */
const BEGINNING = /^[ \t]*(?:[–—−•·●◦‣*]|<<(?!:[^\S\n])|[^\S \t\r\n]|\r(?!\n))/m;

/** True for more texts than those with a mistake, so that most texts need no diagnosis. */
export const isSuspicious = (text: string): boolean => MARKER.test(text) || BEGINNING.test(text);

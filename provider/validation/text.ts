/** What no string and no key of a catalogue may contain, and how text from outside is shown. */
import { isEngineWord, isHiddenKey } from "./engine-words.js";
import type { Secrets } from "./secrets.js";
import type { Violation } from "./violation.js";

/**
 * Control characters except tab and line end, and characters that reorder or hide text in a review. Joiners are
 * allowed: some scripts and emoji need them.
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\r(?!\n)/;

/** Other space characters at either end: copying from a web page or a table leaves them. */
const BLANK_AT_END = /^[\u00a0\u2000-\u200a\u202f\u3000]|[\u00a0\u2000-\u200a\u202f\u3000]$/;

/** Why a string may not stand in a catalogue. */
export function textViolation(text: string, secrets: Secrets): Violation | undefined {
  if (secrets.areIn(text)) {
    return {
      code: "secret-in-catalogue",
      message: "the value looks like an API key, and credentials do not belong in a catalogue",
      remedy: "remove it and revoke the key; set credentials in the environment or the stack's secret configuration",
      confidential: true,
    };
  }
  if (UNSEEN.test(text) || !text.isWellFormed()) {
    return {
      code: "control-character",
      message: "the string contains an invisible character, or half of one",
      remedy: "remove the character, or type the string again",
    };
  }
  const blank = BLANK_AT_END.exec(text)?.[0];
  if (blank !== undefined) {
    return {
      code: "control-character",
      message: `the string begins or ends with a space character other than the usual one (${codePoint(blank)})`,
      remedy: "remove the character",
    };
  }
  if (isEngineWord(text)) {
    return {
      code: "reserved-text",
      message: `the string \`${text}\` is reserved by the Pulumi engine`,
      remedy: "write another string",
    };
  }
  return undefined;
}

/** "U+00A0" */
const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

const MAX_KEY = 250;
const FORBIDDEN_KEYS = new Set(["constructor", "prototype"]);

/** Why a string may not be a key of any map. */
export function keyViolation(key: string, secrets: Secrets): Violation | undefined {
  if (key.length > MAX_KEY)
    return {
      code: "bad-key",
      message: `the key \`${key}\` has ${key.length} characters`,
      remedy: `use at most ${MAX_KEY} characters`,
    };
  if (FORBIDDEN_KEYS.has(key) || isHiddenKey(key))
    return { code: "forbidden-key", message: `\`${key}\` cannot be a key`, remedy: "use another key" };
  return textViolation(key, secrets);
}

/** A message is longer than this only if it quotes a long string. */
const MAX_SHOWN = 1_000;
/** The fillers of Korean are letters that show nothing; terminals do not agree on their width. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]/gu;
const code = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** For one line of a terminal: escapes invisible characters, hides secrets, and cuts what is too long. */
export function readable(text: string, secrets: Secrets): string {
  const shown = secrets.takenOutOf(text).replace(INVISIBLE, code);
  return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN - 200)}…${shown.slice(-199)}` : shown;
}

/** Escapes invisible characters in a text of several lines, such as a vendor's message. */
export const readableLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.replace(INVISIBLE, code))
    .join("\n");

/** A source line with each invisible character replaced by a visible one of its width, so that the caret below fits. */
export const picture = (line: string): string =>
  line.replace(INVISIBLE, (character) => (character === "\t" ? character : "\ufffd".repeat(character.length)));

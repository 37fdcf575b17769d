/** What no text and no key of a catalogue may hold, and how foreign text is shown. */
import type { Code } from "./codes.js";
import { isEngineWord, isHiddenKey } from "./engine-words.js";
import type { Secrets } from "./secrets.js";

export interface Trouble {
  readonly code: Code;
  readonly message: string;
  readonly remedy: string;
  readonly confidential?: true;
}

/** Control characters but tab and line end, and what reorders or hides text in a review. Joiners stay: scripts and emoji need them. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\r(?!\n)/;

/** What copying from a page or a table leaves behind. */
const BLANK_AT_END = /^[\u00a0\u2000-\u200a\u202f\u3000]|[\u00a0\u2000-\u200a\u202f\u3000]$/;

export function troubleInText(text: string, secrets: Secrets): Trouble | undefined {
  if (secrets.areIn(text)) {
    return {
      code: "secret-in-catalogue",
      message: "this looks like an API key, and a catalogue is read by many",
      remedy: "take it out and revoke it; put credentials into the environment or the stack's secret config",
      confidential: true,
    };
  }
  if (UNSEEN.test(text) || !text.isWellFormed()) {
    return {
      code: "control-character",
      message: "the text holds a character that cannot be seen, or half a character",
      remedy: "remove it",
    };
  }
  const blank = BLANK_AT_END.exec(text)?.[0];
  if (blank !== undefined) {
    return {
      code: "control-character",
      message: `the text begins or ends with a blank that is not a space (U+${(blank.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")})`,
      remedy: "remove it",
    };
  }
  if (isEngineWord(text)) {
    return {
      code: "reserved-text",
      message: `\`${text}\` means something to the engine`,
      remedy: "write another text",
    };
  }
  return undefined;
}

const MAX_KEY = 250;
const FORBIDDEN_KEYS = new Set(["constructor", "prototype"]);

export function troubleInKey(key: string, secrets: Secrets): Trouble | undefined {
  if (key.length > MAX_KEY)
    return {
      code: "bad-key",
      message: `\`${key}\` is a key of ${key.length} characters`,
      remedy: `use at most ${MAX_KEY}`,
    };
  if (FORBIDDEN_KEYS.has(key) || isHiddenKey(key))
    return { code: "forbidden-key", message: `\`${key}\` cannot be a key`, remedy: "choose another name" };
  return troubleInText(key, secrets);
}

/** A message holds more than this only if somebody's text in it is that long. */
const MAX_SHOWN = 1_000;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const code = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** For one line of a terminal: nothing that a terminal acts on, nothing that cannot be seen, no secret, no end of the world. */
export function readable(text: string, secrets: Secrets): string {
  const shown = secrets.takenOutOf(text).replace(INVISIBLE, code);
  return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN - 200)}…${shown.slice(-199)}` : shown;
}

/** The same for a text of several lines, whole: what a vendor says reaches a terminal too. */
export const readableLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.replace(INVISIBLE, code))
    .join("\n");

/** A source line with each such character replaced by a mark of its width, so that a caret below still fits. */
export const picture = (line: string): string =>
  line.replace(INVISIBLE, (character) => (character === "\t" ? character : "\ufffd".repeat(character.length)));

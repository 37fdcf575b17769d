/** Strings and keys to which the engine gives a meaning of its own, anywhere in a value. */
import { UNKNOWN } from "../fields/not-known.js";
import type { Json } from "../fields/shape.js";

/** Every validator accepts it. */
export { UNKNOWN };

/** The engine's strings for unknown values of all types, and the key that marks secrets, assets and outputs. */
const WORDS: ReadonlySet<string> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  "4dabf18193072939515e22adb298388d",
]);

export const isEngineWord = (text: string): boolean => WORDS.has(text);

/** Whether a value contains such a string or key, or the key `__proto__`, which is lost on the engine's wire. */
export function holdsEngineWord(value: Json): boolean {
  if (typeof value === "string") return isEngineWord(value);
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(([key, item]) => isEngineWord(key) || key === "__proto__" || holdsEngineWord(item));
}

/** The engine shows no changes below keys that begin with `__`. */
export const isHiddenKey = (key: string): boolean => key.startsWith("__");

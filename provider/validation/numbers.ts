/** Numbers must be in plain decimal notation, and a double must hold them exactly: others would change silently. */
import type { Violation } from "./violation.js";

/** In characters: longer than any number that a double holds exactly. */
const MAX_DIGITS = 40;

const IN_QUOTES = "put it in quotes if it is meant as a string";

/** `source`: the number as it is written. */
export function numberViolation(value: number, source: string): Violation | undefined {
  if (source.length > MAX_DIGITS) {
    return {
      code: "number-precision",
      message: `the number has ${source.length} characters, which is more than a number can store`,
      remedy: IN_QUOTES,
    };
  }
  if (!/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(source) || Object.is(value, -0)) {
    return {
      code: "number-spelling",
      message: `the number \`${source}\` is written in an unusual form`,
      remedy: Number.isFinite(value)
        ? `write ${plainNumber(value)}, or ${IN_QUOTES}`
        : "write the number out in digits",
    };
  }
  if (source.includes(".") && Number.isInteger(value)) {
    return {
      code: "number-spelling",
      message: `\`${source}\` has decimals, but would be sent as the whole number ${plainNumber(value)}`,
      remedy:
        `write ${plainNumber(value)}, or ${IN_QUOTES}; ` +
        `for an amount in the smallest unit, such as cents, write ${plainNumber(value * 100)}`,
    };
  }
  const exact = source.includes(".")
    ? String(value) === source.replace(/\.?0+$/, "") || String(value) === source
    : Number.isSafeInteger(value);
  if (exact) return undefined;
  return {
    code: "number-precision",
    message: `\`${source}\` has more digits than a number can store`,
    remedy: IN_QUOTES,
  };
}

export const plainNumber = (value: number): string =>
  Number.isInteger(value) ? BigInt(value).toString() : String(value);

/** Only plain decimal notation, and only what a double holds exactly as written: anything else would change silently. */
import type { Trouble } from "./text.js";

/** Longer than any number that a double holds exactly. */
const MAX_DIGITS = 40;

export function troubleInNumber(value: number, source: string): Trouble | undefined {
  if (source.length > MAX_DIGITS) {
    return {
      code: "number-precision",
      message: `the number has ${source.length} characters, which is more than a number can hold`,
      remedy: "put it into quotes if it is meant as text",
    };
  }
  if (!/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(source) || Object.is(value, -0)) {
    return {
      code: "number-spelling",
      message: `\`${source}\` is an unusual spelling of a number`,
      remedy: Number.isFinite(value)
        ? `write ${plainNumber(value)}, or put it into quotes if it is meant as text`
        : "write the number out in digits",
    };
  }
  if (source.includes(".") && Number.isInteger(value)) {
    return {
      code: "number-spelling",
      message: `\`${source}\` has decimals, and would be sent as the whole number ${plainNumber(value)}`,
      remedy: `write ${plainNumber(value)}, or put it into quotes if it is meant as text; an amount in the smallest unit, such as cents, is ${plainNumber(value * 100)}`,
    };
  }
  const exact = source.includes(".")
    ? String(value) === source.replace(/\.?0+$/, "") || String(value) === source
    : Number.isSafeInteger(value);
  if (exact) return undefined;
  return {
    code: "number-precision",
    message: `\`${source}\` has more digits than a number can hold`,
    remedy: "put it into quotes if it is meant as text",
  };
}

export const plainNumber = (value: number): string =>
  Number.isInteger(value) ? BigInt(value).toString() : String(value);

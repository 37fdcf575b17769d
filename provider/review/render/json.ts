/** A review for machines. Its form is documented by a JSON Schema: `review-schema.ts`. */
import type { Review } from "../digest.js";

/**
 * Members of every object in alphabetical order, two spaces, and a line end; the same text for the same review.
 * Invisible characters are escaped, so that names cannot contain terminal control sequences.
 */
export const reviewJson = (review: Review): string =>
  `${JSON.stringify(review, sorted, 2).replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)}\n`;

const escaped = (character: string): string =>
  [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
    .join("");

const sorted = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
    : value;

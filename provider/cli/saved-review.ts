/** Reviews that `catalogue review --format json` has written, read again. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { REVIEW_VERSION, type Review } from "../review/digest.js";

/** Why a value is not a review of this version, as the end of a sentence; undefined: it is one. */
export function reviewProblem(value: unknown): string | undefined {
  const version = (value as { version?: unknown } | null)?.version;
  if (version === undefined) return "it has no version";
  if (version !== REVIEW_VERSION) return `it has version ${String(version)}, and this is version ${REVIEW_VERSION}`;
  const own = createRequire(import.meta.url).resolve("billing-catalogue/package.json");
  const schema = JSON.parse(readFileSync(join(dirname(own), "catalogue/schema/review.json"), "utf8")) as object;
  return new Ajv({ strict: false }).validate(schema, value) ? undefined : "members are missing or have another form";
}

/** The review in a text; undefined: it is something else, such as a preview of the engine. */
export function savedReview(text: string): Review | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const looksLike = typeof value === "object" && value !== null && "priceList" in value && "findings" in value;
  return looksLike && reviewProblem(value) === undefined ? (value as Review) : undefined;
}

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reviewJson } from "../../../provider/review/render/json.ts";
import { runs } from "../../support/runs.ts";
import { fullReview } from "../full.ts";
import { hostileNames } from "../hostile.ts";
import { arbitraryReview } from "../reviews.ts";

const schema = JSON.parse(readFileSync(new URL("../../../catalogue/schema/review.json", import.meta.url), "utf8"));
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
const texts = fc.oneof(fc.constantFrom(...hostileNames(500, 3)), fc.string({ unit: "binary", maxLength: 20 }));

/** Every object within a value. */
const objectsOf = (value: unknown): Record<string, unknown>[] =>
  typeof value !== "object" || value === null
    ? []
    : [...(Array.isArray(value) ? [] : [value as Record<string, unknown>]), ...Object.values(value).flatMap(objectsOf)];

describe("the JSON form", () => {
  it("is what the review is, and is valid by the published schema", () => {
    fc.assert(
      fc.property(arbitraryReview(texts), (review) => {
        const parsed = JSON.parse(reviewJson(review));
        expect(parsed).toEqual(review);
        expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
      }),
      { numRuns: runs(500) },
    );
  });

  it("is the same for members in another order, and contains no control characters", () => {
    fc.assert(
      fc.property(arbitraryReview(texts), (review) => {
        const { version, ...rest } = review;
        const text = reviewJson(review);
        expect(reviewJson({ ...rest, version })).toBe(text);
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: runs(200) },
    );
  });

  it("is refused by the schema with a member more or a required one less", () => {
    const changed = (edit: (object: Record<string, unknown>) => void, at: number): unknown => {
      const copy = JSON.parse(reviewJson(fullReview("name")));
      const object = objectsOf(copy)[at];
      if (object) edit(object);
      return copy;
    };
    const objects = objectsOf(JSON.parse(reviewJson(fullReview("name"))));
    expect(validate(changed(() => {}, 0))).toBe(true);
    for (const [at, object] of objects.entries()) {
      // Quantities by unit have any names.
      if ("seats" in object) continue;
      expect(validate(changed((target) => (target["surplus"] = 1), at)), JSON.stringify(object)).toBe(false);
    }
    expect(validate(changed((target) => delete target["changes"], 0))).toBe(false);
    expect(validate(changed((target) => (target["version"] = 2), 0))).toBe(false);
  });
});

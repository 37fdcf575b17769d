/** What it means that an entry does not name a field. */
import { describe, expect, it } from "vitest";
import { text } from "../../provider/fields/shape.js";
import {
  type Absence,
  clearingOf,
  isAlwaysManaged,
  memberOf,
  restingValue,
  sentInitially,
  undocumentedInitial,
} from "../../provider/kinds/absence.js";
import type { Field } from "../../provider/kinds/field.js";

const base = { shape: text(), doc: "A field." } as const;
const field = (absence: Absence, fate: "update" | "replace" = "update"): Field => ({ ...base, fate, absence });

describe("a field that must be named", () => {
  const required: Field = { ...base, required: true, fate: "update" };

  it("is never cleared, and nothing stands for it", () => {
    expect(clearingOf(required, {})).toBe("never");
    expect(isAlwaysManaged(required)).toBe(false);
    expect([restingValue(required), sentInitially(required), undocumentedInitial(required)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(memberOf(required)).toBe(required);
  });
});

describe("a field that is managed once it is named", () => {
  it("is cleared as it says, which may depend on the account's settings", () => {
    expect(clearingOf(field({ cleared: "omit" }), {})).toBe("omit");
    const bySetting = field({ cleared: ({ empty }) => (empty === true ? { value: "" } : "null") });
    expect(clearingOf(bySetting, { empty: true })).toEqual({ value: "" });
    expect(clearingOf(bySetting, {})).toBe("null");
    expect(isAlwaysManaged(bySetting)).toBe(false);
  });

  it("counts as the documented default, also when that is false, 0 or empty", () => {
    for (const value of [false, 0, "", {}, "public"]) {
      const one = field({ initial: { default: value }, cleared: "never" });
      expect(restingValue(one)).toEqual(value);
      expect(memberOf(one).default).toEqual(value);
      expect(sentInitially(one)).toBeUndefined();
    }
  });

  it("is sent on create where the vendor wants it, and counts as nothing all the same", () => {
    const one = field({ initial: { sent: [] }, cleared: { value: [] } });
    expect(sentInitially(one)).toEqual([]);
    expect(restingValue(one)).toBeUndefined();
    expect(memberOf(one)).toBe(one);
  });

  it("says what the vendor does not document", () => {
    expect(undocumentedInitial(field({ initial: "any", cleared: "never" }))).toBe("any");
    expect(undocumentedInitial(field({ initial: "unknown", cleared: "never" }))).toBe("unknown");
    expect(undocumentedInitial(field({ initial: { default: 1 }, cleared: "never" }))).toBeUndefined();
  });
});

describe("a field that is always managed", () => {
  it.each([
    ["a value", 1, { value: 1 }],
    ["no value", null, "null"],
  ] as const)("as %s: taken out, it is given that, unless that makes a new object", (_, means, clearing) => {
    expect(clearingOf(field({ means }), {})).toEqual(clearing);
    expect(clearingOf(field({ means }, "replace"), {})).toBe("never");
    expect(isAlwaysManaged(field({ means }))).toBe(true);
    expect(restingValue(field({ means }))).toBe(means);
  });

  it("has its value for a default, which docs and schemas show unless it is none", () => {
    expect(memberOf(field({ means: 1 })).default).toBe(1);
    expect("default" in memberOf(field({ means: null }))).toBe(false);
  });
});

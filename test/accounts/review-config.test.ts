import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../provider/accounts/config.js";
import { DEFAULT_REVIEW, readReviewConfig } from "../../provider/accounts/review-config.js";
import type { Json } from "../../provider/fields/shape.js";
import { registry } from "../../provider/vendors/registry.js";

describe("catalogue:review", () => {
  it("has defaults, and takes single members", () => {
    expect(readReviewConfig({})).toEqual(DEFAULT_REVIEW);
    const config = readReviewConfig({
      severities: { "big-change": "block" },
      bigChange: { percent: 25 },
      manyArchives: { count: 3 },
      oneCentOff: { EUR: "0.01" },
      accept: { "many-archives": "12 of 40: old plans" },
    });
    expect(config.severities).toEqual({ "big-change": "block" });
    expect(config.thresholds).toEqual({
      ...DEFAULT_REVIEW.thresholds,
      bigChange: { percent: 25 },
      manyArchives: { ...DEFAULT_REVIEW.thresholds.manyArchives, count: 3 },
      oneCentOff: { EUR: "0.01" },
    });
    expect(config.accept).toEqual({ "many-archives": "12 of 40: old plans" });
  });

  it("is part of the stack's configuration", () => {
    const raw = { "catalogue:review": JSON.stringify({ bigChange: { percent: 25 } }) };
    expect(readConfig(raw, registry).review.thresholds.bigChange).toEqual({ percent: 25 });
    expect(() => readConfig({ "catalogue:review": '{"big": 1}' }, registry)).toThrow(ConfigError);
  });

  const cases: readonly [Json, string][] = [
    [
      { severities: { "big-chnage": "block" } },
      "catalogue:review.severities.big-chnage is not a code of a rule\n" +
        "  what to do: did you mean `big-change`? " +
        "Remove this one: pulumi config rm --path 'catalogue:review.severities.big-chnage'",
    ],
    [
      { severities: { "big-change": "error" } },
      'catalogue:review.severities.big-change is "error"\n' +
        "  what to do: set it to `block` or `warn` or `note` or `off`: " +
        "pulumi config set --path 'catalogue:review.severities.big-change' <block | warn | note | off>",
    ],
    [
      { bigChnage: { percent: 25 } },
      "catalogue:review.bigChnage is not a setting of the review\n" +
        "  what to do: did you mean `bigChange`? Remove this one: pulumi config rm --path 'catalogue:review.bigChnage'",
    ],
    [
      { bigChange: { percent: 0 } },
      "catalogue:review.bigChange.percent is 0\n" +
        "  what to do: set it to a number above 0: " +
        "pulumi config set --path 'catalogue:review.bigChange.percent' <number>",
    ],
    [
      { manyArchives: { share: 20 } },
      "catalogue:review.manyArchives.share is 20\n  what to do: set it to a number of at least 0 and at most 1: " +
        "pulumi config set --path 'catalogue:review.manyArchives.share' <number>",
    ],
    [
      { oneCentOff: { EUR: 0.01 } },
      "catalogue:review.oneCentOff.EUR is 0.01\n  what to do: set it to a decimal in quotes, in major units of the " +
        "currency: pulumi config set --path 'catalogue:review.oneCentOff.EUR' '\"0.01\"'",
    ],
    [
      { oneCentOff: { eur: "0.01" } },
      "catalogue:review.oneCentOff.eur is not a currency\n  what to do: write `EUR` instead, in upper case",
    ],
    [
      { accept: { "many-archives": "12 of 40" } },
      'catalogue:review.accept.many-archives is "12 of 40"\n' +
        "  what to do: set it to the values that the review shows, a colon and a reason: " +
        "pulumi config set --path 'catalogue:review.accept.many-archives' '<values>: <reason>'",
    ],
    [
      { bigChange: 25 },
      "catalogue:review.bigChange is 25\n  what to do: set it to a map, one member at a time: " +
        "pulumi config set --path 'catalogue:review.bigChange' … (with `.<member>` at the end of the path)",
    ],
  ];
  it.each(cases)("%j is refused in words", (value, message) => {
    expect(() => readReviewConfig(value)).toThrow(message);
  });
});

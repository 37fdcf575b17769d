/** How long a run takes that a vendor's limit holds back, in words. */
import { expect, it } from "vitest";
import { outlookOf } from "../../provider/pulumi/outlook.js";

it.each([
  [
    15,
    { requests: 5, seconds: 60 },
    "about 15 calls, at most 5 a minute (limits.perMinute), which takes about 2 minutes",
  ],
  [6, { requests: 5, seconds: 60 }, "about 6 calls, at most 5 a minute (limits.perMinute), which takes about 1 minute"],
  [5, { requests: 5, seconds: 60 }, undefined],
  [1_000, { requests: 27, seconds: 1 }, undefined],
  [
    1_650,
    { requests: 27, seconds: 1 },
    "about 1650 calls, at most 27 a second (limits.perMinute), which takes about 2 minutes",
  ],
])("%i calls at %j", (calls, rate, words) => {
  expect(outlookOf(calls, rate)).toBe(words);
});

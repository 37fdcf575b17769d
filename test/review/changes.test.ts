/** Each kind of change of each vendor, in YAML before and after, and what the review says about it. */
import { describe, expect, it } from "vitest";
import { markdown, terminal } from "../../provider/review.js";
import { CASES, goldenOf, reviewOfCase } from "./cases.js";

describe.each(CASES)("%s", (name) => {
  it("is reviewed as its golden files say", async () => {
    const review = reviewOfCase(name);
    await expect(markdown(review, { forge: "github" })).toMatchFileSnapshot(goldenOf(name, "review.md"));
    await expect(terminal(review, { colour: false, columns: 80 })).toMatchFileSnapshot(goldenOf(name, "review.txt"));
  });
});

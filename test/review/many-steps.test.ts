/** A preview of 2,000 changes: every comment keeps within its forge's limit, and the worst is on top. */
import { describe, expect, it } from "vitest";
import { FORGES } from "../../provider/review/render/forges.js";
import { type ForgeName, markdown, review } from "../../provider/review.js";
import { manySteps, worstOf } from "./many-steps.js";

const NUMBER = 2_000;

describe("a preview of 2,000 changes", () => {
  const made = review({ preview: manySteps(NUMBER), stack: "dev", directory: "there-is-none" });
  const { archived, dearest } = worstOf(NUMBER);
  const titleOf = (address: string): string => made.changes.find((change) => change.address === address)?.title ?? "";

  it("has all of them", () => {
    expect(made.changes).toHaveLength(NUMBER);
    expect(made.source).toEqual({ from: "preview", stack: "dev", failed: false });
  });

  // From the documentation of the forges, in bytes.
  it.each([
    ["github", 262_144],
    ["gitlab", 1_000_000],
    ["azure", 150_000],
    ["bitbucket", 32_768],
  ] as const)("as a comment on %s stays below its limit and its budget", (name, limit) => {
    const bytes = Buffer.byteLength(markdown(made, { forge: name as ForgeName }));
    expect(bytes).toBeLessThanOrEqual(FORGES[name].bytes);
    expect(FORGES[name].bytes).toBeLessThanOrEqual(limit);
  });

  it.each(Object.keys(FORGES) as ForgeName[])("has the worst on top, on %s", (forge) => {
    const rows = markdown(made, { forge })
      .split("\n")
      .filter((line) => line.startsWith("| **"));
    expect(rows.length).toBeGreaterThanOrEqual(5);
    expect(rows[0]).toContain(`**${titleOf(archived)}**`);
    expect(rows[0]).toContain("archived for good");
    expect(rows[1]).toContain(`**${titleOf(dearest)}**`);
    expect(rows[1]).toContain("+50.0 %");
  });

  it("counts all of them in its head", () => {
    const [head = ""] = markdown(made, { forge: "github" }).split("\n");
    const counts = [...head.matchAll(/\d+/g)].map(([number]) => Number(number));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(NUMBER);
  });
});

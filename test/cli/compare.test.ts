/** `catalogue compare` as a command. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT } from "../../provider/cli/exit-codes.js";
import type { Stack } from "../../tools/local/stack.ts";
import { edited, price } from "../review/stacks.js";
import { fixtureStack, fixtureState } from "../support/fixture-stack.js";

describe("the command", () => {
  let real: Stack;
  beforeAll(async () => {
    real = await fixtureStack(fixtureState(edited({ "sequence/platform/monthly-eur": price("599.00") })), {
      live: fixtureState(edited({ "polar/sponsor": null })),
      same: fixtureState(edited({ "polar/sponsor": null })),
    });
    await real.ok("stack", "init", "empty");
    await real.ok("stack", "init", "empty-2");
  });
  afterAll(() => real.remove());

  it("text, with 2 where they differ and 0 where they do not", async () => {
    const { code, stdout, stderr } = await real.catalogue("compare", "dev", "live");
    expect({ code, stderr }).toEqual({ code: EXIT.changes, stderr: "" });
    expect(stdout).toContain("From dev to live: 1 price up, 1 only in dev\n");
    expect(stdout).toContain("What a promotion from dev to live would change in live.");
    expect(stdout).toContain("EUR 499.00 → 599.00 per month (+20.0 %)");
    expect(stdout).not.toMatch(/What is sent|\bnew\b|removed/);
    const same = await real.catalogue("compare", "live", "same");
    expect(same.code).toBe(EXIT.fine);
    expect(same.stdout).toMatch(/^From live to same: no differences\n/);
  });

  it("Markdown, HTML and JSON", async () => {
    const markdown = await real.catalogue("compare", "dev", "live", "--format", "markdown");
    expect(markdown.stdout).toMatch(/^### From dev to live: 1 price up, 1 only in dev\n/);
    const html = await real.catalogue("compare", "dev", "live", "--output", "out/review.html");
    expect(html.stdout).toContain("From dev to live");
    const page = readFileSync(join(real.folder, "out/review.html"), "utf8");
    expect(page).toContain("The price list of the promoted stack");
    expect(page).toContain("Only in dev");
    expect(page).not.toMatch(/Until now|Nothing is sent|removed from the files/);
    const { stdout } = await real.catalogue("compare", "dev", "live", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      source: { from: "stacks", promoted: "dev", into: "live", failed: false },
      changes: [{ address: "sequence/platform/monthly-eur" }, { address: "polar/sponsor", onlyIn: "dev" }],
    });
  });

  it("a stack before its first run has nothing yet", async () => {
    const { code, stdout } = await real.catalogue("compare", "live", "empty");
    expect(code).toBe(EXIT.changes);
    expect(stdout).toMatch(/^From live to empty: \d+ only in live\n/);
  });

  it.each([
    [["dev", "dev"], /dev is compared with itself\n {2}what to do: /],
    [["empty", "empty-2"], /neither empty nor empty-2 has objects, so there is nothing to compare\n {2}what to do: /],
    [["dev", "nowhere"], /no stack named 'nowhere' found\n {2}what to do: /],
    [["dev"], /missing required argument 'into'/],
    [["dev", "live", "--account", "polar"], /--account polar is not a pair of accounts\n {2}what to do: /],
    [["dev", "live", "--account", "polar=x"], /stack live has no objects in an account x\n {2}what to do: /],
  ])("%j is refused", async (args, words) => {
    const { code, stdout, stderr } = await real.catalogue("compare", ...args);
    expect({ code, stdout }).toEqual({ code: EXIT.problems, stdout: "" });
    expect(stderr).toMatch(words);
  });
});

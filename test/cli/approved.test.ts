/** Files with reviews that were approved: what counts, and what is refused. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readApproved } from "../../provider/cli/approved.js";
import { savedReview } from "../../provider/cli/saved-review.js";
import type { Review } from "../../provider/review/digest.js";
import { reviewJson } from "../../provider/review/render/json.js";
import { change, review } from "../review/reviews.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "catalogue-approved-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const preview = { from: "preview", stack: "dev", failed: false } as const;
const good = (rest: Partial<Review> = {}): string =>
  reviewJson(review({ source: preview, changes: [change()], ...rest }));
function file(text: string, name = "review.json"): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}
const read = (path: string, skipped: string[] = []): readonly Review[] =>
  readApproved([path], "acme/catalogue/dev", (why) => void skipped.push(why));

describe("a review that was approved", () => {
  it("is read from a file, and by the name of the stack without its organization", () => {
    expect(read(file(good()))).toHaveLength(1);
    expect(read(file(good({ source: { ...preview, stack: "other/catalogue/dev" } })))).toHaveLength(1);
    const { stack: _, ...unnamed } = preview;
    expect(read(file(good({ source: unnamed })))).toHaveLength(1);
  });

  it.each<[string, string, RegExp]>([
    ["no JSON", "x", /it is not JSON/],
    ["null", "null", /it has no version/],
    ["something else", '{"version":1}', /members are missing/],
    ["of a later version", good().replace('"version": 1', '"version": 2'), /it has version 2, and this is version 1/],
    ["with a change of another form", good().replace('"requests": []', '"requests": 7'), /members are missing/],
    ["of files", good({ source: { from: "files", base: "x", commit: "", failed: false } }), /made from files/],
    ["of a preview that failed", good({ source: { ...preview, failed: true } }), /its preview failed/],
    ["of another stack", good({ source: { ...preview, stack: "dev-eu" } }), /it is of stack dev-eu/],
  ])("is not one that is %s", (_name, text, why) => {
    expect(() => read(file(text))).toThrow(why);
    expect(() => read(file(text))).toThrow(/\n {2}what to do: make it with `catalogue review/);
  });

  it("is missing: the error says what to do", () => {
    expect(() => read(join(folder, "none.json"))).toThrow(/does not exist\n {2}what to do: .*--approved <path>/);
  });

  it("stands in a folder: files that are none approve nothing, and are named; other files are not read", () => {
    file(good(), "1.json");
    file("x", "2.json");
    file("x", "notes.txt");
    file('{"pullRequests":[]}', "approvals.json");
    mkdirSync(join(folder, "below"));
    const skipped: string[] = [];
    expect(read(folder, skipped)).toHaveLength(1);
    expect(skipped).toEqual([`${join(folder, "2.json")} is not a review that can be approved: it is not JSON`]);
  });
});

describe("a saved review", () => {
  it("is told from a preview of the engine", () => {
    expect(savedReview(good())?.changes).toHaveLength(1);
    for (const text of ["", "x", "null", '{"steps":[]}', '{"priceList":[],"findings":[]}', "{}\n{}"])
      expect(savedReview(text)).toBeUndefined();
  });
});

/** Reviews written by hand, and what each renderer makes of them: readable as documentation. */
import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { Review } from "../../../provider/review/digest.ts";
import { githubAnnotations } from "../../../provider/review/render/github.ts";
import { reviewJson } from "../../../provider/review/render/json.ts";
import { markdown } from "../../../provider/review/render/markdown.ts";
import { sarif } from "../../../provider/review/render/sarif.ts";
import { terminal } from "../../../provider/review/render/terminal.ts";

const FOLDER = new URL("../golden/", import.meta.url);
const schema = JSON.parse(readFileSync(new URL("../../../catalogue/schema/review.json", import.meta.url), "utf8"));
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -".json".length));

describe.each(names)("the review %s", (name) => {
  const review: Review = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));

  it("is valid", () => {
    expect(validate(review), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.parse(reviewJson(review))).toEqual(review);
  });

  it("is shown as its golden files say", async () => {
    const file = (extension: string): string => `../golden/${name}.${extension}`;
    await expect(markdown(review, { forge: "github" })).toMatchFileSnapshot(file("github.md"));
    await expect(markdown(review, { forge: "bitbucket" })).toMatchFileSnapshot(file("bitbucket.md"));
    await expect(terminal(review, { colour: false, columns: 80 })).toMatchFileSnapshot(file("txt"));
    await expect(sarif(review, [])).toMatchFileSnapshot(file("sarif"));
    await expect(githubAnnotations(review)).toMatchFileSnapshot(file("annotations.txt"));
  });
});

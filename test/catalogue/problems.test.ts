/** One folder for each problem code: what is written, and what is then said, to the letter. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { renderProblems } from "../../provider/catalogue/render.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import { CODES } from "../../provider/validation/codes.js";
import { registry } from "../../provider/vendors/registry.js";

const FOLDER = fileURLToPath(new URL("problems", import.meta.url));
/** What depends on the file system, and what no schema of ours leads to: tested elsewhere. */
const ELSEWHERE = [
  "no-catalogue",
  "too-many-files",
  "outside-folder",
  "broken-link",
  "file-too-large",
  "unreadable-file",
  "not-utf8",
  "too-much-filled-in",
  "invalid",
];

const ruleCodes = registry.vendors.flatMap(({ kinds }) =>
  kinds.flatMap(({ rules = [] }) => rules.map(({ code }) => code)),
);
const codes = readdirSync(FOLDER).sort();

describe("problem codes", () => {
  it("each has an example, and each example a code", () => {
    const known = [...Object.keys(CODES).filter((code) => !ELSEWHERE.includes(code)), ...new Set(ruleCodes)].sort();
    expect(codes).toEqual(known);
  });

  it.each(codes)("%s", (code) => {
    const folder = `${FOLDER}/${code}`;
    const files = readdirSync(folder)
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => ({ name, text: readFileSync(`${folder}/${name}`, "utf8") }));
    const values = existsSync(`${folder}/values.json`)
      ? (JSON.parse(readFileSync(`${folder}/values.json`, "utf8")) as JsonObject)
      : {};
    const { problems } = checkCatalogue(files, { registry, values });
    expect(problems.map((problem) => problem.code)).toContain(code);
    const rendered = `${renderProblems(problems, { registry, files })}\n`;
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(`${folder}/expected.txt`, rendered);
    expect(rendered).toBe(readFileSync(`${folder}/expected.txt`, "utf8"));
  });
});

/** No name changes the tree of a page: a browser's parser sees the same elements, and the name as text. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { html } from "../../../provider/review/render/html.js";
import { startBrowser } from "../../support/browser.ts";
import { runs } from "../../support/runs.ts";
import { fullReview } from "../full.ts";
import { hostileNames } from "../hostile.ts";

const HARMLESS = "Harmless";
const BATCH = 100;

/** What a reader is to see of a name. */
const shown = (name: string): string =>
  name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) =>
    character === "\n" ? "\n" : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );

const FRAGMENTS = [
  "</title>",
  "</style>",
  "<plaintext>",
  "]]>",
  "<!--",
  '" onload="x',
  "&lt;",
  "&#60;",
  "</bdi>",
  "<svg>",
];

const names = [...FRAGMENTS, ...hostileNames(runs(1_000), 20_261_123)].filter((name) => name.trim() !== "");

interface Tree {
  /** Elements with their attributes, without what is said in them. */
  readonly structure: string;
  /** What is said: texts and labels. */
  readonly said: string;
}

/** Read by the browser, of many pages at once. */
const READ = `(pages) => pages.map((page) => {
  let said = "";
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) { said += node.data; return ""; }
    if (node.nodeType !== Node.ELEMENT_NODE) return "<!" + node.nodeType + ">";
    const attributes = [...node.attributes].map(({ name, value }) => {
      if (name !== "aria-label") return name + "=" + value;
      said += value;
      return name;
    });
    return "<" + [node.localName, ...attributes].join(" ") + ">" + [...node.childNodes].map(read).join("") + "</>";
  };
  const structure = read(new DOMParser().parseFromString(page, "text/html").documentElement);
  return { structure, said };
})`;

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  page = await browser.newPage();
});
afterAll(() => browser?.close());

const trees = (pages: readonly string[]): Promise<Tree[]> =>
  page.evaluate<Tree[]>(`(${READ})(${JSON.stringify(pages).replaceAll("<", "\\u003c")})`);

describe("hostile names in every place of a page", () => {
  it.each(["preview", "files", "stacks", "drift"] as const)("are text, and nothing else (%s)", async (from) => {
    const [expected] = await trees([html(fullReview(HARMLESS, from))]);
    if (!expected) throw new Error("no tree");
    expect(expected.said.split(HARMLESS).length).toBeGreaterThan(80);
    for (let start = 0; start < names.length; start += BATCH) {
      const batch = names.slice(start, start + BATCH);
      const found = await trees(batch.map((name) => html(fullReview(name, from))));
      for (const [index, { structure, said }] of found.entries()) {
        const name = batch[index] ?? "";
        expect(structure, JSON.stringify(name)).toBe(expected.structure);
        expect(said, JSON.stringify(name)).toBe(expected.said.replaceAll(HARMLESS, () => shown(name)));
      }
    }
  });

  it("would be found if they were not escaped", async () => {
    const raw = html(fullReview(HARMLESS)).replace(HARMLESS, "<b>x</b>");
    const [expected, found] = await trees([html(fullReview(HARMLESS)), raw.replaceAll("</title>", "</title><b>x</b>")]);
    expect(found?.structure).not.toBe(expected?.structure);
  });
});

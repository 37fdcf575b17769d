/** No name changes the structure of a review in Markdown, nor becomes a mention or a link of a forge. */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import type { Review } from "../../../provider/review/digest.ts";
import { FORGES, type ForgeName } from "../../../provider/review/render/forges.ts";
import { markdown } from "../../../provider/review/render/markdown.ts";
import { runs } from "../../support/runs.ts";
import { fullReview } from "../full.ts";
import { hostileNames } from "../hostile.ts";

const HARMLESS = "Harmless";
const MESSAGE = "Saying";
const BREAK = "\u200b";

/** What a reader is to see of a name. */
const shown = (name: string): string =>
  name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) =>
    character === "\n" ? "↵" : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );

/** Messages may have several lines, and are shown in one. */
const shownMessage = (name: string): string =>
  shown(
    name
      .trim()
      .split(/\s*\n\s*/)
      .reduce((text, line) => `${text}${text === "" || /[.:;,!?]$/.test(text) ? "" : ";"} ${line}`),
  );

type Root = ReturnType<typeof fromMarkdown>;

interface Leaf {
  readonly type: string;
  readonly value: string;
}

/** The tree as one text without what text and code nodes contain, and these contents in order. */
function parse(text: string): { structure: string; leaves: Leaf[] } {
  const leaves: Leaf[] = [];
  const structureOf = (node: Root | Root["children"][number]): string => {
    if (node.type === "text" || node.type === "code" || node.type === "inlineCode") {
      leaves.push({ type: node.type, value: node.value });
      return node.type;
    }
    if (node.type === "html") return `html ${node.value}`;
    if (!("children" in node)) return JSON.stringify({ ...node, position: undefined });
    const { children, position, ...rest } = node;
    return `${JSON.stringify(rest)}(${children.map((child) => structureOf(child)).join(",")})`;
  };
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return { structure: structureOf(tree), leaves };
}

/** Long values are cut, which is tested elsewhere. */
const names = hostileNames(runs(13_000), 20_261_122)
  .filter((name) => name.trim() !== "" && shown(name).length <= 70)
  .slice(0, runs(10_000));
const forges = Object.keys(FORGES) as ForgeName[];

const SOURCES: readonly Review["source"]["from"][] = ["preview", "files", "stacks", "drift"];

/** The forges take turns. A tenth of the names stands at every place, the others at one place of each sort. */
const cases = names.map((name, index) => {
  const from = SOURCES[Math.floor(index / forges.length) % SOURCES.length] ?? "preview";
  return { name, forge: forges[index % forges.length] ?? "github", from, isFull: index % 80 < 8 };
});

/** A change with a price, a finding that blocks, one that does not, and an error. */
const fewOf = (review: Review): Review => ({
  ...review,
  changes: review.changes.slice(1, 2),
  findings: review.findings.slice(0, 2),
  messages: review.messages.slice(0, 1),
});

describe("10,000 hostile names in every place of a review in Markdown", () => {
  /** What forges look for in the text of a rendered comment, from their documentation; digits alone are amounts. */
  const REFERENCES = new RegExp(
    [
      /@[\w{"-]/,
      /[#!&$]\d/,
      /[~%][\w"]/,
      /\b[Gg][Hh]-\d/,
      /\b[A-Z][A-Z0-9_]+-\d/,
      /\b(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b/,
      /:[\w+-]+:/,
      /[A-Za-z]:\/\//,
      /[Ww]{3}\./,
      /\[\[/,
      /\[[-+]/,
      /\{[-+]/,
    ]
      .map(({ source }) => source)
      .join("|"),
  );

  it("change nothing but text, the text is the name, and no reference is in it", () => {
    const expected = new Map<string, ReturnType<typeof parse>>();
    for (const { name, forge, from, isFull } of cases) {
      const key = `${forge} ${from} ${isFull}`;
      const text = (name: string, message: string): string => {
        const whole = fullReview(name, from, message);
        return markdown(isFull ? whole : fewOf(whole), { forge });
      };
      const harmless = expected.get(key) ?? parse(text(HARMLESS, MESSAGE));
      expected.set(key, harmless);
      const { structure, leaves } = parse(text(name, name));
      if (structure !== harmless.structure)
        expect({ name, structure }).toEqual({ name, structure: harmless.structure });
      const texts = leaves.map(({ value }) => value.replaceAll(BREAK, ""));
      const right = harmless.leaves.map(({ value }) =>
        value.replaceAll(HARMLESS, () => shown(name)).replaceAll(MESSAGE, () => shownMessage(name)),
      );
      if (texts.join("\n") !== right.join("\n")) expect({ name, texts }).toEqual({ name, texts: right });
      for (const { type, value } of leaves) {
        if (type !== "text" || value.startsWith("[!CAUTION]")) continue;
        const found = REFERENCES.exec(value)?.[0];
        if (found !== undefined) expect({ name, found, value }).toBeUndefined();
      }
    }
  });

  it("can do all of that where they are not escaped", () => {
    const { structure } = parse(markdown(fullReview(HARMLESS), { forge: "github" }));
    const raw = markdown(fullReview(HARMLESS), { forge: "github" }).replaceAll(HARMLESS, "x | <b> `y` www.evil.test");
    expect(parse(raw).structure).not.toBe(structure);
  });
});

/** The documents of the packed package: each link leads to a file of the package, and to a heading in it. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../tools/local/repository.ts";

interface Node {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

const [packed] = JSON.parse(
  execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: ROOT, encoding: "utf8" }),
) as [{ files: readonly { path: string }[] }];
const files = new Set(packed.files.map(({ path }) => path));
const above = (path: string): string[] => (path === "." ? [] : [path, ...above(dirname(path))]);
const folders = new Set([...files].flatMap((file) => above(dirname(file))));
const documents = [...files].filter((file) => file.endsWith(".md") && !file.startsWith("dist/"));

const nodes = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(nodes)];
const contents = new Map<string, Node[]>();
function read(file: string): Node[] {
  const known = contents.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(join(ROOT, file), "utf8");
  const read = nodes(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node);
  contents.set(file, read);
  return read;
}

const textOf = (node: Node): string => node.value ?? (node.children ?? []).map(textOf).join("");

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(file: string): Set<string> {
  const found = new Set<string>();
  for (const heading of read(file).filter(({ type }) => type === "heading")) {
    const anchor = textOf(heading)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replaceAll(" ", "-");
    let name = anchor;
    for (let count = 1; found.has(name); count += 1) name = `${anchor}-${count}`;
    found.add(name);
  }
  for (const { value = "" } of read(file).filter(({ type }) => type === "html"))
    for (const [, id = ""] of value.matchAll(/ (?:id|name)="([^"]+)"/g)) found.add(id);
  return found;
}

const linksOf = (file: string): string[] =>
  read(file).flatMap(({ type, url = "" }) => (["link", "image", "definition"].includes(type) ? [url] : []));

/** Documents for people who change this repository. They may name its sources, which are not packed. */
const OF_THE_REPOSITORY = ["CONTRIBUTING.md", "examples/vendor/README.md"];

/** Why a link of a document leads nowhere. */
function broken(file: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = "", anchor] = link.split("#", 2);
  const target = path === "" ? file : normalize(join(dirname(file), path)).replaceAll("\\", "/");
  const isPacked = files.has(target) || folders.has(target.replace(/\/$/, ""));
  const isThere = isPacked || (OF_THE_REPOSITORY.includes(file) && existsSync(join(ROOT, target)));
  if (!isThere) return `${link}: ${target} is not packed`;
  if (anchor !== undefined && target.endsWith(".md") && !anchors(target).has(anchor))
    return `${link}: ${target} has no such heading`;
  return undefined;
}

describe("the packed documents", () => {
  it("are the README and all of docs", () => {
    expect(documents).toEqual(expect.arrayContaining(["README.md", "CHANGELOG.md", "docs/stability.md"]));
    expect(linksOf("README.md").length).toBeGreaterThan(20);
    expect(broken("docs/review.md", "../README.md#no-such-heading")).toContain("has no such heading");
    expect(broken("docs/review.md", "../package-lock.json")).toContain("is not packed");
  });

  it.each(documents)("%s links to what is packed", (file) => {
    expect(linksOf(file).flatMap((link) => broken(file, link) ?? [])).toEqual([]);
  });
});

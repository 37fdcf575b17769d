/** CONTRIBUTING.md is true: the files and scripts that it names exist, and the code that it quotes is there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../tools/local/repository.ts";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const LEFT_OUT = [".git", "node_modules", "dist"];
const FILES = readdirSync(ROOT, { withFileTypes: true })
  .filter(({ name }) => !LEFT_OUT.includes(name))
  .flatMap((item) => {
    const below = item.isDirectory()
      ? readdirSync(join(ROOT, item.name), { recursive: true, encoding: "utf8" }).map((path) => join(item.name, path))
      : [];
    return [item.name, ...below];
  });
const NAMES = new Set(FILES.map((path) => basename(path)));
const TOP = new Set(readdirSync(ROOT).filter((name) => !LEFT_OUT.includes(name)));

const matches = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found)),
];
/** What stands in blocks, and between backticks. */
const blocksOf = (text: string, language: string): string[] =>
  matches(text, new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"));
const codeOf = (text: string): string[] => matches(text.replace(/```[\s\S]*?```/g, ""), /`([^`]+)`/g);

const isPath = (code: string): boolean => /^[\w.-]+(\/[\w.<>-]+)+$/.test(code) && TOP.has(code.split("/")[0] ?? "");
const isFileName = (code: string): boolean => /^[\w.-]+\.(ts|js|mjs|cjs|json|md|ya?ml|txt)$/.test(code);
/** `test/fixtures/<version>`: the folder must exist. */
const exists = (path: string): boolean => existsSync(join(ROOT, path.replace(/\/?[^/]*<.*$/, "")));

describe.each(["CONTRIBUTING.md", "examples/vendor/README.md"])("%s", (page) => {
  const text = read(page);
  const code = codeOf(text);

  it("names files and folders that exist", () => {
    const paths = code.filter(isPath);
    expect(paths.length).toBeGreaterThan(1);
    expect(paths.filter((path) => !exists(path))).toEqual([]);
    expect(code.filter((name) => isFileName(name) && !NAMES.has(name))).toEqual([]);
  });

  it("links to files that exist", () => {
    const links = matches(text, /\]\(([^)#]+)(?:#[^)]*)?\)/g).filter((link) => !/^https?:/.test(link));
    expect(links.length).toBeGreaterThan(1);
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
  });

  it("names scripts and test files that exist", () => {
    const commands = [...code, ...blocksOf(text, "sh")].join("\n");
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const run = matches(commands, /npm run ([\w:-]+)/g);
    expect(run.length).toBeGreaterThan(0);
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
    const named = matches(commands, /vitest run ([^\n#]+)/g).flatMap((rest) =>
      rest.split(/\s+/).filter((word) => word.startsWith("test/")),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

it("CONTRIBUTING.md quotes code as it is, but for the indentation", () => {
  const flat = (code: string): string => code.replace(/\s+/g, " ").trim();
  const kinds = FILES.filter((path) => /^provider\/vendors\/.*\.ts$/.test(path));
  const sources = [...kinds, "test/conformance/cases.ts"].map((path) => flat(read(path)));
  const quotes = blocksOf(read("CONTRIBUTING.md"), "ts").map(flat);
  expect(quotes.length).toBeGreaterThan(2);
  expect(quotes.filter((quote) => !sources.some((source) => source.includes(quote)))).toEqual([]);
});

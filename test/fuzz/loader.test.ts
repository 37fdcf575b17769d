/** The loader on texts that nobody meant to write: made up, and made from good catalogues by small damage. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { asGithub, asJson } from "../../provider/catalogue/formats.js";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import type { CatalogueModel, Entry } from "../../provider/catalogue/model.js";
import { isProblem, renderProblems } from "../../provider/catalogue/render.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { Kind } from "../../provider/kinds/kind.js";
import { childrenOf } from "../../provider/kinds/registry.js";
import type { Vendor } from "../../provider/kinds/vendor.js";
import { CODES } from "../../provider/validation/codes.js";
import { registry } from "../../provider/vendors/registry.js";
import { libraryWords } from "../support/library-words.js";
import { runs } from "../support/runs.js";

const FILE = "catalogue.yaml";
const CODES_KNOWN = new Set([
  ...Object.keys(CODES),
  ...registry.vendors.flatMap(({ kinds }) => kinds.flatMap(({ rules = [] }) => rules.map(({ code }) => code))),
]);
const RAW = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const tried = { texts: 0, accepted: 0, again: 0 };

/** What holds for every text whatsoever. */
function holds(text: string): void {
  tried.texts += 1;
  const files = [{ name: FILE, text }];
  const model = checkCatalogue(files, { registry, values: VALUES });
  const lines = text.split("\n");
  for (const { code, place, message, remedy } of model.problems) {
    const line = lines[place.line - 1];
    const inside = place.file === FILE && line !== undefined && place.column >= 1 && place.column <= line.length + 1;
    if (
      !inside ||
      !CODES_KNOWN.has(code) ||
      message === "" ||
      remedy === "" ||
      libraryWords.test(`${message}\n${remedy}`)
    )
      expect({ code, place, message, remedy }).toBe("a problem with a place in the file, in words of ours");
  }
  const shown = [
    renderProblems(model.problems, { registry, files }),
    asJson(model.problems),
    asGithub(model.problems, "catalogue", registry),
  ];
  for (const one of shown) if (RAW.test(one.replaceAll(/[\n\t]/g, ""))) expect(one).not.toMatch(RAW);
  expect(plain(checkCatalogue(files, { registry, values: VALUES }))).toBe(plain(model));
  if (model.problems.some(isProblem)) return;
  tried.accepted += 1;
  writtenAgain(model);
}

/** Entries as data, without what only points back to the text. */
const plain = ({ entries, problems }: CatalogueModel): string => JSON.stringify([entries.map(bare), problems]);
const bare = ({ address, kind, fields, archived, lifecycle }: Entry): unknown => [
  address,
  kind.type,
  fields,
  archived,
  lifecycle,
];

/** Entries that were taken, written out as another text, are the same entries. */
function writtenAgain({ entries }: CatalogueModel): void {
  const groups = Map.groupBy(entries, ({ vendor, account }) => `${vendor.name} ${account}`);
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const document = {
      vendor: first.vendor.name,
      account: first.account,
      ...collections(first.vendor, group, undefined),
    };
    for (const text of [JSON.stringify(document), stringify(document)]) {
      tried.again += 1;
      const again = checkCatalogue([{ name: FILE, text }], { registry, values: {} });
      expect(again.problems.filter(isProblem)).toEqual([]);
      expect(again.entries.map(bare)).toEqual(group.map(bare));
    }
  }
}

function collections(vendor: Vendor, group: readonly Entry[], parent: Entry | undefined): Record<string, unknown> {
  const kinds = parent ? childrenOf(vendor, parent.kind) : vendor.kinds.filter((kind) => kind.parent === undefined);
  return Object.fromEntries(
    kinds
      .map((kind) => [kind, inside(vendor, group, parent, kind)] as const)
      .flatMap(([{ collection }, all]) => (all ? [[collection, all]] : [])),
  );
}

function inside(
  vendor: Vendor,
  group: readonly Entry[],
  parent: Entry | undefined,
  kind: Kind,
): Record<string, unknown> | undefined {
  const own = group.filter((entry) => entry.kind === kind && entry.parent === parent);
  if (own.length === 0) return undefined;
  return Object.fromEntries(
    own.map((entry) => [
      entry.key,
      {
        ...(literal(entry.fields) as JsonObject),
        archived: entry.archived,
        lifecycle: lifecycleOf(entry),
        ...collections(vendor, group, entry),
      },
    ]),
  );
}

function lifecycleOf({ lifecycle: { onRemove, adopt, accept, ignoreChanges, formerAddresses } }: Entry): JsonObject {
  return {
    ignoreChanges: [...ignoreChanges],
    ...(onRemove === undefined ? {} : { onRemove }),
    ...(adopt === undefined ? {} : { adopt }),
    ...(accept === undefined ? {} : { accept: { ...accept } as JsonObject }),
    ...(formerAddresses[0] === undefined ? {} : { renamedFrom: formerAddresses[0] }),
  };
}

/** Texts so written that no placeholder is seen in them. */
function literal(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("${", () => "$${");
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]));
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const EXAMPLES = `${ROOT}/test/catalogue/problems`;
const GOOD = ["sequence", "fynn", "polar"].map((name) => readFileSync(`${ROOT}/catalogue/${name}.yaml`, "utf8"));
/** What the good ones ask of the stack, and more. */
const VALUES: JsonObject = {
  ...Object.fromEntries([...GOOD.join("").matchAll(/\$\{([A-Za-z]+)\}/g)].map(([, name = ""]) => [name, "99.00"])),
  map: { a: 1 },
  empty: null,
};
const BAD = readdirSync(EXAMPLES).flatMap((code) =>
  readdirSync(`${EXAMPLES}/${code}`)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => readFileSync(`${EXAMPLES}/${code}/${name}`, "utf8")),
);

const TOKENS = [
  ...(
    "vendor: |products: |sequence|fynn|polar|name: |listPrices: |pricePlans: |prices: |meters: |metadata: " +
    "|lifecycle: |archived: |true|structure: "
  ).split("|"),
  ...(
    "pricingType: |FIXED|price: |account: |x-a: |&a |*a|<<: *a|<<: |- |? |: |, |{|}|[|]|!!str |!foo |# c|---\n" +
    "|...\n|%YAML 1.1\n|${|}|$${|${none}|${map}"
  ).split("|"),
  ...[
    "|\n",
    ">-\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n      ",
    "\t",
    "\r",
    "\r\n",
    '"',
    "'",
    "\\",
    "\\u0000",
    "\u0000",
    "\u001b[2J",
    "\u202e",
    "\ufeff",
    "\ud800",
    "é",
    "e\u0301",
    "👩‍💻",
  ],
  ...[
    "0",
    "-0",
    "1e3",
    "0x1f",
    "9007199254740993",
    ".nan",
    "null",
    "~",
    '"99.00"',
    "__proto__",
    "constructor",
    "toString: ",
    "yes",
  ],
];

const samples = fc.oneof(fc.constantFrom(...GOOD), fc.constantFrom(...BAD));
const anywhere = fc.nat({ max: 1_000_000 });
const damage = fc.oneof(
  fc.record({ kind: fc.constant("flip"), at: anywhere, by: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant("cut"), at: anywhere, by: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ kind: fc.constant("again"), at: anywhere, by: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constant("token"), at: anywhere, by: fc.nat({ max: TOKENS.length - 1 }) }),
  fc.record({ kind: fc.constant("swap"), at: anywhere, by: fc.nat({ max: TOKENS.length - 1 }) }),
);

function damaged(text: string, { kind, at, by }: { kind: string; at: number; by: number }): string {
  const start = text.length === 0 ? 0 : at % text.length;
  const [before, after] = [text.slice(0, start), text.slice(start)];
  switch (kind) {
    case "flip":
      return `${before}${String.fromCharCode((after.charCodeAt(0) || 0) ^ by)}${after.slice(1)}`;
    case "cut":
      return before + after.slice(by);
    case "again":
      return before + after.slice(0, by) + after;
    case "token":
      return before + TOKENS[by] + after;
    default:
      return before + after.replace(/[A-Za-z0-9_."-]+/, () => TOKENS[by] ?? "");
  }
}

const run = (text: fc.Arbitrary<string>, all: number): void =>
  fc.assert(fc.property(text, holds), { numRuns: runs(all) });

describe("the loader holds what it promises on", () => {
  it("any characters", () => run(fc.string({ unit: "binary", maxLength: 200 }), 7_000));

  it("any bytes that are read as UTF-8", () =>
    run(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder().decode(bytes)),
      3_000,
    ));

  it("any order of what YAML and catalogues are made of", () =>
    run(
      fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }).map((tokens) => tokens.join("")),
      10_000,
    ));

  it("any map under a vendor's name", () =>
    run(
      fc
        .record({
          vendor: fc.constantFrom("sequence", "fynn", "polar"),
          products: fc.dictionary(fc.string(), fc.jsonValue()),
        })
        .map((value) => JSON.stringify(value)),
      500,
    ));

  it("good catalogues as they are", () => {
    for (const text of GOOD) holds(text);
    expect(tried.accepted).toBeGreaterThanOrEqual(GOOD.length);
  });

  it("catalogues with one small damage", () =>
    run(
      fc.tuple(samples, damage).map(([text, one]) => damaged(text, one)),
      6_000,
    ));

  it("catalogues with several", () =>
    run(
      fc
        .tuple(samples, fc.array(damage, { minLength: 2, maxLength: 8 }))
        .map(([text, all]) => all.reduce(damaged, text)),
      1_000,
    ));

  it("two catalogues, cut and put together", () =>
    run(
      fc
        .tuple(samples, samples, anywhere, anywhere)
        .map(([a, b, i, j]) => a.slice(0, i % (a.length + 1)) + b.slice(j % (b.length + 1))),
      700,
    ));
});

afterAll(() => {
  console.info(`${tried.texts} texts tried, ${tried.accepted} of them accepted and written out ${tried.again} times`);
  expect(tried.texts).toBeGreaterThanOrEqual(runs(24_000));
  expect(tried.accepted).toBeGreaterThanOrEqual(runs(300));
  expect(Object.keys(Object.prototype)).toEqual([]);
});

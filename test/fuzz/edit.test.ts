/** Random edits of random files: what is not edited stays as it is, and what is edited means what the edit says. */
import { describe, expect, it } from "vitest";
import {
  isCollection as isCollectionNode,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  parse,
  parseDocument,
} from "yaml";
import { type Edit, type EditPath, editText } from "../../provider/catalogue/edit.js";
import { parseFile } from "../../provider/catalogue/parse.js";
import { resolveValues } from "../../provider/catalogue/values.js";
import type { Json } from "../../provider/fields/shape.js";
import { secretsOf } from "../../provider/validation/secrets.js";
import { registry } from "../../provider/vendors/registry.js";
import { Random } from "../support/random.js";
import { runs } from "../support/runs.js";
import { randomText, randomYaml } from "../support/yaml-text.js";

const SECRETS = secretsOf(registry);
const SEED = Number(process.env["CATALOGUE_SEED"] ?? 20_261_122);

/** The value of a text by the library alone: nothing in it is shared. */
const plain = (text: string): Json => JSON.parse(JSON.stringify(parse(text, { merge: true }))) as Json;

/** The value as the catalogue is loaded, with the values of a stack. */
function loaded(text: string): Json | undefined {
  return resolveValues(parseFile({ name: "a.yaml", text }, SECRETS), { price: "9.99" }, SECRETS).value;
}

type Loose = { [key: string]: Loose } & Loose[];

/** An edit of a plain value, written without the editor's code. */
function edited(value: Json, edit: Edit): Json {
  const copy = JSON.parse(JSON.stringify(value)) as Loose;
  let inner = copy;
  for (const [index, part] of edit.path.slice(0, -1).entries()) {
    const isList = edit.do === "insert" && index === edit.path.length - 2;
    if (inner[part as number] === undefined || inner[part as number] === null)
      inner[part as number] = (isList ? [] : {}) as unknown as Loose;
    inner = inner[part as number] as Loose;
  }
  const last = edit.path.at(-1) as number;
  if (edit.do === "insert") inner.splice(last, 0, edit.value as unknown as Loose);
  else if (edit.do !== "remove") inner[last] = edit.value as unknown as Loose;
  else if (Array.isArray(inner)) inner.splice(last, 1);
  else delete inner[last];
  return copy as unknown as Json;
}

const at = (value: Json | undefined, path: EditPath): Json | undefined =>
  path.reduce<Json | undefined>((found, part) => (found as Record<string, Json> | undefined)?.[part], value);

const isCollection = (value: Json | undefined): value is Record<string, Json> =>
  typeof value === "object" && value !== null;

/** The paths of all values below one, in the order of the text. */
const pathsIn = (value: Json | undefined, path: EditPath): EditPath[] =>
  isCollection(value)
    ? Object.entries(value).flatMap(([part, item]) => {
        const inner = [...path, Array.isArray(value) ? Number(part) : part];
        return [inner, ...pathsIn(item, inner)];
      })
    : [];

function randomValue(random: Random, depth = 1): Json {
  const kind = random.below(depth > 0 ? 8 : 5);
  if (kind < 3) return randomText(random);
  if (kind === 3) return random.pick([0, 7, 4900, -1, 0.25, true, false, null]);
  if (kind === 4) return "12.50";
  if (kind < 7)
    return Object.fromEntries(
      ["a", "b b", "c"].slice(0, random.below(4)).map((key) => [key, randomValue(random, depth - 1)]),
    );
  return Array.from({ length: random.below(4) }, () => randomValue(random, depth - 1));
}

function randomEdit(random: Random, value: Json): Edit | undefined {
  const paths = pathsIn(at(value, ["products"]), ["products"]);
  const path = random.pick(paths);
  const found = at(value, path);
  switch (random.below(6)) {
    case 0:
      return { do: "remove", path };
    case 1:
      return Array.isArray(found)
        ? { do: "insert", path: [...path, random.below(found.length + 1)], value: randomValue(random) }
        : undefined;
    case 2:
      return isCollection(found) && !Array.isArray(found)
        ? { do: "set", path: [...path, `new-${random.below(1_000)}`], value: randomValue(random) }
        : undefined;
    case 3: {
      const entry = { name: randomText(random), structure: { price: "1.00", tiers: [{ upTo: 1, price: "2" }] } };
      const key = `added-${random.below(1_000)}`;
      const product = random.pick(Object.keys(at(value, ["products"]) as object));
      const below = at(value, ["products", product, "listPrices"]);
      const isFree = isCollection(at(value, ["products", product])) && (below === undefined || isCollection(below));
      return random.chance(0.5) || !isFree
        ? { do: "add", path: ["products", key], value: entry }
        : { do: "add", path: ["products", product, "listPrices", key], value: entry };
    }
    case 4:
      // A part of a value changes, as after a change of a price.
      return isCollection(found) ? { do: "set", path, value: changedWithin(random, found) } : undefined;
    default:
      return { do: "set", path, value: randomValue(random) };
  }
}

function changedWithin(random: Random, value: Json): Json {
  const [inner] = [random.pick(pathsIn(value, []).concat([[]]))];
  return inner.length === 0
    ? randomValue(random)
    : edited(value, { do: "set", path: inner, value: randomValue(random, 0) });
}

/** The edit that takes an edit back. */
function inverse(before: Json, edit: Edit): Edit {
  const { path } = edit;
  if (edit.do === "insert") return { do: "remove", path };
  const missing = path.findIndex((_part, index) => at(before, path.slice(0, index + 1)) === undefined);
  if (missing >= 0) return { do: "remove", path: path.slice(0, missing + 1) };
  const value = at(before, path) as Json;
  const isItem = edit.do === "remove" && typeof path.at(-1) === "number";
  return isItem ? { do: "insert", path, value } : { do: "set", path, value };
}

/** The lines of a text that an edit may touch: those of the value on its path, or of what is around it. */
function touchable(text: string, edit: Edit): readonly [number, number] {
  const { path } = edit;
  let node: Node | null = parseDocument(text).contents as Node | null;
  let range: readonly [number, number] = [0, text.length];
  for (const [index, part] of path.entries()) {
    const item: unknown = isSeq(node)
      ? node.items[Number(part)]
      : isMap(node)
        ? node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(part))
        : undefined;
    if (item === undefined) break;
    const inner = (isPair(item) ? (item.value ?? item.key) : item) as Node;
    const start = (isPair(item) ? (item.key as Node) : inner).range?.[0] ?? 0;
    // The library counts comments below a collection to it.
    const around = range;
    range = [start, inner.range?.[2] ?? range[1]];
    // A map or a list that loses its last member is written anew.
    if (edit.do === "remove" && index === path.length - 1 && isCollectionNode(node) && node.items.length === 1)
      range = around;
    node = inner;
  }
  const line = (offset: number): number => text.slice(0, offset).split("\n").length - 1;
  return [line(range[0]), line(Math.max(range[0], range[1] - 1))];
}

/** Whether all lines stand in the other text, in their order. */
function missingLine(lines: readonly string[], others: readonly string[]): string | undefined {
  let at = 0;
  for (const line of lines) {
    const found = others.indexOf(line, at);
    if (found < 0) return line;
    at = found + 1;
  }
  return undefined;
}

const linesOf = (text: string): string[] => text.split(/\r?\n/);
const counted = { edits: 0, refused: 0, refusedPlain: [] as string[] };

function holds(seed: number): void {
  const random = new Random(seed);
  const anchors = random.chance(0.5);
  const placeholders = random.chance(0.3);
  const text = randomYaml(random, { anchors, placeholders });
  const where = `seed ${seed}`;
  expect(editText(text, []), where).toEqual({ text, refused: [] });

  const before = plain(text);
  const edits: Edit[] = [];
  let planned = before;
  for (let index = random.below(6); index >= 0; index -= 1) {
    const edit = randomEdit(random, planned);
    if (!edit || Object.keys((edited(planned, edit) as { products: object }).products).length === 0) continue;
    edits.push(edit);
    planned = edited(planned, edit);
  }
  const result = editText(text, edits);
  counted.edits += edits.length;
  counted.refused += result.refused.length;
  if (!anchors && !placeholders && result.refused.length > 0)
    expect(
      result.refused.map(({ edit, message }) => [edit, message, text]),
      where,
    ).toEqual([]);
  const refused = new Set(result.refused.map(({ edit }) => edit));
  for (const { message, remedy } of result.refused) expect(message && remedy, where).toBeTruthy();

  // An edit of what a refused edit would have made has no meaning.
  if (refused.size > 0 && edits.length > 1) return;
  const made = edits.filter((edit) => !refused.has(edit));
  const meant = made.reduce(edited, before);
  const shown = `${where}\n${text}\n--- ${JSON.stringify(made)}\n${result.text}`;
  expect(plain(result.text), shown).toEqual(meant);
  const again = loaded(JSON.stringify(made.reduce(edited, asLoaded(text))));
  expect(loaded(result.text), where).toEqual(again);

  if (made.length === 1) {
    const [from, to] = touchable(text, made[0] as Edit);
    const untouched = linesOf(text).filter((line, index) => (index < from || index > to) && line.trim() !== "");
    expect(missingLine(untouched, linesOf(result.text)), shown).toBeUndefined();
    expect(/\r\n/.test(result.text), where).toBe(/\r\n/.test(text));
    expect(result.text.endsWith("\n"), shown).toBe(text.endsWith("\n"));
  }
  const back: Edit[] = [];
  made.reduce((value, edit) => {
    back.unshift(inverse(value, edit));
    return edited(value, edit);
  }, before);
  const taken = editText(result.text, back);
  if (!anchors && !placeholders) expect(taken.refused, shown).toEqual([]);
  if (taken.refused.length === 0) expect(plain(taken.text), where).toEqual(before);
}

/** As the loader reads it, before the values of the stack are filled in. */
const asLoaded = (text: string): Json => parseFile({ name: "a.yaml", text }, SECRETS).value as Json;

describe("edits of random files", () => {
  it("keep what they do not touch, and mean what they say", () => {
    for (let run = 0; run < runs(600); run += 1) {
      try {
        holds(SEED + run);
      } catch (error) {
        throw new Error(`seed ${SEED + run}: ${String(error)}`, { cause: error });
      }
    }
    console.info(`${counted.edits} edits, ${counted.refused} refused`);
    expect(counted.edits).toBeGreaterThan(runs(600));
    expect(counted.refused / counted.edits).toBeLessThan(0.1);
  });
});

/** One small edit as splices of the text, or why it cannot be made in the text. */
import { type Alias, isAlias, isScalar, type Node } from "yaml";
import type { Json } from "../../fields/shape.js";
import { holdsEngineWord } from "../../validation/engine-words.js";
import type { Edit, EditPath } from "../edit.js";
import { addedItem, removedItem } from "./items.js";
import { blockText, type Form, isCollectionValue } from "./print.js";
import { replaced } from "./replace.js";
import { lineEndAt, type Splice } from "./splice.js";
import type { Collection } from "./tokens.js";
import { type Located, locate, type Step, type Tree } from "./tree.js";
import { applied, placeholderName, placeholdersIn, valueAt } from "./values.js";

export interface Plan {
  readonly splices: readonly Splice[];
  /** What no other edit may touch before the text is read again; undefined: nothing changes. */
  readonly claim?: Claim;
  /** The value that the text gets anew: `path` of the edit, or a part of it. */
  readonly path: EditPath;
}

export interface Claim {
  readonly start: number;
  readonly end: number;
  /** The collection to whose end something is added: several items can be. */
  readonly addsTo?: Collection;
}

export interface Refusal {
  readonly message: string;
  readonly remedy: string;
}

/** "products.platform.structure.price" */
export const pathWords = (path: EditPath): string => (path.length === 0 ? "the file" : path.join("."));

export function planOf(tree: Tree, edit: Edit): Plan | Refusal {
  const found = locate(tree, edit.path);
  switch (found.is) {
    case "there":
      return planThere(tree, edit, found.steps);
    case "alias":
      return writtenOut(tree, edit, found.steps, found.depth);
    case "merged":
      return edit.do === "remove" && found.depth === edit.path.length - 1
        ? fromTemplate(edit.path)
        : added(tree, edit, found, found.depth);
    case "missing":
      return edit.do === "remove" ? nothing(edit) : added(tree, edit, found, found.depth);
    case "scalar":
      return belowScalar(tree, edit, found.steps, found.depth);
    case "unusual":
      return UNUSUAL;
  }
}

const UNUSUAL: Refusal = {
  message: "the place is written in a form of YAML that is not edited, or a value in it cannot be read",
  remedy: "make the change by hand; `catalogue validate` checks the result",
};

const nothing = ({ path }: Edit): Plan => ({ splices: [], path });

const fromTemplate = (path: EditPath): Refusal => ({
  message: `${pathWords(path)} comes from a template (\`<<\`), so it cannot be taken out of this entry alone`,
  remedy: "write the template's values into the entry instead of `<<`, without this one",
});

/** Why an edit must not be made: it would replace a value of the stack by a fixed one. */
export function overwritten(tree: Tree, edit: Edit): Refusal | undefined {
  if (edit.do !== "set") return undefined;
  const kept = placeholdersIn(edit.value).map(({ text }) => text);
  const lost = placeholdersIn(valueAt(tree.value, edit.path)).find(({ text }) => !kept.includes(text));
  if (lost === undefined) return undefined;
  const name = placeholderName(lost.text);
  const value = valueAt(edit.value, lost.path);
  const isWhole = lost.text === `\${${name}}` && value !== undefined && !isCollectionValue(value);
  const argument = isWhole ? `'${String(value).replaceAll("'", "'\\''")}'` : "…";
  return {
    message:
      `${pathWords([...edit.path, ...lost.path])} is written as \`${lost.text}\`: ` +
      `its value is \`${name}\` in the stack's configuration`,
    remedy: `pulumi config set --path 'catalogue:values.${name}' ${argument}; or write the value into the file by hand`,
  };
}

function planThere(tree: Tree, edit: Edit, steps: readonly Step[]): Plan | Refusal {
  const step = steps.at(-1);
  if (!step) return UNUSUAL;
  const { collection, item } = step;
  switch (edit.do) {
    case "add":
      return { message: `${pathWords(edit.path)} exists already`, remedy: "use another key" };
    case "insert":
      return collection.kind === "list"
        ? insertedItem(tree, edit, collection, edit.value, collection.items.indexOf(item))
        : UNUSUAL;
    case "set":
      return planned(replaced(tree, step, edit.value), edit.path);
    case "remove":
      return withoutItem(tree, edit, steps);
  }
}

/** The range of all splices. */
function planned(splices: readonly Splice[], path: EditPath, around?: Collection): Plan {
  const [starts, ends] = [splices.map(({ start }) => start), splices.map(({ end }) => end)];
  const claim = {
    start: Math.min(...starts, around?.begin ?? Number.POSITIVE_INFINITY),
    end: Math.max(...ends, around?.end ?? 0),
  };
  return { splices, claim, path };
}

function withoutItem(tree: Tree, edit: Edit, steps: readonly Step[]): Plan | Refusal {
  const { collection, item } = steps.at(-1) as Step;
  if (collection.items.length > 1)
    return planned(
      [...removedItem(tree.text, collection, item), ...anchorsWithoutUse(tree, item.begin, item.end)],
      edit.path,
      collection,
    );
  const outer = steps.at(-2);
  if (!outer) return { message: "the file would be empty", remedy: "delete the file" };
  const splices = replaced(tree, outer, collection.kind === "map" ? {} : []);
  // Its comment goes with it.
  const lineEnd = collection.flow || tree.text[item.end - 1] === "\n" ? item.end : lineEndAt(tree.text, item.end);
  const comment = lineEnd > item.end ? [{ start: item.end, end: lineEnd, text: "" }] : [];
  return planned([...splices, ...comment, ...anchorsWithoutUse(tree, item.begin, item.end)], edit.path.slice(0, -1));
}

/** The loader takes an anchor of a text that no alias uses for a part of the text, so it goes with its last alias. */
function anchorsWithoutUse({ text, uses }: Tree, from: number, to: number): Splice[] {
  const isInside = (node: Node | Alias): boolean => (node.range?.[0] ?? -1) >= from && (node.range?.[0] ?? -1) < to;
  return [...uses].flatMap(([target, aliases]) => {
    if (isInside(target) || !isScalar(target) || !aliases.every(isInside)) return [];
    const start = target.range?.[0] ?? 0;
    const anchor = /&\S+[ \t]+$/.exec(text.slice(0, start))?.[0];
    return anchor === undefined ? [] : [{ start: start - anchor.length, end: start, text: "" }];
  });
}

/** An alias on the way to a value: its whole value is written out, with the change. */
function writtenOut(tree: Tree, edit: Edit, steps: readonly Step[], depth: number): Plan | Refusal {
  if (edit.do === "remove" && depth === edit.path.length) return withoutItem(tree, edit, steps);
  if (edit.do === "insert" && depth === edit.path.length) {
    const { collection, item } = steps.at(-1) as Step;
    return insertedItem(tree, edit, collection, edit.value, collection.items.indexOf(item));
  }
  if (edit.do === "add" && depth === edit.path.length)
    return { message: `${pathWords(edit.path)} exists already`, remedy: "use another key" };
  const path = edit.path.slice(0, depth);
  const [step, value] = [steps.at(-1), changedAt(tree, edit, path)];
  if (!step || value === undefined) return UNUSUAL;
  const { start, end } = step.item;
  const loose = start === undefined ? [] : anchorsWithoutUse(tree, start, end);
  return planned([...replaced(tree, step, value), ...loose], path);
}

/** The value at a path after an edit below it; undefined where it cannot be written out. */
function changedAt(tree: Tree, edit: Edit, path: EditPath): Json | undefined {
  const value = valueAt(applied(tree.value, edit), path);
  // What could not be read has no value to write.
  return value === undefined || holdsEngineWord(value) ? undefined : value;
}

/** Adds the next part of the path to the collection that does not have it, with all that is below. */
function added(
  tree: Tree,
  edit: Edit,
  { in: collection, steps }: Extract<Located, { readonly in: Collection }>,
  depth: number,
): Plan | Refusal {
  const path = edit.path.slice(0, depth + 1);
  if (collection.kind === "list") {
    if (edit.do === "remove") return nothing(edit);
    const isNext = edit.do === "insert" || Number(path.at(-1)) === collection.items.length;
    if (depth !== edit.path.length - 1 || !isNext) return noSuchItem(path);
    return insertedItem(tree, edit, collection, edit.value, collection.items.length);
  }
  const value = changedAt(tree, edit, path);
  if (value === undefined) return UNUSUAL;
  const name = String(path.at(-1));
  const form: Form = edit.do !== "add" ? "auto" : path.length < edit.path.length ? "entries" : "block";
  if (collection.items.length === 0) return intoEmpty(tree, steps, { [name]: value }, path, edit.do === "add");
  const splices = addedItem(tree, collection, { name, value, form }, collection.items.length);
  const plan = planned(splices, path);
  return splices.length > 1 ? plan : { ...plan, claim: { ...(plan.claim as Claim), addsTo: collection } };
}

const noSuchItem = (path: EditPath): Refusal => ({
  message: `there is no item ${pathWords(path)}`,
  remedy: "add the items of a list one after the other",
});

function insertedItem(tree: Tree, edit: Edit, collection: Collection, value: Json, index: number): Plan | Refusal {
  const outer = edit.path.slice(0, -1);
  if (collection.items.length > 0)
    return planned(addedItem(tree, collection, { value, form: "auto" }, index), outer, collection);
  const steps = locate(tree, outer).steps;
  return intoEmpty(tree, steps, [value], outer, false);
}

/** `{}` or `[]` gets its first item. An entry in its own lines makes the brackets go. */
function intoEmpty(tree: Tree, steps: readonly Step[], value: Json, path: EditPath, inLines: boolean): Plan | Refusal {
  const step = steps.at(-1);
  if (!step || !isCollectionValue(value)) return UNUSUAL;
  const { item, inFlow, collection } = step;
  if (!inLines || inFlow || item.indicator === undefined || item.start === undefined || item.ownLine)
    return planned(replaced(tree, step, value), path.slice(0, -1));
  const end = lineEndAt(tree.text, item.end);
  const lines = tree.style.eol + blockText(value, collection.indent + tree.style.step, tree.style, "block");
  return planned(
    [
      { start: item.indicator, end: item.end, text: "" },
      { start: end, end, text: lines },
    ],
    path.slice(0, -1),
  );
}

/** A key without a value can get members; a text cannot. */
function belowScalar(tree: Tree, edit: Edit, steps: readonly Step[], depth: number): Plan | Refusal {
  if (edit.do === "remove") return nothing(edit);
  const path = edit.path.slice(0, depth);
  const [step, value] = [steps.at(-1), changedAt(tree, edit, path)];
  if (!step || value === undefined || isAlias(step.item.value))
    return {
      message: `${pathWords(path)} is not a map or a list`,
      remedy: "correct it by hand",
    };
  if (step.item.start === undefined && edit.do === "add" && isCollectionValue(value))
    return planned(
      [
        {
          start: lineEndAt(tree.text, step.item.end),
          end: lineEndAt(tree.text, step.item.end),
          text: tree.style.eol + blockText(value, step.collection.indent + tree.style.step, tree.style, "block"),
        },
      ],
      path,
    );
  return planned(replaced(tree, step, value), path);
}

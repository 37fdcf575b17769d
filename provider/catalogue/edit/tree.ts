/** A file as nodes with their places, and what is found on a path. */
import { type Alias, type Document, isAlias, isCollection, isMap, isScalar, isSeq, type Node, Parser } from "yaml";
import type { Json } from "../../fields/shape.js";
import type { Secrets } from "../../validation/secrets.js";
import { type Aliases, aliasTargets, compose } from "../compose.js";
import type { EditPath } from "../edit.js";
import { parseFile } from "../parse.js";
import type { Style } from "./print.js";
import { styleOf } from "./style.js";
import { type Collection, collectionOf, everyNode, type Item } from "./tokens.js";

export interface Tree {
  readonly text: string;
  /** As the loader reads it, with its placeholders. */
  readonly value: Json;
  readonly contents: Node;
  readonly aliases: Aliases;
  /** The aliases of each node with an anchor. */
  readonly uses: ReadonlyMap<Node, readonly Alias[]>;
  readonly style: Style;
  readonly collection: (node: Node) => Collection | undefined;
}

/** Credentials are for the loader to find, not for the editor. */
export const NO_SECRETS: Secrets = { areIn: () => false, takenOutOf: (text) => text };

/** The value of a text, as the loader reads it; undefined when the text is not YAML. */
export const readValue = (text: string): Json | undefined => parseFile({ name: "", text }, NO_SECRETS).value;

/** undefined when the text is not YAML, or holds nothing. */
export function readTree(text: string): Tree | undefined {
  const value = readValue(text);
  if (value === undefined) return undefined;
  const document: Document.Parsed = compose([...new Parser().parse(text)], text.length, true).document;
  if (document.errors.length > 0 || document.contents === null) return undefined;
  const contents = document.contents as Node;
  const aliases = aliasTargets(document, text);
  const known = new Map<Node, Collection | undefined>();
  const collection = (node: Node): Collection | undefined => {
    if (!known.has(node)) known.set(node, collectionOf(node));
    return known.get(node);
  };
  const uses = new Map<Node, Alias[]>();
  for (const [alias, target] of aliases.targets) uses.set(target, [...(uses.get(target) ?? []), alias]);
  return { text, value, contents, aliases, uses, style: styleOf(text, nestedIn(contents, collection)), collection };
}

function nestedIn(
  contents: Node,
  collection: Tree["collection"],
): { readonly inner: Collection; readonly outer: Collection }[] {
  return [...everyNode(contents)].flatMap((node) => {
    const outer = isCollection(node) ? collection(node) : undefined;
    if (!outer || outer.flow) return [];
    return outer.items.flatMap(({ value }) => {
      const inner = value && collection(value);
      return inner && !inner.flow ? [{ inner, outer }] : [];
    });
  });
}

/** A collection on the way to a value, with the item in it. */
export interface Step {
  readonly collection: Collection;
  readonly item: Item;
  /** Whether it is between brackets, itself or one around it. */
  readonly inFlow: boolean;
}

export type Located =
  /** The value is written there. */
  | { readonly is: "there"; readonly steps: readonly Step[] }
  /** `depth` parts of the path lead to a value that is an alias; the path ends in it, or goes on. */
  | { readonly is: "alias"; readonly steps: readonly Step[]; readonly depth: number }
  /** The map at `depth` has the next part from a template that `<<` merges. */
  | {
      readonly is: "merged";
      readonly steps: readonly Step[];
      readonly depth: number;
      readonly in: Collection;
      readonly inFlow: boolean;
    }
  /** The collection at `depth` does not have the next part. */
  | {
      readonly is: "missing";
      readonly steps: readonly Step[];
      readonly depth: number;
      readonly in: Collection;
      readonly inFlow: boolean;
    }
  /** At `depth` there is no collection: nothing is written there, or a scalar. */
  | { readonly is: "scalar"; readonly steps: readonly Step[]; readonly depth: number }
  /** It is written in a way that is not edited. */
  | { readonly is: "unusual"; readonly steps: readonly Step[]; readonly depth: number };

export function locate(tree: Tree, path: EditPath): Located {
  const steps: Step[] = [];
  let node: Node | undefined = tree.contents;
  let inFlow = false;
  for (let depth = 0; depth < path.length; depth += 1) {
    if (isAlias(node)) return { is: "alias", steps, depth };
    if (!isMap(node) && !isSeq(node)) return { is: "scalar", steps, depth };
    const collection = tree.collection(node);
    if (!collection) return { is: "unusual", steps, depth };
    inFlow ||= collection.flow;
    const part = path[depth];
    const item: Item | undefined =
      collection.kind === "list"
        ? collection.items[Number(part)]
        : collection.items.find(({ name, merge }) => !merge && name === String(part));
    if (!item) {
      const merged = collection.kind === "map" && mergedHas(tree, collection, String(part), new Set());
      return { is: merged ? "merged" : "missing", steps, depth, in: collection, inFlow };
    }
    steps.push({ collection, item, inFlow });
    node = item.value;
  }
  if (isAlias(node)) return { is: "alias", steps, depth: path.length };
  return { is: "there", steps };
}

/** Whether one of the maps that `<<` merges has the key. */
function mergedHas(tree: Tree, { items }: Collection, name: string, seen: Set<Node>): boolean {
  const resolve = (node: Node | undefined): Node | undefined => (isAlias(node) ? tree.aliases.targets.get(node) : node);
  return items
    .filter(({ merge }) => merge)
    .flatMap(({ value }) => {
      const target = resolve(value);
      return isSeq(target) ? (target.items as Node[]).map(resolve) : [target];
    })
    .some((target) => {
      if (!isMap(target) || seen.has(target)) return false;
      seen.add(target);
      const collection = tree.collection(target);
      if (!collection) return false;
      return (
        collection.items.some((item) => !item.merge && item.name === name) || mergedHas(tree, collection, name, seen)
      );
    });
}

/** The name of an anchor on the way that other places use too. */
export function sharedOn(tree: Tree, steps: readonly Step[]): string | undefined {
  const nodes = [tree.contents, ...steps.map(({ item }) => item.value)];
  const shared = nodes.findLast((node) => node !== undefined && tree.uses.has(node));
  return shared && (isScalar(shared) || isCollection(shared)) ? shared.anchor : undefined;
}

/** Where the items of a collection stand in the text: offsets from the tokens of the YAML library. */
import { type Alias, type CST, isCollection, isMap, isPair, isScalar, type Node, type Pair, type YAMLMap } from "yaml";
import { isMergeKey } from "../compose.js";

/** A pair of a map, or an item of a list. */
export interface Item {
  /** The name of its key; undefined for items of lists, and for keys that are not scalars. */
  readonly name: string | undefined;
  /** `<<` */
  readonly merge: boolean;
  /** undefined where nothing is written. */
  readonly value: Node | undefined;
  /** The offset of its key with what is before it (`?`, an anchor), or of its dash. */
  readonly begin: number;
  /** After its last character that is not a comment. For a block text: after its last line. */
  readonly end: number;
  /** After its colon or dash; undefined for a key in braces without a colon. */
  readonly indicator: number | undefined;
  /** Of the value with its anchor and tag; undefined where nothing is written. */
  readonly start: number | undefined;
  /** Whether a line ends between the colon or the dash and the value. */
  readonly ownLine: boolean;
}

export interface Collection {
  readonly node: YAMLMap | (Node & { readonly items: readonly unknown[] });
  readonly kind: "map" | "list";
  readonly flow: boolean;
  /** Spaces before each item, in block style. */
  readonly indent: number;
  readonly items: readonly Item[];
  /** Of the first character of the collection, and after its last one. */
  readonly begin: number;
  readonly end: number;
}

type Token = CST.Token;
type Sourced = CST.SourceToken;

/** undefined for a collection that is written in a way that is not edited. */
export function collectionOf(node: Node): Collection | undefined {
  if (!isCollection(node)) return undefined;
  const token = node.srcToken as Token | undefined;
  if (token?.type !== "block-map" && token?.type !== "block-seq" && token?.type !== "flow-collection") return undefined;
  const flow = token.type === "flow-collection";
  const written = (token.items as CST.CollectionItem[]).filter((item) => isWritten(item, token.type));
  if (written.length !== node.items.length) return undefined;
  const kind = isMap(node) ? "map" : "list";
  if (kind === "list" && written.some(({ key, sep }) => key || sep)) return undefined;
  const items = written.map((item, index) => itemOf(item, node.items[index], kind, flow));
  return {
    node: node as Collection["node"],
    kind,
    flow,
    indent: flow ? 0 : token.indent,
    items,
    begin: token.offset,
    end: endOf(token),
  };
}

/** Comments at the end of a collection, and a comma after its last item, have an item of their own. */
function isWritten({ start, key, sep, value }: CST.CollectionItem, type: Token["type"]): boolean {
  if (key || sep || value) return true;
  return start.some(({ type: of }) => of === "explicit-key-ind" || (type === "block-seq" && of === "seq-item-ind"));
}

function itemOf(item: CST.CollectionItem, of: unknown, kind: "map" | "list", flow: boolean): Item {
  const { start, key, sep, value } = item;
  const pair = isPair(of) ? (of as Pair) : undefined;
  const node = (pair ? pair.value : of) as Node | null | undefined;
  const before = kind === "map" ? (sep ?? []) : start;
  const sign = before.find(({ type }) => type === "map-value-ind" || type === "seq-item-ind");
  const after = sign ? before.slice(before.indexOf(sign) + 1) : kind === "map" ? [] : before;
  const props = after.find(isProperty);
  const first = start.find((token) => isProperty(token) || OPENING.has(token.type));
  const from = props?.offset ?? value?.offset;
  return {
    name: pair ? keyName(pair.key as Node | null) : undefined,
    merge: pair !== undefined && isMergeKey(pair),
    value: value || props ? (node ?? undefined) : undefined,
    begin: first?.offset ?? key?.offset ?? sep?.[0]?.offset ?? value?.offset ?? 0,
    end: itemEnd(item),
    indicator: sign ? sign.offset + sign.source.length : flow && kind === "list" ? from : undefined,
    start: from,
    ownLine: value !== undefined && value !== null && after.some(({ type }) => type === "newline"),
  };
}

const OPENING: ReadonlySet<string> = new Set(["explicit-key-ind", "seq-item-ind"]);
const isProperty = ({ type }: Sourced): boolean => type === "anchor" || type === "tag";

/** As the reader names it. */
function keyName(key: Node | null): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}

function itemEnd({ start, key, sep, value }: CST.CollectionItem): number {
  if (value) return endOf(value);
  const last = [...start, ...(sep ?? [])].findLast(({ type }) => !BLANK.has(type));
  const ends = [key ? endOf(key) : 0, last ? last.offset + last.source.length : 0];
  return Math.max(...ends);
}

const BLANK: ReadonlySet<string> = new Set(["space", "newline", "comment", "comma"]);

/** After the last character of a value. Blank lines after a block text do not count, unless they belong to it. */
function endOf(token: Token): number {
  switch (token.type) {
    case "block-map":
    case "block-seq": {
      const last = (token.items as CST.CollectionItem[]).findLast((item) => isWritten(item, token.type));
      return last ? itemEnd(last) : token.offset;
    }
    case "flow-collection": {
      const close = token.end.find(({ type }) => type === "flow-map-end" || type === "flow-seq-end");
      return close ? close.offset + 1 : token.offset + 1;
    }
    case "block-scalar": {
      const props = token.props as Sourced[];
      const header = props.find(({ type }) => type === "block-scalar-header")?.source ?? "";
      const begin = token.offset + props.reduce((sum, { source }) => sum + source.length, 0);
      const kept = header.includes("+") ? token.source : token.source.replace(/(?:[ \t]*\r?\n)*[ \t]*$/, "");
      const line = /^[ \t]*\r?\n/.exec(token.source.slice(kept.length))?.[0].length ?? 0;
      return begin + kept.length + line;
    }
    default:
      return token.offset + ("source" in token ? token.source.length : 0);
  }
}

/** All nodes of a document, in the order of the text. */
export function* everyNode(root: unknown): Generator<Node | Alias> {
  if (isPair(root)) {
    yield* everyNode(root.key);
    yield* everyNode(root.value);
    return;
  }
  if (root === null || typeof root !== "object") return;
  yield root as Node;
  if (isCollection(root)) for (const item of root.items) yield* everyNode(item);
}

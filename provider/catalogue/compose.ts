/** What is used of the YAML library: tokens, documents and anchors. */
import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isCollection,
  isPair,
  isScalar,
  type Node,
  type Pair,
  Scalar,
} from "yaml";

export const MAX_DEPTH = 64;

/** `keepSourceTokens`: nodes know their tokens. */
export function compose(
  tokens: readonly CST.Token[],
  length: number,
  keepSourceTokens = false,
): { document: Document.Parsed; second: Document.Parsed | undefined } {
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    resolveKnownTags: false,
    prettyErrors: false,
    keepSourceTokens,
    logLevel: "error",
    uniqueKeys: false,
  });
  const documents = composer.compose(tokens, true, length);
  const document = documents.next().value as Document.Parsed;
  return { document, second: documents.next().value as Document.Parsed | undefined };
}

/** The first token nested deeper than MAX_DEPTH. */
export function tooDeep(tokens: readonly CST.Token[]): CST.Token | undefined {
  for (const token of tokens) {
    const deep = token.type === "document" && token.value ? deeperThan(token.value, MAX_DEPTH) : undefined;
    if (deep) return deep;
  }
  return undefined;
}

/** No recursion goes deeper than the levels that are left. */
function deeperThan(token: CST.Token, levels: number): CST.Token | undefined {
  if (token.type !== "block-map" && token.type !== "block-seq" && token.type !== "flow-collection") return undefined;
  for (const { key, value } of token.items) {
    if (levels === 0 && (key || value)) return key ?? value;
    const deep = (key && deeperThan(key, levels - 1)) ?? (value && deeperThan(value, levels - 1));
    if (deep) return deep;
  }
  return undefined;
}

/** `<<` without quotes. */
export const isMergeKey = ({ key }: Pair): boolean =>
  isScalar(key) && key.value === "<<" && (key.type === undefined || key.type === "PLAIN");

/** The value of `key:` without a value: null, at the end of the key. */
export function nullAfter(pair: Pair): Node {
  const end = (pair.key as Node).range?.[1] ?? 0;
  const node = new Scalar(null);
  node.range = [end, end, end];
  return node;
}

export interface Aliases {
  /** The target of each alias: the nearest anchor of its name above it. */
  readonly targets: ReadonlyMap<Alias, Node>;
  /** The names of all anchors. */
  readonly anchors: ReadonlySet<string>;
  /** The names of all aliases. */
  readonly used: ReadonlySet<string>;
}

/** `text`: that of the document. */
export function aliasTargets(document: Document.Parsed, text: string): Aliases {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const used = new Set<string>();
  const visit = (node: unknown): void => {
    if (isAlias(node)) {
      used.add(node.source);
      const target = anchors.get(node.source);
      if (target) targets.set(node, target);
      return;
    }
    if ((isScalar(node) || isCollection(node)) && node.anchor) anchors.set(node.anchor, node as Node);
    if (!isCollection(node)) return;
    for (const item of node.items) {
      if (isPair(item)) {
        visit(item.key);
        visit(item.value);
      } else visit(item);
    }
  };
  if (/[&*]/.test(text)) visit(document.contents);
  return { targets, anchors: new Set(anchors.keys()), used };
}

/** Only the tags `!!str` and `!` have a meaning in a catalogue. */
export const hasUnknownTag = (node: Node): boolean =>
  !isAlias(node) && node.tag !== undefined && node.tag !== "tag:yaml.org,2002:str" && node.tag !== "!";

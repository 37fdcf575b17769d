/** What is used of the YAML library: tokens, documents, anchors and lines. */
import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  Scalar,
  visit,
} from "yaml";

export const MAX_DEPTH = 64;

/** The parser's own line counter skips some of the lines in which it finds a mistake. */
export function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return lines;
}

export function compose(
  tokens: readonly CST.Token[],
  length: number,
): { document: Document.Parsed; second: Document.Parsed | undefined } {
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    resolveKnownTags: false,
    prettyErrors: false,
    keepSourceTokens: false,
    logLevel: "error",
    uniqueKeys: false,
  });
  const documents = composer.compose(tokens, true, length);
  const document = documents.next().value as Document.Parsed;
  return { document, second: documents.next().value as Document.Parsed | undefined };
}

/** The first token nested deeper than MAX_DEPTH. Checked without recursion, before the recursive stages. */
export function tooDeep(tokens: readonly CST.Token[]): CST.Token | undefined {
  let level = tokens.flatMap((token) => (token.type === "document" && token.value ? [token.value] : []));
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return level[0];
    level = level.flatMap((token) =>
      "items" in token ? token.items.flatMap(({ key, value }) => [key, value].filter((inner) => !!inner)) : [],
    );
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

/** The target of each alias (the nearest anchor of its name above it), and the names of all anchors and aliases. */
export function aliasTargets(document: Document.Parsed): {
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly anchors: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
} {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const used = new Set<string>();
  visit(document, {
    Alias: (_key, alias) => {
      used.add(alias.source);
      const target = anchors.get(alias.source);
      if (target) targets.set(alias, target);
    },
    Value: (_key, node) => {
      if (node.anchor) anchors.set(node.anchor, node);
    },
  });
  return { targets, anchors: new Set(anchors.keys()), used };
}

/** Only the tags `!!str` and `!` have a meaning in a catalogue. */
export const hasUnknownTag = (node: Node): boolean =>
  !isAlias(node) && node.tag !== undefined && node.tag !== "tag:yaml.org,2002:str" && node.tag !== "!";

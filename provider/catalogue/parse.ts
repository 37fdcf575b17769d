/** Second stage: one text becomes a plain value, with the place of every key and value in it. */
import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  Scalar,
  visit,
  type YAMLMap,
} from "yaml";
import type { Json } from "../fields/shape.js";
import type { Code } from "./codes.js";
import { UNKNOWN } from "./engine-words.js";
import type { SourceFile } from "./files.js";
import type { Path, Place, Problem } from "./problem.js";
import { type Trouble, troubleInKey, troubleInText } from "./text.js";

export interface Parsed {
  readonly file: string;
  /** undefined when the text is not even YAML. */
  readonly value: Json | undefined;
  readonly places: Places;
  readonly problems: readonly Problem[];
}

/** A value's place, and those of what is in it. An anchor's spot is shared by all its aliases. */
interface Spot {
  readonly place: Place;
  /** A scalar as it is written. */
  readonly source?: string | undefined;
  readonly anchored: boolean;
  readonly inner: Map<string, { readonly key?: Place; readonly spot: Spot }>;
}

/** Where every key and value of a file stands. */
export class Places {
  readonly #start: Place;
  readonly #root: Spot | undefined;

  constructor(file: string, root: Spot | undefined) {
    this.#start = { file, line: 1, column: 1, length: 0 };
    this.#root = root;
  }

  /** The value's place, or that of the nearest thing around it. */
  value(path: Path): Place {
    return this.#find(path).spot?.place ?? this.#start;
  }

  /** The key's place; for list items and the whole file that of the value. */
  key(path: Path): Place {
    const { key, spot, whole } = this.#find(path);
    return (whole ? key : undefined) ?? spot?.place ?? this.#start;
  }

  /** A scalar as it is written. */
  source(path: Path): string | undefined {
    const { spot, whole } = this.#find(path);
    return whole ? spot?.source : undefined;
  }

  /** The value has an anchor, so that other places can use it. */
  anchored(path: Path): boolean {
    const { spot, whole } = this.#find(path);
    return whole && spot?.anchored === true;
  }

  /** As far as the path leads; `whole` says whether that is all the way. */
  #find(path: Path): { spot: Spot | undefined; key?: Place | undefined; whole: boolean } {
    let found: { spot: Spot | undefined; key?: Place | undefined } = { spot: this.#root };
    for (const part of path) {
      const next = found.spot?.inner.get(String(part));
      if (!next) return { ...found, whole: false };
      found = next;
    }
    return { ...found, whole: found.spot !== undefined };
  }
}

/** Nodes of a file after its aliases are expanded; a catalogue of 10,000 prices stays far below. */
const MAX_NODES = 250_000;
/** Longer than any number that a double holds exactly. */
const MAX_DIGITS = 40;
export const MAX_DEPTH = 64;

export function parseFile({ name, text }: SourceFile): Parsed {
  return new Reader(name, text, linesOf(text), [...new Parser().parse(text)]).read();
}

/** The parser's own count of lines leaves out some of those that it finds a mistake in. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return lines;
}

function compose(tokens: readonly CST.Token[], length: number): { document: Document.Parsed; second: Document.Parsed | undefined } {
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

/** The first token that nests deeper than a catalogue may. Looked for level by level, as everything after this is recursive. */
function tooDeep(tokens: readonly CST.Token[]): CST.Token | undefined {
  let level = tokens.flatMap((token) => (token.type === "document" && token.value ? [token.value] : []));
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return level[0];
    level = level.flatMap((token) =>
      "items" in token ? token.items.flatMap(({ key, value }) => [key, value].filter((one) => !!one)) : [],
    );
  }
  return undefined;
}

class Reader {
  readonly #file: string;
  readonly #text: string;
  readonly #lines: LineCounter;
  readonly #tokens: readonly CST.Token[];
  readonly #problems: Problem[] = [];
  #targets: ReadonlyMap<Alias, Node> = new Map();
  /** What each node was read as, so that an alias costs nothing however often it is used. */
  readonly #read = new Map<Node, Read>();
  /** Nodes that are being read: an anchor may not hold its own alias. */
  readonly #open = new Set<Node>();
  /** Members that `<<` has brought so far. */
  #merged = 0;
  #overflow = false;

  constructor(file: string, text: string, lines: LineCounter, tokens: readonly CST.Token[]) {
    this.#file = file;
    this.#text = text;
    this.#lines = lines;
    this.#tokens = tokens;
  }

  read(): Parsed {
    const deep = tooDeep(this.#tokens);
    const root = deep === undefined ? this.#document() : this.#tooDeep(this.#at([deep.offset, deep.offset + 1]));
    const places = new Places(this.#file, root?.spot);
    return { file: this.#file, value: this.#overflow ? undefined : root?.value, places, problems: this.#problems };
  }

  #document(): Read | undefined {
    const { document, second } = compose(this.#tokens, this.#text.length);
    const { errors, warnings, contents } = document;
    for (const error of errors) {
      const remedy = "correct the YAML here; what follows may be read wrongly until then";
      this.#problem("yaml-syntax", this.#at(error.pos), firstLine(error.message), remedy);
    }
    if (second) {
      const message = "a second YAML document begins here";
      this.#problem("several-documents", this.#at([second.range[0], second.range[1]]), message, "put each document into a file of its own");
    }
    for (const warning of warnings) {
      if (warning.code === "TAG_RESOLVE_FAILED") {
        this.#problem(
          "unknown-tag",
          this.#at(warning.pos),
          firstLine(warning.message),
          "remove the tag: plain YAML is all that a catalogue needs",
        );
      }
    }
    if (errors.length > 0 || second) return undefined;
    if (contents === null) {
      const start = { file: this.#file, line: 1, column: 1, length: 0 };
      this.#problem("empty-file", start, "the file is empty", "write `vendor:` and `products:`, or delete the file");
      return undefined;
    }
    this.#targets = aliasTargets(document);
    return this.#value(contents, 0);
  }

  #tooDeep(place: Place, what = `the value is nested deeper than ${MAX_DEPTH} levels`): undefined {
    this.#overflow = true;
    this.#problem("too-deep", place, what, "write flatter values");
  }

  #tooMany(place: Place): void {
    this.#overflow = true;
    this.#problem("too-many-aliases", place, `the aliases in this value expand to more than ${MAX_NODES} values`, "use fewer aliases");
  }

  #value(node: Node, depth: number): Read {
    const target = this.#resolve(node);
    const nothing = (): Read => ({
      value: UNKNOWN,
      size: 1,
      height: 0,
      spot: { place: this.#atNode(node), anchored: false, inner: new Map() },
    });
    // What was complained about once need not be again.
    if (target === undefined || this.#overflow) return nothing();
    const known = this.#read.get(target);
    if (this.#open.has(target)) this.#tooDeep(this.#atNode(node), "the anchor holds its own alias");
    else if (depth + (known?.height ?? 0) > MAX_DEPTH) this.#tooDeep(this.#atNode(node));
    if (this.#overflow) return nothing();
    if (known) return known;
    this.#open.add(target);
    const read = this.#content(target, depth);
    this.#open.delete(target);
    this.#read.set(target, read);
    if (read.size > MAX_NODES && !this.#overflow) this.#tooMany(this.#atNode(node));
    return read;
  }

  #content(target: Node, depth: number): Read {
    const spot: Spot = {
      place: this.#atNode(target),
      source: isScalar(target) ? target.source : undefined,
      anchored: !isAlias(target) && target.anchor !== undefined,
      inner: new Map(),
    };
    if (isMap(target)) return this.#map(target, spot, depth);
    if (isSeq(target)) {
      const items = target.items.map((item) => this.#value(item as Node, depth + 1));
      for (const [index, item] of items.entries()) spot.inner.set(String(index), { spot: item.spot });
      return { value: items.map(({ value }) => value), spot, ...measured(items) };
    }
    return { value: isScalar(target) ? this.#scalar(target, spot.place) : null, spot, size: 1, height: 0 };
  }

  #resolve(node: Node): Node | undefined {
    if (!isAlias(node)) return node;
    const target = this.#targets.get(node);
    if (target === undefined)
      this.#problem(
        "unknown-alias",
        this.#atNode(node),
        `there is no anchor &${node.source} above this line`,
        "define the anchor first, or correct the name",
      );
    return target;
  }

  #map(map: YAMLMap, spot: Spot, depth: number): Read {
    const members = new Map<string, Read>();
    const spelled = new Map<string, string>();
    const merges: Pair[] = [];
    const add = (name: string, pair: Pair): void => {
      const read = this.#value((pair.value ?? nullAfter(pair)) as Node, depth + 1);
      members.set(name, read);
      spot.inner.set(name, { key: this.#atNode(pair.key as Node), spot: read.spot });
    };
    for (const pair of map.items) {
      const name = this.#key(pair);
      if (name === undefined) continue;
      // One letter may be one character, or two: what looks equal is equal.
      const first = spot.inner.get(spelled.get(name.normalize()) ?? name);
      if (isMergeKey(pair)) merges.push(pair);
      else if (first) {
        const message = `\`${name}\` stands twice in this map, first in line ${first.key?.line}`;
        this.#problem("duplicate-key", this.#atNode(pair.key as Node), message, "remove one of the two");
      } else {
        spelled.set(name.normalize(), name);
        add(name, pair);
      }
    }
    // The map's own keys win; of several merged maps the first.
    for (const pair of merges) {
      for (const from of this.#sources(pair, depth)) {
        this.#merged += from.members?.size ?? 0;
        if (this.#merged > MAX_NODES && !this.#overflow) this.#tooMany(this.#atNode(pair.key as Node));
        for (const [name, read] of this.#overflow ? [] : (from.members ?? [])) {
          if (members.has(name)) continue;
          members.set(name, read);
          spot.inner.set(name, from.spot.inner.get(name) ?? { spot: read.spot });
        }
      }
    }
    const value = Object.fromEntries([...members].map(([name, read]) => [name, read.value]));
    return { value, spot, members, ...measured([...members.values()]) };
  }

  /** The maps that `<<` brings, each with what it merges in turn. */
  #sources({ key, value }: Pair, depth: number): Read[] {
    const node = value as Node | null;
    const target = node === null ? undefined : this.#resolve(node);
    const sources = isSeq(target)
      ? (target.items as Node[]).map((item) => ({ item, to: this.#resolve(item) }))
      : [{ item: node, to: target }];
    return sources.flatMap(({ item, to }) => {
      if (isMap(to)) return [this.#value(item ?? to, depth)];
      // An alias without its anchor has its problem already.
      if (to !== undefined || item === null)
        this.#problem("bad-merge", this.#atNode(node ?? (key as Node)), "`<<` takes a map or a list of maps", "write `<<: *anchor`");
      return [];
    });
  }

  #key(pair: Pair): string | undefined {
    const key = isAlias(pair.key) ? this.#resolve(pair.key) : pair.key;
    if (!isScalar(key)) {
      this.#problem("bad-key", this.#atNode(pair.key as Node), "a key must be a plain text", "write the key as text");
      return undefined;
    }
    const name = typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
    const trouble = troubleInKey(name);
    if (!trouble) return name;
    this.#trouble(trouble, this.#atNode(key));
    return undefined;
  }

  #scalar(scalar: Scalar, place: Place): Json {
    const { value, source = "" } = scalar;
    if (typeof value === "string") {
      const trouble = troubleInText(value);
      if (!trouble) return value;
      this.#trouble(trouble, place);
      return UNKNOWN;
    }
    if (typeof value === "number") {
      this.#checkNumber(value, source, place);
      return Number.isFinite(value) ? value : 0;
    }
    if (typeof value === "boolean" || value === null) return value;
    this.#problem("unknown-tag", place, "the value is neither text, number, true, false nor null", "write it as text in quotes");
    return null;
  }

  /** Only plain decimal notation, and only what a double holds exactly as written: anything else would change silently. */
  #checkNumber(value: number, source: string, place: Place): void {
    if (source.length > MAX_DIGITS)
      this.#problem("number-precision", place, `a number of ${source.length} characters`, "put it into quotes if it is meant as text");
    else if (!/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(source) || Object.is(value, -0)) {
      this.#problem(
        "number-spelling",
        place,
        `\`${source}\` is an unusual spelling of a number`,
        Number.isFinite(value) ? `write ${plainNumber(value)}, or put it into quotes if it is meant as text` : "write the number out",
      );
    } else if (
      source.includes(".") ? String(value) !== source.replace(/\.?0+$/, "") && String(value) !== source : !Number.isSafeInteger(value)
    ) {
      this.#problem(
        "number-precision",
        place,
        `\`${source}\` has more digits than a number can hold`,
        "put it into quotes if it is meant as text",
      );
    }
  }

  #problem(code: Code, place: Place, message: string, remedy: string): void {
    this.#trouble({ code, message, remedy }, place);
  }

  #trouble(trouble: Trouble, place: Place): void {
    this.#problems.push({ severity: "problem", place, ...trouble });
  }

  #atNode(node: Node): Place {
    const [start, end] = node.range ?? [0, 0];
    return this.#at([start, end]);
  }

  #at([start, end]: readonly [number, number]): Place {
    const offset = Math.min(start, this.#text.length);
    const { line, col } = this.#lines.linePos(offset);
    const rest = this.#text.slice(offset, Math.max(end, offset));
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1), length: rest.split("\n", 1)[0]?.trimEnd().length ?? 0 };
  }
}

interface Read {
  readonly value: Json;
  readonly spot: Spot;
  /** Of a map. */
  readonly members?: ReadonlyMap<string, Read>;
  /** Values in it, and levels below it, once its aliases are expanded. */
  readonly size: number;
  readonly height: number;
}

const measured = (parts: readonly Read[]): Pick<Read, "size" | "height"> => ({
  size: parts.reduce((sum, { size }) => sum + size, 1),
  height: parts.reduce((most, { height }) => Math.max(most, height + 1), 0),
});

/** `<<` without quotes. */
const isMergeKey = ({ key }: Pair): boolean => isScalar(key) && key.value === "<<" && (key.type === undefined || key.type === "PLAIN");

/** `key:` without a value is null, at the key's place. */
function nullAfter(pair: Pair): Node {
  const end = (pair.key as Node).range?.[1] ?? 0;
  const node = new Scalar(null);
  node.range = [end, end, end];
  return node;
}

/** What each alias stands for: the latest anchor of its name before it. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Alias: (_key, alias) => {
      const target = anchors.get(alias.source);
      if (target) targets.set(alias, target);
    },
    Value: (_key, node) => {
      if (node.anchor) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

const firstLine = (message: string): string => (message.split("\n", 1)[0] ?? message).replace(/[.:]$/, "");

const plainNumber = (value: number): string => (Number.isInteger(value) ? BigInt(value).toString() : String(value));

/** Second stage: one text becomes a plain value, with the place of every key and value in it. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
} from "yaml";
import type { Json } from "../fields/shape.js";
import type { Code } from "./codes.js";
import type { SourceFile } from "./files.js";
import type { Path, Place, Problem } from "./problem.js";
import { looksLikeSecret } from "./secrets.js";
import { UNKNOWN } from "./unknown.js";

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
const MAX_DEPTH = 64;
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

export function parseFile({ name, text }: SourceFile): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    lineCounter: lines,
    prettyErrors: false,
    keepSourceTokens: false,
    logLevel: "error",
    uniqueKeys: false,
  });
  return new Reader(name, text, lines, document).read();
}

class Reader {
  readonly #file: string;
  readonly #text: string;
  readonly #lines: LineCounter;
  readonly #document: Document.Parsed;
  readonly #problems: Problem[] = [];
  readonly #targets: ReadonlyMap<Alias, Node>;
  /** What each node was read as, so that an alias costs nothing however often it is used. */
  readonly #read = new Map<Node, Read>();
  /** Nodes that are being read: an anchor may not hold its own alias. */
  readonly #open = new Set<Node>();
  #overflow = false;

  constructor(file: string, text: string, lines: LineCounter, document: Document.Parsed) {
    this.#file = file;
    this.#text = text;
    this.#lines = lines;
    this.#document = document;
    this.#targets = aliasTargets(document);
  }

  read(): Parsed {
    const { errors, warnings, contents } = this.#document;
    for (const error of errors) {
      const code = error.code === "MULTIPLE_DOCS" ? "several-documents" : "yaml-syntax";
      const remedy =
        error.code === "MULTIPLE_DOCS"
          ? "put each document into a file of its own"
          : "correct the YAML here; what follows may be read wrongly until then";
      this.#problem(
        code,
        this.#at(error.pos),
        error.code === "MULTIPLE_DOCS" ? "a second YAML document begins here" : firstLine(error.message),
        remedy,
      );
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
    const broken = errors.length > 0;
    const root = broken || contents === null ? undefined : this.#value(contents, 0);
    if (!broken && contents === null) {
      this.#problem(
        "empty-file",
        { file: this.#file, line: 1, column: 1, length: 0 },
        "the file is empty",
        "write `vendor:` and `products:`, or delete the file",
      );
    }
    const places = new Places(this.#file, root?.spot);
    return { file: this.#file, value: this.#overflow ? undefined : root?.value, places, problems: this.#problems };
  }

  #value(node: Node, depth: number): Read {
    const target = this.#resolve(node);
    const nothing = (): Read => ({ value: UNKNOWN, size: 1, spot: { place: this.#atNode(node), anchored: false, inner: new Map() } });
    // What was complained about once need not be again.
    if (target === undefined || this.#overflow) return nothing();
    const known = this.#read.get(target);
    if (known) return known;
    if (depth > MAX_DEPTH || this.#open.has(target)) {
      this.#overflow = true;
      const what = this.#open.has(target) ? "the anchor holds its own alias" : `the value is nested deeper than ${MAX_DEPTH} levels`;
      this.#problem("too-deep", this.#atNode(node), what, "write flatter values");
      return nothing();
    }
    this.#open.add(target);
    const read = this.#content(target, depth);
    this.#open.delete(target);
    this.#read.set(target, read);
    if (read.size > MAX_NODES && !this.#overflow) {
      this.#overflow = true;
      this.#problem(
        "too-many-aliases",
        this.#atNode(node),
        `the aliases in this value expand to more than ${MAX_NODES} values`,
        "use fewer aliases",
      );
    }
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
      return { value: items.map(({ value }) => value), spot, size: total(items) };
    }
    return { value: isScalar(target) ? this.#scalar(target, spot.place) : null, spot, size: 1 };
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
    const merges: Pair[] = [];
    const add = (name: string, pair: Pair): void => {
      const read = this.#value((pair.value ?? nullAfter(pair)) as Node, depth + 1);
      members.set(name, read);
      spot.inner.set(name, { key: this.#atNode(pair.key as Node), spot: read.spot });
    };
    for (const pair of map.items) {
      const name = this.#key(pair);
      if (name === undefined) continue;
      const first = spot.inner.get(name);
      if (isMergeKey(pair)) merges.push(pair);
      else if (first) {
        const message = `\`${name}\` stands twice in this map, first in line ${first.key?.line}`;
        this.#problem("duplicate-key", this.#atNode(pair.key as Node), message, "remove one of the two");
      } else add(name, pair);
    }
    // The map's own keys win; of several merged maps the first.
    for (const pair of merges) {
      for (const [name, from] of this.#merged(pair.value as Node | null, pair.key as Node, depth)) if (!members.has(name)) add(name, from);
    }
    const value = Object.fromEntries([...members].map(([name, read]) => [name, read.value]));
    return { value, spot, size: total([...members.values()]) };
  }

  /** What `<<` brings: the pairs of each map, and of those that it merges in turn. */
  #merged(node: Node | null, at: Node, depth: number): [string, Pair][] {
    const target = node === null ? undefined : this.#resolve(node);
    const sources = isSeq(target) ? target.items.map((item) => this.#resolve(item as Node)) : [target];
    return sources.flatMap((source): [string, Pair][] => {
      if (!isMap(source) || depth > MAX_DEPTH) {
        this.#problem("bad-merge", this.#atNode(node ?? at), "`<<` takes a map or a list of maps", "write `<<: *anchor`");
        return [];
      }
      const own = source.items
        .filter((pair) => !isMergeKey(pair))
        .flatMap((pair): [string, Pair][] => {
          const name = this.#key(pair);
          return name === undefined ? [] : [[name, pair]];
        });
      const deeper = source.items
        .filter(isMergeKey)
        .flatMap((pair) => this.#merged(pair.value as Node | null, pair.key as Node, depth + 1));
      return [...own, ...deeper];
    });
  }

  #key(pair: Pair): string | undefined {
    const key = isAlias(pair.key) ? this.#resolve(pair.key) : pair.key;
    if (!isScalar(key)) {
      this.#problem("bad-key", this.#atNode(pair.key as Node), "a key must be a plain text", "write the key as text");
      return undefined;
    }
    const name = typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
    if (FORBIDDEN_KEYS.has(name)) {
      this.#problem("forbidden-key", this.#atNode(key), `\`${name}\` cannot be a key`, "choose another name");
      return undefined;
    }
    return name;
  }

  #scalar(scalar: Scalar, place: Place): Json {
    const { value, source = "" } = scalar;
    if (typeof value === "string") {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value) || !value.isWellFormed()) {
        this.#problem("control-character", place, "the text holds a control character or half a character", "remove it");
      }
      if (looksLikeSecret(value)) {
        this.#problem(
          "secret-in-catalogue",
          place,
          "the value looks like an API key, and a catalogue is read by many",
          "take it out and revoke it; credentials belong into the environment or the stack's secret config",
          true,
        );
      }
      return value;
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
    if (!/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(source) || Object.is(value, -0)) {
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

  #problem(code: Code, place: Place, message: string, remedy: string, confidential = false): void {
    this.#problems.push({ code, severity: "problem", place, message, remedy, ...(confidential ? { confidential } : {}) });
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
  /** Values in it once its aliases are expanded. */
  readonly size: number;
}

const total = (parts: readonly Read[]): number => parts.reduce((sum, { size }) => sum + size, 1);

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

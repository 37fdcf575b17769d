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
import type { SourceFile } from "./files.js";
import type { Path, Place, Problem } from "./problem.js";
import { looksLikeSecret } from "./secrets.js";

export interface Parsed {
  readonly file: string;
  /** undefined when the text is not even YAML. */
  readonly value: Json | undefined;
  readonly places: Places;
  readonly problems: readonly Problem[];
}

/** Where every key and value of a file stands. */
export class Places {
  readonly #file: string;
  readonly #keys = new Map<string, Place>();
  readonly #values = new Map<string, Place>();
  readonly #sources = new Map<string, string>();
  readonly #anchored = new Set<string>();

  constructor(file: string) {
    this.#file = file;
  }

  set(path: Path, value: Place, key?: Place, source?: string): void {
    this.#values.set(pointer(path), value);
    if (key) this.#keys.set(pointer(path), key);
    if (source !== undefined) this.#sources.set(pointer(path), source);
  }

  setAnchored(path: Path): void {
    this.#anchored.add(pointer(path));
  }

  /** The value has an anchor, so that other places can use it. */
  anchored(path: Path): boolean {
    return this.#anchored.has(pointer(path));
  }

  /** The value's place, or that of the nearest thing around it. */
  value(path: Path): Place {
    return this.#nearest(path, this.#values);
  }

  /** The key's place; for list items and the whole file that of the value. */
  key(path: Path): Place {
    return this.#keys.get(pointer(path)) ?? this.value(path);
  }

  /** A scalar as it is written. */
  source(path: Path): string | undefined {
    return this.#sources.get(pointer(path));
  }

  #nearest(path: Path, places: ReadonlyMap<string, Place>): Place {
    for (let length = path.length; length >= 0; length -= 1) {
      const found = places.get(pointer(path.slice(0, length)));
      if (found) return found;
    }
    return { file: this.#file, line: 1, column: 1, length: 0 };
  }
}

const pointer = (path: Path): string => JSON.stringify(path.map(String));

/** Nodes of a file after its aliases are expanded; a catalogue of 10,000 prices stays far below. */
const MAX_NODES = 500_000;
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
    logLevel: "silent",
    uniqueKeys: false,
  });
  return new Reader(name, text, lines, document).read();
}

class Reader {
  readonly #file: string;
  readonly #text: string;
  readonly #lines: LineCounter;
  readonly #document: Document.Parsed;
  readonly #places: Places;
  readonly #problems: Problem[] = [];
  readonly #targets: ReadonlyMap<Alias, Node>;
  #nodes = 0;
  #overflow = false;

  constructor(file: string, text: string, lines: LineCounter, document: Document.Parsed) {
    this.#file = file;
    this.#text = text;
    this.#lines = lines;
    this.#document = document;
    this.#places = new Places(file);
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
      this.#problem(code, this.#at(error.pos), firstLine(error.message), remedy);
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
    const value = broken || contents === null ? undefined : this.#value(contents, [], 0);
    if (!broken && contents === null) {
      this.#problem(
        "empty-file",
        { file: this.#file, line: 1, column: 1, length: 0 },
        "the file is empty",
        "write `vendor:` and `products:`, or delete the file",
      );
    }
    return { file: this.#file, value: this.#overflow ? undefined : value, places: this.#places, problems: this.#problems };
  }

  #value(node: Node, path: Path, depth: number, key?: Place): Json {
    this.#nodes += 1;
    if (this.#overflow) return null;
    if (this.#nodes > MAX_NODES || depth > MAX_DEPTH) {
      this.#overflow = true;
      const what =
        depth > MAX_DEPTH
          ? `the value is nested deeper than ${MAX_DEPTH} levels`
          : `the aliases of this file expand to more than ${MAX_NODES} values`;
      this.#problem(depth > MAX_DEPTH ? "too-deep" : "too-many-aliases", this.#atNode(node), what, "write fewer or flatter values");
      return null;
    }
    const target = this.#resolve(node);
    if (target === undefined) return null;
    const place = this.#atNode(target);
    this.#places.set(path, place, key, isScalar(target) ? target.source : undefined);
    if (!isAlias(target) && target.anchor) this.#places.setAnchored(path);
    if (isMap(target)) return this.#map(target, path, depth);
    if (isSeq(target)) return target.items.map((item, index) => this.#value(item as Node, [...path, index], depth + 1));
    return isScalar(target) ? this.#scalar(target, place) : null;
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

  #map(map: YAMLMap, path: Path, depth: number): Json {
    const result: Record<string, Json> = {};
    const own = new Map<string, Place>();
    const merges: Pair[] = [];
    for (const pair of map.items) {
      const name = this.#key(pair);
      if (name === undefined) continue;
      const place = this.#atNode(pair.key as Node);
      if (name === "<<" && isPlain(pair.key)) {
        merges.push(pair);
        continue;
      }
      const first = own.get(name);
      if (first) {
        this.#problem("duplicate-key", place, `\`${name}\` stands twice in this map, first in line ${first.line}`, "remove one of the two");
        continue;
      }
      own.set(name, place);
      result[name] = this.#value((pair.value ?? nullAfter(pair)) as Node, [...path, name], depth + 1, place);
    }
    // The map's own keys win; of several merged maps the first.
    for (const pair of merges) this.#merge(pair.value as Node, result, path, depth);
    return result;
  }

  #merge(node: Node | null, into: Record<string, Json>, path: Path, depth: number): void {
    const target = node === null ? undefined : this.#resolve(node);
    const sources = isSeq(target) ? target.items.map((item) => this.#resolve(item as Node)) : [target];
    for (const source of sources) {
      if (!isMap(source)) {
        this.#problem("bad-merge", this.#atNode((node ?? source) as Node), "`<<` takes a map or a list of maps", "write `<<: *anchor`");
        continue;
      }
      if (depth > MAX_DEPTH || this.#overflow) return;
      for (const pair of source.items) {
        const name = this.#key(pair);
        if (name === undefined || Object.hasOwn(into, name)) continue;
        if (name === "<<" && isPlain(pair.key)) continue;
        into[name] = this.#value((pair.value ?? nullAfter(pair)) as Node, [...path, name], depth + 1, this.#atNode(pair.key as Node));
      }
      for (const pair of source.items) {
        if (isScalar(pair.key) && pair.key.value === "<<" && isPlain(pair.key)) this.#merge(pair.value as Node, into, path, depth + 1);
      }
    }
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

  #problem(code: string, place: Place, message: string, remedy: string, confidential = false): void {
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

const isPlain = (key: unknown): boolean => isScalar(key) && (key.type === undefined || key.type === "PLAIN");

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

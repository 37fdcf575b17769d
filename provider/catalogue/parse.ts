/** Second stage: one text becomes a plain value, with the place of every key and value in it. */
import {
  type Alias,
  type CST,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  Parser,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { Json } from "../fields/shape.js";
import type { Code } from "../validation/codes.js";
import { UNKNOWN } from "../validation/engine-words.js";
import type { Place, Problem } from "../validation/problem.js";
import type { Secrets } from "../validation/secrets.js";
import type { Violation } from "../validation/violation.js";
import { aliasTargets, compose, hasUnknownTag, isMergeKey, linesOf, MAX_DEPTH, nullAfter, tooDeep } from "./compose.js";
import type { SourceFile } from "./files.js";
import { Places, type Spot } from "./places.js";
import { measured, type Read, unread } from "./read.js";
import { readKey, readScalar } from "./scalar.js";
import { diagnose } from "./syntax/diagnose.js";
import { LIBRARY } from "./syntax/library.js";
import { cutByComma, unknownAlias } from "./syntax/misread.js";

export interface Parsed {
  readonly file: string;
  /** undefined when the text is not YAML. */
  readonly value: Json | undefined;
  readonly places: Places;
  readonly problems: readonly Problem[];
}

/** Nodes of a file after its aliases are expanded. A catalogue of 10,000 prices stays far below. */
const MAX_NODES = 250_000;

export function parseFile({ name, text }: SourceFile, secrets: Secrets): Parsed {
  return new Reader(name, text, linesOf(text), [...new Parser().parse(text)], secrets).read();
}

class Reader {
  readonly #file: string;
  readonly #text: string;
  readonly #lines: LineCounter;
  readonly #tokens: readonly CST.Token[];
  readonly #secrets: Secrets;
  readonly #problems: Problem[] = [];
  #targets: ReadonlyMap<Alias, Node> = new Map();
  #used: ReadonlySet<string> = new Set();
  #anchors: readonly string[] = [];
  /** The result of each node, so that the target of an alias is read once, however often the alias is used. */
  readonly #read = new Map<Node, Read>();
  /** Nodes that are being read: an anchor must not contain an alias of itself. */
  readonly #open = new Set<Node>();
  /** How many members `<<` has merged so far. */
  #merged = 0;
  #overflow = false;

  constructor(file: string, text: string, lines: LineCounter, tokens: readonly CST.Token[], secrets: Secrets) {
    this.#file = file;
    this.#text = text;
    this.#lines = lines;
    this.#tokens = tokens;
    this.#secrets = secrets;
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
    for (const { range, alone: _alone, ...violation } of diagnose(
      this.#text,
      this.#lines.lineStarts,
      this.#tokens,
      errors,
    ))
      this.#report(violation, this.#at(range));
    if (second) {
      const { message, remedy } = LIBRARY.MULTIPLE_DOCS;
      this.#problem("several-documents", this.#at([second.range[0], second.range[1]]), message, remedy);
    }
    for (const { code, pos } of warnings) if (errors.length === 0 && code === "TAG_RESOLVE_FAILED") this.#tag(pos);
    if (errors.length > 0 || second) return undefined;
    if (contents === null) {
      const start = { file: this.#file, line: 1, column: 1, length: 0 };
      this.#problem("empty-file", start, "the file is empty", "write `vendor:` and `products:`, or delete the file");
      return undefined;
    }
    const { targets, anchors, used } = aliasTargets(document);
    this.#targets = targets;
    this.#used = used;
    this.#anchors = [...anchors];
    return this.#value(contents, 0);
  }

  #tag(pos: readonly [number, number]): void {
    const place = this.#at(pos);
    const tag = this.#text.slice(pos[0], pos[0] + place.length).split(" ", 1)[0];
    const remedy =
      "remove the tag: a catalogue needs none; or, if the `!` belongs to the value, put the whole value in quotes";
    this.#problem("unknown-tag", place, `\`${tag}\` is a YAML tag`, remedy);
  }

  #tooDeep(place: Place, what = `the value is nested deeper than ${MAX_DEPTH} levels`): undefined {
    this.#overflow = true;
    this.#problem("too-deep", place, what, "write flatter values");
  }

  #tooMany(place: Place): void {
    this.#overflow = true;
    this.#problem(
      "too-many-aliases",
      place,
      `the aliases in this value expand to more than ${MAX_NODES} values`,
      "use fewer aliases",
    );
  }

  #value(node: Node, depth: number): Read {
    const target = this.#resolve(node);
    // The problem has been reported.
    if (target === undefined || this.#overflow) return unread(this.#atNode(node));
    const known = this.#read.get(target);
    if (this.#open.has(target)) this.#tooDeep(this.#atNode(node), "the anchor contains an alias of itself");
    else if (depth + (known?.height ?? 0) > MAX_DEPTH) this.#tooDeep(this.#atNode(node));
    if (this.#overflow) return unread(this.#atNode(node));
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
    // The tag has been reported.
    if (hasUnknownTag(target)) return { value: UNKNOWN, spot, size: 1, height: 0 };
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
    if (target === undefined) this.#report(unknownAlias(node.source, this.#anchors), this.#atNode(node));
    return target;
  }

  #map(map: YAMLMap, spot: Spot, depth: number): Read {
    const members = new Map<string, Read>();
    const spelled = new Map<string, string>();
    const merges: Pair[] = [];
    const add = (name: string, pair: Pair, next: Pair | undefined): void => {
      const read = this.#commaIn(name, pair, next) ?? this.#value((pair.value ?? nullAfter(pair)) as Node, depth + 1);
      members.set(name, read);
      spot.inner.set(name, { key: this.#atNode(pair.key as Node), spot: read.spot });
    };
    for (const [index, pair] of map.items.entries()) {
      if (index > 0 && cutByComma(map.items[index - 1] as Pair, pair) !== undefined) continue;
      const name = this.#key(pair);
      if (name === undefined) {
        spot.incomplete = true;
        continue;
      }
      // A letter may be one character or two (Unicode normal forms): keys that look equal are equal.
      const first = spot.inner.get(spelled.get(name.normalize()) ?? name);
      if (isMergeKey(pair)) merges.push(pair);
      else if (first) {
        const message = `duplicate key \`${name}\` (first used on line ${first.key?.line})`;
        this.#problem("duplicate-key", this.#atNode(pair.key as Node), message, "remove one of the two");
      } else {
        spelled.set(name.normalize(), name);
        add(name, pair, map.items[index + 1]);
      }
    }
    // The map's own keys win; of several merged maps, the first wins.
    for (const pair of merges) {
      for (const from of this.#sources(pair, spot, depth)) {
        this.#merged += from.members?.size ?? 0;
        if (this.#merged > MAX_NODES && !this.#overflow) this.#tooMany(this.#atNode(pair.key as Node));
        for (const [name, read] of this.#overflow ? [] : (from.members ?? [])) {
          if (members.has(name)) continue;
          members.set(name, read);
          spot.inner.set(name, from.spot.inner.get(name) ?? { spot: read.spot });
        }
      }
    }
    // `{{ name }}` has been reported: its value is not known.
    if (members.size === 0 && map.items.length > 0 && merges.length === 0)
      return { value: UNKNOWN, spot, size: 1, height: 0 };
    const value = Object.fromEntries([...members].map(([name, read]) => [name, read.value]));
    return { value, spot, members, ...measured([...members.values()]) };
  }

  /** `price: 12,50` between braces. */
  #commaIn(name: string, pair: Pair, next: Pair | undefined): Read | undefined {
    const meant = cutByComma(pair, next);
    if (meant === undefined) return undefined;
    const place = this.#at([(pair.value as Node).range?.[0] ?? 0, (next?.key as Node).range?.[1] ?? 0]);
    const remedy =
      `write \`${name}: "${meant}"\`; ` +
      `or, where the field takes a whole number of cents, \`${name}: ${meant.replace(".", "")}\``;
    this.#problem("bad-decimal", place, "the comma separates two values here, so this is not a number", remedy);
    return unread(place);
  }

  /** The maps that `<<` merges, each with its own merges. */
  #sources({ key, value }: Pair, spot: Spot, depth: number): Read[] {
    const node = value as Node | null;
    const target = node === null ? undefined : this.#resolve(node);
    const sources = isSeq(target)
      ? (target.items as Node[]).map((item) => ({ item, to: this.#resolve(item) }))
      : [{ item: node, to: target }];
    return sources.flatMap(({ item, to }) => {
      if (isMap(to)) return [this.#value(item ?? to, depth)];
      spot.incomplete = true;
      // An alias without an anchor has been reported.
      if (to !== undefined || item === null)
        this.#problem(
          "bad-merge",
          this.#atNode(node ?? (key as Node)),
          "`<<` takes a map or a list of maps",
          "write `<<: *anchor`",
        );
      return [];
    });
  }

  #key(pair: Pair): string | undefined {
    const key = isAlias(pair.key) ? this.#resolve(pair.key) : (pair.key as Node);
    const name = readKey(key, this.#secrets);
    if (typeof name === "string") return name;
    this.#report(name, this.#atNode(isScalar(key) ? key : (pair.key as Node)));
    return undefined;
  }

  #scalar(scalar: Scalar, place: Place): Json {
    const { value, violation } = readScalar(scalar, this.#text, this.#used, this.#secrets);
    if (violation) this.#report(violation, place);
    return value;
  }

  #problem(code: Code, place: Place, message: string, remedy: string): void {
    this.#report({ code, message, remedy }, place);
  }

  #report(violation: Violation, place: Place): void {
    this.#problems.push({ severity: "problem", place, ...violation });
  }

  #atNode(node: Node): Place {
    const [start, end] = node.range ?? [0, 0];
    return this.#at([start, end]);
  }

  #at([start, end]: readonly [number, number]): Place {
    const offset = Math.min(start, this.#text.length);
    const { line, col } = this.#lines.linePos(offset);
    const rest = this.#text.slice(offset, Math.max(end, offset));
    return {
      file: this.#file,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      length: rest.split("\n", 1)[0]?.trimEnd().length ?? 0,
    };
  }
}

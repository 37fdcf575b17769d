/** The nodes of a YAML document become plain values and their spots. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import type { Json } from "../fields/shape.js";
import type { Code } from "../validation/codes.js";
import { UNKNOWN } from "../validation/engine-words.js";
import type { Secrets } from "../validation/secrets.js";
import type { Violation } from "../validation/violation.js";
import { type Aliases, hasUnknownTag, isMergeKey, MAX_DEPTH, nullAfter } from "./compose.js";
import type { Lines } from "./lines.js";
import { Scalars } from "./scalar.js";
import { type Member, type Range, Spots } from "./spots.js";
import { cutByComma, unknownAlias } from "./syntax/misread.js";

/** Nodes of a file after its aliases are expanded. A catalogue of 10,000 prices stays far below. */
const MAX_NODES = 250_000;

export const DEEPER = `the value is nested deeper than ${MAX_DEPTH} levels`;

/** `message`: what is nested. */
export const tooDeepViolation = (message: string): Violation => ({
  code: "too-deep",
  message,
  remedy: "write flatter values",
});

/** What a node of the YAML was read as. */
interface Read {
  readonly value: Json;
  readonly spot: number;
  /** The members of a map that `<<` may merge. */
  readonly members?: ReadonlyMap<string, MemberRead> | undefined;
  /** Number of values in it and of levels below it, after its aliases are expanded. */
  readonly size: number;
  readonly height: number;
}

interface MemberRead {
  readonly read: Read;
  readonly key: Range | undefined;
}

type Report = (range: Range, violation: Violation) => void;

const rangeOf = ({ range }: Node): Range => (range ? [range[0], range[1]] : [0, 0]);

export class Reader {
  readonly spots = new Spots();
  readonly #aliases: Aliases;
  readonly #scalars: Scalars;
  readonly #lines: Lines;
  readonly #report: Report;
  /** The result of each node with an anchor, so that it is read once, however often an alias of it is used. */
  readonly #read = new Map<Node, Read>();
  /** Nodes with anchors that are being read: an anchor must not contain an alias of itself. */
  readonly #open = new Set<Node>();
  /** How many members `<<` has merged so far. */
  #merged = 0;
  #overflow = false;

  constructor(lines: Lines, aliases: Aliases, secrets: Secrets, report: Report) {
    this.#lines = lines;
    this.#aliases = aliases;
    this.#scalars = new Scalars(lines.text, aliases.used, secrets);
    this.#report = report;
  }

  /** `value`: undefined when the document is too deep or too large. */
  read(contents: Node): { readonly value: Json | undefined; readonly spot: number } {
    const { value, spot } = this.#value(contents, 0);
    return { value: this.#overflow ? undefined : value, spot };
  }

  /** `merged`: `<<` merges the map. */
  #value(node: Node, depth: number, merged = false): Read {
    const target = this.#resolve(node);
    // The problem has been reported.
    if (target === undefined || this.#overflow) return this.#unread(rangeOf(node));
    // A map that `<<` merges may be merged again: as an item of a list with an anchor, it needs none itself.
    const shared = merged || (!isAlias(target) && target.anchor !== undefined);
    const known = shared ? this.#read.get(target) : undefined;
    if (shared && this.#open.has(target)) this.#tooDeep(rangeOf(node), "the anchor contains an alias of itself");
    else if (depth + (known?.height ?? 0) > MAX_DEPTH) this.#tooDeep(rangeOf(node));
    if (this.#overflow) return this.#unread(rangeOf(node));
    if (known) return known;
    if (shared) this.#open.add(target);
    const read = this.#content(target, depth, merged || shared);
    if (shared) {
      this.#open.delete(target);
      this.#read.set(target, read);
    }
    if (read.size > MAX_NODES && !this.#overflow) this.#tooMany(rangeOf(node));
    return read;
  }

  #content(target: Node, depth: number, merged: boolean): Read {
    const isAnchored = !isAlias(target) && target.anchor !== undefined;
    const source = isScalar(target) ? target.source : undefined;
    const spot = this.spots.add(rangeOf(target), source, isAnchored);
    // The tag has been reported.
    if (hasUnknownTag(target)) return { value: UNKNOWN, spot, size: 1, height: 0 };
    if (isScalar(target)) {
      const { value, violation } = this.#scalars.value(target);
      if (violation) this.#report(rangeOf(target), violation);
      return { value, spot, size: 1, height: 0 };
    }
    if (isMap(target)) return this.#map(target as YAMLMap, spot, depth, merged);
    if (isSeq(target)) return this.#list(target as YAMLSeq, spot, depth);
    return { value: null, spot, size: 1, height: 0 };
  }

  #resolve(node: Node): Node | undefined {
    if (!isAlias(node)) return node;
    const target = this.#aliases.targets.get(node as Alias);
    if (target === undefined) this.#report(rangeOf(node), unknownAlias(node.source, this.#aliases.anchors));
    return target;
  }

  #list(list: YAMLSeq, spot: number, depth: number): Read {
    let [size, height] = [1, 0];
    const spots: number[] = [];
    const value = list.items.map((item) => {
      const read = this.#value(item as Node, depth + 1);
      spots.push(read.spot);
      size += read.size;
      height = Math.max(height, read.height + 1);
      return read.value;
    });
    this.spots.setItems(spot, spots);
    return { value, spot, size, height };
  }

  #map({ items }: YAMLMap, spot: number, depth: number, merged: boolean): Read {
    const value: Record<string, Json> = {};
    const [names, spots, merges]: [string[], Member[], Pair[]] = [[], [], []];
    const members = merged ? new Map<string, MemberRead>() : undefined;
    const seen = new Map<string, Node>();
    let [size, height] = [1, 0];
    const add = (name: string, read: Read, key: Range | undefined): void => {
      // No name begins with `__`: such keys are refused.
      value[name] = read.value;
      names.push(name);
      spots.push({ key, spot: read.spot });
      members?.set(name, { read, key });
      size += read.size;
      height = Math.max(height, read.height + 1);
    };
    let isCut = false;
    for (let index = 0; index < items.length; index += 1) {
      const [pair, next] = [items[index] as Pair, items[index + 1]];
      const meant = cutByComma(pair, next);
      const isRest = isCut;
      isCut = meant !== undefined;
      if (isRest) continue;
      const name = this.#key(pair);
      if (name === undefined) {
        this.spots.setIncomplete(spot);
        continue;
      }
      // A letter may be one character or two (Unicode normal forms): keys that look equal are equal.
      const normal = name.normalize();
      const first = seen.get(normal);
      if (isMergeKey(pair)) merges.push(pair);
      else if (first) this.#duplicate(name, pair.key as Node, first);
      else {
        seen.set(normal, pair.key as Node);
        const read =
          meant === undefined
            ? this.#value((pair.value ?? nullAfter(pair)) as Node, depth + 1)
            : this.#commaIn(name, pair, next, meant);
        add(name, read, rangeOf(pair.key as Node));
      }
    }
    // The map's own keys win; of several merged maps, the first wins.
    for (const pair of merges) {
      for (const from of this.#sources(pair, spot, depth)) {
        this.#merged += from.members?.size ?? 0;
        if (this.#merged > MAX_NODES && !this.#overflow) this.#tooMany(rangeOf(pair.key as Node));
        for (const [name, { read, key }] of this.#overflow ? [] : (from.members ?? []))
          if (!Object.hasOwn(value, name)) add(name, read, key);
      }
    }
    this.spots.setMembers(spot, names, spots);
    // `{{ name }}` has been reported: its value is not known.
    if (names.length === 0 && items.length > 0 && merges.length === 0)
      return { value: UNKNOWN, spot, size: 1, height: 0 };
    return { value, spot, members, size, height };
  }

  #duplicate(name: string, key: Node, first: Node): void {
    const { line } = this.#lines.at(...rangeOf(first));
    const message = `duplicate key \`${name}\` (first used on line ${line})`;
    this.#problem("duplicate-key", rangeOf(key), message, "remove one of the two");
  }

  /** `price: 12,50` between braces. */
  #commaIn(name: string, pair: Pair, next: Pair | undefined, meant: string): Read {
    const range = [(pair.value as Node).range?.[0] ?? 0, (next?.key as Node).range?.[1] ?? 0] as const;
    const remedy =
      `write \`${name}: "${meant}"\`; ` +
      `or, where the field takes a whole number of cents, \`${name}: ${meant.replace(".", "")}\``;
    this.#problem("bad-decimal", range, "the comma separates two values here, so this is not a number", remedy);
    return this.#unread(range);
  }

  /** The maps that `<<` merges, each with its own merges. */
  #sources({ key, value }: Pair, spot: number, depth: number): Read[] {
    const node = value as Node | null;
    const target = node === null ? undefined : this.#resolve(node);
    const sources = isSeq(target)
      ? (target.items as Node[]).map((item) => ({ item, to: this.#resolve(item) }))
      : [{ item: node, to: target }];
    return sources.flatMap(({ item, to }) => {
      if (isMap(to)) return [this.#value(item ?? to, depth, true)];
      this.spots.setIncomplete(spot);
      // An alias without an anchor has been reported.
      if (to !== undefined || item === null)
        this.#problem(
          "bad-merge",
          rangeOf(node ?? (key as Node)),
          "`<<` takes a map or a list of maps",
          "write `<<: *anchor`",
        );
      return [];
    });
  }

  #key(pair: Pair): string | undefined {
    const key = isAlias(pair.key) ? this.#resolve(pair.key) : (pair.key as Node);
    const name = this.#scalars.key(key);
    if (typeof name === "string") return name;
    this.#report(rangeOf(isScalar(key) ? key : (pair.key as Node)), name);
    return undefined;
  }

  /** A value that could not be read: it may be anything. */
  #unread(range: Range): Read {
    return { value: UNKNOWN, spot: this.spots.add(range, undefined, false), size: 1, height: 0 };
  }

  #tooDeep(range: Range, message = DEEPER): void {
    this.#overflow = true;
    this.#report(range, tooDeepViolation(message));
  }

  #tooMany(range: Range): void {
    this.#overflow = true;
    const message = `the aliases in this value expand to more than ${MAX_NODES} values`;
    this.#problem("too-many-aliases", range, message, "use fewer aliases");
  }

  #problem(code: Code, range: Range, message: string, remedy: string): void {
    this.#report(range, { code, message, remedy });
  }
}

/**
 * Where the values and keys of a file stand, as numbers in few arrays: a file has many values, and hardly any of their
 * places is ever asked for.
 */

/** Offsets in the text: of the first character, and of the one after the last. */
export type Range = readonly [start: number, end: number];

/** A key or an index of a value, and what is there. All aliases of an anchor lead to one spot. */
export interface Member {
  /** undefined for the items of a list. */
  readonly key?: Range | undefined;
  readonly spot: number;
}

const [ANCHORED, INCOMPLETE, LIST] = [1, 2, 4];
/** In maps with more members they are looked up by an index. */
const MAX_SEARCHED = 16;

/** Spots are numbers, in the order in which they were added. */
export class Spots {
  /** For each spot: start, end, flags, its first member, and the number of its members. */
  #spots: number[] | Int32Array = [];
  /** For each member: start and end of its key (-1: it has none), and its spot. */
  #members: number[] | Int32Array = [];
  readonly #names: string[] = [];
  readonly #sources: (string | undefined)[] = [];
  readonly #indexes = new Map<number, ReadonlyMap<string, number>>();

  add([start, end]: Range, source: string | undefined, isAnchored: boolean): number {
    const spot = this.#sources.push(source) - 1;
    (this.#spots as number[]).push(start, end, isAnchored ? ANCHORED : 0, 0, 0);
    return spot;
  }

  /** The members of a map, by their names. */
  setMembers(spot: number, names: readonly string[], members: readonly Member[]): void {
    this.#set(spot, names, members);
  }

  /** The items of a list. */
  setItems(spot: number, items: readonly number[]): void {
    this.#set(
      spot,
      items.map(() => ""),
      items.map((item) => ({ spot: item })),
    );
    this.#flag(spot, LIST);
  }

  /** A key of the map, or what `<<` names, could not be read, so the map may have more keys. */
  setIncomplete(spot: number): void {
    this.#flag(spot, INCOMPLETE);
  }

  /** After the last change: takes less memory. */
  freeze(): this {
    this.#spots = Int32Array.from(this.#spots);
    this.#members = Int32Array.from(this.#members);
    return this;
  }

  range(spot: number): Range {
    return [this.#spots[5 * spot] ?? 0, this.#spots[5 * spot + 1] ?? 0];
  }

  /** A scalar as it is written. */
  source(spot: number): string | undefined {
    return this.#sources[spot];
  }

  isAnchored(spot: number): boolean {
    return this.#has(spot, ANCHORED);
  }

  isIncomplete(spot: number): boolean {
    return this.#has(spot, INCOMPLETE);
  }

  /** undefined where the value has no such member. */
  member(spot: number, name: string): Member | undefined {
    const [first = 0, count = 0] = [this.#spots[5 * spot + 3], this.#spots[5 * spot + 4]];
    const index = this.#has(spot, LIST) ? indexIn(count, name) : this.#search(spot, name, first, count);
    if (index === undefined) return undefined;
    const at = 3 * (first + index);
    const [start = -1, end = -1, inner = 0] = [this.#members[at], this.#members[at + 1], this.#members[at + 2]];
    return { key: start < 0 ? undefined : [start, end], spot: inner };
  }

  #set(spot: number, names: readonly string[], members: readonly Member[]): void {
    const [spots, all] = [this.#spots as number[], this.#members as number[]];
    spots[5 * spot + 3] = this.#names.length;
    spots[5 * spot + 4] = names.length;
    for (const name of names) this.#names.push(name);
    for (const { key, spot: inner } of members) all.push(key?.[0] ?? -1, key?.[1] ?? -1, inner);
  }

  #search(spot: number, name: string, first: number, count: number): number | undefined {
    if (count > MAX_SEARCHED) {
      const known = this.#indexes.get(spot);
      if (known) return known.get(name);
      const names = this.#names.slice(first, first + count);
      const index = new Map(names.map((member, at) => [member, at]));
      this.#indexes.set(spot, index);
      return index.get(name);
    }
    for (let index = 0; index < count; index += 1) if (this.#names[first + index] === name) return index;
    return undefined;
  }

  #has(spot: number, flag: number): boolean {
    return ((this.#spots[5 * spot + 2] ?? 0) & flag) !== 0;
  }

  #flag(spot: number, flag: number): void {
    this.#spots[5 * spot + 2] = (this.#spots[5 * spot + 2] ?? 0) | flag;
  }
}

const indexIn = (count: number, name: string): number | undefined =>
  /^(0|[1-9][0-9]*)$/.test(name) && Number(name) < count ? Number(name) : undefined;

/** The places of all keys and values of a file. */
import type { Path, Place } from "../validation/problem.js";
import type { Lines } from "./lines.js";
import type { Member, Spots } from "./spots.js";

/** What is found on a path; `whole`: the end of the path was reached. */
interface Found extends Partial<Member> {
  readonly whole: boolean;
}

export class Places {
  readonly #lines: Lines;
  readonly #spots: Spots;
  readonly #root: number | undefined;

  /** `root`: the spot of the whole value; undefined when the file could not be read. */
  constructor(lines: Lines, spots: Spots, root: number | undefined) {
    this.#lines = lines;
    this.#spots = spots;
    this.#root = root;
  }

  /** The place of a value, or of the nearest value around it. */
  value(path: Path): Place {
    return this.#at(this.#find(path));
  }

  /** The place of a key; for list items and the whole file, the place of the value. */
  key(path: Path): Place {
    const { key, ...found } = this.#find(path);
    return found.whole && key ? this.#lines.at(...key) : this.#at(found);
  }

  /** A scalar as it is written. */
  source(path: Path): string | undefined {
    const { spot, whole } = this.#find(path);
    return whole && spot !== undefined ? this.#spots.source(spot) : undefined;
  }

  /** Whether the value has an anchor. */
  anchored(path: Path): boolean {
    const { spot, whole } = this.#find(path);
    return whole && spot !== undefined && this.#spots.isAnchored(spot);
  }

  /** Whether keys of the map could not be read: then no key is known to be missing. */
  incomplete(path: Path): boolean {
    const { spot, whole } = this.#find(path);
    return whole && spot !== undefined && this.#spots.isIncomplete(spot);
  }

  #at({ spot }: Found): Place {
    if (spot === undefined) return { file: this.#lines.file, line: 1, column: 1, length: 0 };
    return this.#lines.at(...this.#spots.range(spot));
  }

  #find(path: Path): Found {
    if (this.#root === undefined) return { whole: false };
    let found: Member = { spot: this.#root };
    for (const part of path) {
      const next = this.#spots.member(found.spot, String(part));
      if (!next) return { ...found, whole: false };
      found = next;
    }
    return { ...found, whole: true };
  }
}

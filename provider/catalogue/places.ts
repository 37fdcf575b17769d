/** Where every key and value of a file stands. */
import type { Path, Place } from "../validation/problem.js";

/** A value's place, and those of what is in it. An anchor's spot is shared by all its aliases. */
export interface Spot {
  readonly place: Place;
  /** A scalar as it is written. */
  readonly source?: string | undefined;
  readonly anchored: boolean;
  /** A map in which a key, or what `<<` names, could not be read: other keys may be there too. */
  incomplete?: boolean;
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

  /** Keys of the map could not be read, so that none is known to be missing. */
  incomplete(path: Path): boolean {
    const { spot, whole } = this.#find(path);
    return whole && spot?.incomplete === true;
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

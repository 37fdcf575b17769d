/** The places of all keys and values of a file. */
import type { Path, Place } from "../validation/problem.js";

/** The place of a value and of everything in it. All aliases of an anchor share one spot. */
export interface Spot {
  readonly place: Place;
  /** A scalar as it is written. */
  readonly source?: string | undefined;
  readonly anchored: boolean;
  /** A key of the map, or what `<<` names, could not be read, so the map may have more keys. */
  incomplete?: boolean;
  readonly inner: Map<string, { readonly key?: Place; readonly spot: Spot }>;
}

/** The places of all keys and values of a file. */
export class Places {
  readonly #start: Place;
  readonly #root: Spot | undefined;

  constructor(file: string, root: Spot | undefined) {
    this.#start = { file, line: 1, column: 1, length: 0 };
    this.#root = root;
  }

  /** The place of a value, or of the nearest value around it. */
  value(path: Path): Place {
    return this.#find(path).spot?.place ?? this.#start;
  }

  /** The place of a key; for list items and the whole file, the place of the value. */
  key(path: Path): Place {
    const { key, spot, whole } = this.#find(path);
    return (whole ? key : undefined) ?? spot?.place ?? this.#start;
  }

  /** A scalar as it is written. */
  source(path: Path): string | undefined {
    const { spot, whole } = this.#find(path);
    return whole ? spot?.source : undefined;
  }

  /** Whether the value has an anchor. */
  anchored(path: Path): boolean {
    const { spot, whole } = this.#find(path);
    return whole && spot?.anchored === true;
  }

  /** Whether keys of the map could not be read: then no key is known to be missing. */
  incomplete(path: Path): boolean {
    const { spot, whole } = this.#find(path);
    return whole && spot?.incomplete === true;
  }

  /** What is found on the path; `whole`: the end of the path was reached. */
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

/** The vendors and kinds that a program knows. */
import type { Kind } from "./kind.js";
import type { Vendor } from "./vendor.js";

/** All vendors a program knows. */
export class Registry {
  readonly vendors: readonly Vendor[];
  readonly #byType = new Map<string, { vendor: Vendor; kind: Kind }>();

  constructor(vendors: readonly Vendor[]) {
    this.vendors = vendors;
    for (const vendor of vendors) for (const kind of vendor.kinds) this.#byType.set(kind.type, { vendor, kind });
  }

  vendor(name: string): Vendor | undefined {
    return this.vendors.find((vendor) => vendor.name === name);
  }

  kind(type: string): { vendor: Vendor; kind: Kind } | undefined {
    return this.#byType.get(type);
  }
}

/** The kinds whose entries stand below entries of this kind. */
export const childrenOf = (vendor: Vendor, kind: Kind): readonly Kind[] =>
  vendor.kinds.filter(({ parent }) => parent?.type === kind.type);

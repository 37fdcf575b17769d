import type { JsonObject } from "../fields/shape.js";
import type { Kind } from "../kinds/kind.js";
import type { Vendor } from "../kinds/vendor.js";
import type { Adopt } from "../validation/adopt.js";
import type { ArchiveOnlyIf } from "../validation/archive-only-if.js";
import type { Place, Problem } from "../validation/problem.js";
import type { Accepted } from "../validation/review-code.js";
import type { OnRemove } from "../validation/schema.js";

export interface Lifecycle {
  readonly onRemove?: OnRemove;
  readonly adopt?: Adopt;
  readonly archiveOnlyIf?: ArchiveOnlyIf;
  /** The full addresses that the entry may have had before, from `renamedFrom`. */
  readonly formerAddresses: readonly string[];
  readonly ignoreChanges: readonly string[];
  /** Findings of the review that are right as they are: neither the engine nor the vendor sees them. */
  readonly accept?: Accepted;
}

/** Sample customers and their quantities: `{ "big team": { seats: "60" } }`. */
export type Examples = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** An object in the YAML, or one that a program declares. */
export interface Entry {
  readonly vendor: Vendor;
  readonly kind: Kind;
  readonly account: string;
  readonly key: string;
  /** `account/product-key[/child-key]` */
  readonly address: string;
  readonly parent?: Entry;
  /** The vendor's fields as they are written, including nulls, without those that the parent fills in. */
  readonly fields: JsonObject;
  readonly archived: boolean;
  readonly lifecycle: Lifecycle;
  /** Those of the file, with those of the entries above and of the entry itself. */
  readonly examples: Examples;
  readonly source: Source;
  /** The schema refuses a value in it, so its values may have any type. */
  readonly broken: boolean;
}

/** The place of an entry, for problems about it. */
export interface Source {
  readonly problem: (
    code: string,
    path: readonly (string | number)[],
    at: "key" | "value",
    message: string,
    remedy: string,
    severity?: Problem["severity"],
  ) => Problem;
  /** Of a value, or of the key at the end of the path; of the nearest value around it where there is none. */
  readonly place: (path: readonly (string | number)[], at: "key" | "value") => Place;
  /** A scalar as it is written; undefined where there is none. */
  readonly text?: (path: readonly (string | number)[]) => string | undefined;
  /** "sequence.yaml line 12" */
  readonly words: string;
}

export interface CatalogueModel {
  /** Parents before their children; otherwise in the order of files and lines. */
  readonly entries: readonly Entry[];
  /** Sorted by place. With any of severity "problem" there are no entries to act on. */
  readonly problems: readonly Problem[];
}

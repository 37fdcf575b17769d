/**
 * The review as data: what Markdown, HTML, terminal text and the JSON form are made from, and from nothing else.
 * It holds JSON values only; amounts are decimals as strings.
 */
import type { Json } from "../fields/shape.js";
import type { ImpactCount } from "../kinds/impact-count.js";
import type { MoneyChange } from "../money/change.js";

export type { ImpactCount };

/** Grows with every change that a reader of the JSON form could trip over. */
export const REVIEW_VERSION = 1;

export interface Review {
  readonly version: typeof REVIEW_VERSION;
  readonly source: ReviewSource;
  /** Sorted as they are read: irreversible archives, archives, replacements, dearer, cheaper, new entries, texts. */
  readonly changes: readonly Change[];
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** What the engine said that belongs to no change, and problems of the catalogue. */
  readonly messages: readonly Message[];
  readonly accounts: readonly ReviewedAccount[];
  /** Active products and prices after the merge, in the order of the catalogue. */
  readonly priceList: readonly ListedProduct[];
  /** Changes of resources that are not entries of the catalogue, by their names. Absent: there are none. */
  readonly others?: readonly OtherChange[];
}

/** A change of another resource of the program, of which the review shows nothing else. */
export interface OtherChange {
  /** "urn:pulumi:dev::catalogue::aws:s3/bucket:Bucket::receipts" */
  readonly urn: string;
  /** The step of the engine: "create", "update", "delete". */
  readonly operation: string;
  /** Stands for the values before and after: two changes are the same only if it is the same. */
  readonly digest: string;
}

/** From what the review was made. */
export type ReviewSource =
  | {
      readonly from: "preview";
      readonly stack?: string;
      /** The preview ended with errors, so there may be more changes than are listed. */
      readonly failed: boolean;
    }
  | {
      /** From the files alone: not compared with the vendor. */
      readonly from: "files";
      /** As it was given: "origin/main". */
      readonly base: string;
      /** The commit that the files were compared with. */
      readonly commit: string;
      /** The stack whose values were filled in. Absent: `${name}` has no value. */
      readonly values?: string;
      /** The catalogue has problems, so there may be more changes than are listed. */
      readonly failed: boolean;
    }
  | {
      /** From the accounts: what has changed there since the last run. Nothing is sent. */
      readonly from: "drift";
      readonly stack: string;
      /** The accounts could not be read to the end, so there may be more changes than are listed. */
      readonly failed: boolean;
    }
  | {
      /** From the states of two stacks: what a promotion from one to the other would change. */
      readonly from: "stacks";
      /** The stack whose catalogue would be promoted: `after` of all changes. */
      readonly promoted: string;
      /** The stack that the changes would be made in: `before` of all changes. */
      readonly into: string;
      /** A state holds what this version cannot compare. */
      readonly failed: boolean;
    };

export interface ReviewedAccount {
  readonly name: string;
  readonly vendor: string;
  readonly vendorTitle: string;
  /** Absent: not known without the stack's configuration. */
  readonly environment?: "sandbox" | "production";
  /** Where requests and credentials go. Absent: as `environment`. */
  readonly baseUrl?: string;
  /** The vendor's id of the organization, if the configuration names it. */
  readonly organization?: string;
}

/**
 * What happens to an object. `archive` also stands for an entry that is removed from the files. `retain`: the entry is
 * removed, and the object stays as it is. `forbidden`: the engine refuses to remove a protected entry; in a comparison
 * of two stacks, the vendor cannot un-archive the object.
 */
export type Action =
  | "create"
  | "adopt"
  | "update"
  | "replace"
  | "archive"
  | "un-archive"
  | "rename"
  | "retain"
  | "forbidden";

export interface Change {
  /** "sequence/platform/monthly" */
  readonly address: string;
  /** Before a rename. */
  readonly formerAddress?: string;
  /** "sequence:ListPrice" */
  readonly kind: string;
  /** "list price" */
  readonly kindTitle: string;
  /** The name of the account. */
  readonly account: string;
  /** Of the account; absent: not known without the stack's configuration. */
  readonly environment?: "sandbox" | "production";
  readonly action: Action;
  /** The entry is gone from the files. */
  readonly removed: boolean;
  /** The old object of a replacement that an earlier run has not finished. */
  readonly ofReplacement?: true;
  /**
   * In a comparison of two stacks: the only one that has the entry. If it is the promoted one, the action is "create",
   * otherwise "retain".
   */
  readonly onlyIn?: string;
  /** The id at the vendor, where there is an object and the id is known. */
  readonly id?: string;
  /** In words: "Platform / monthly". */
  readonly title: string;
  /** What happens, in one sentence without the title: "EUR 99.00 → 109.00 per month (+10.1 %), in place". */
  readonly sentence: string;
  /** The vendor cannot take it back. */
  readonly irreversible: boolean;
  /** Of the entry. Absent: it is not in the files. */
  readonly place?: SourcePlace;
  readonly fields: readonly FieldChange[];
  /** Absent: the entry has no price, and had none. */
  readonly money?: MoneyChange;
  /** What it means for those who have the object, and what else happens; a sentence each. */
  readonly consequences: readonly string[];
  /** What is sent, in this order. null: known only during the run. */
  readonly requests: readonly ReviewedRequest[] | null;
  /** What the preview said about the entry. */
  readonly messages: readonly Message[];
  /** Those of the review that are about this entry; absent: none. */
  readonly findings?: readonly Finding[];
  /** Who is on it, if that was counted. */
  readonly impact?: readonly ImpactCount[];
}

export interface SourcePlace {
  /** Relative to the folder in which the command runs, with forward slashes. */
  readonly file: string;
  readonly line: number;
}

export interface FieldChange {
  /** "structure.price" */
  readonly path: string;
  /** null: no value. */
  readonly before: Json;
  readonly after: Json;
  /** It decides what customers pay, or when. */
  readonly money: boolean;
  /** The files did not name it before: the vendor may have had a value all the same. */
  readonly newlyNamed?: true;
  readonly place?: SourcePlace;
}

export interface ReviewedRequest {
  readonly method: string;
  /** `<new>` stands for the id of an object that does not exist yet, `<id>` for one that is not known here. */
  readonly path: string;
  /** Names of the members of the body. */
  readonly fields: readonly string[];
  /** The body also holds all that the object has, except these: leaving them out clears them. */
  readonly overlaid?: { readonly without: readonly string[] };
}

export type {
  Curve,
  Direction,
  MoneyChange,
  PriceChange,
  SampleBill as Bill,
  StatedPrice,
  Totals,
  TotalsRow,
} from "../money/change.js";

export type FindingSeverity = "block" | "warn" | "note";

/** What a rule says about the catalogue or about a change. */
export interface Finding {
  /** "times-ten" */
  readonly code: string;
  readonly severity: FindingSeverity;
  /** Absent: it is about the change as a whole. */
  readonly address?: string;
  /** "Platform / monthly" */
  readonly title?: string;
  readonly message: string;
  readonly remedy: string;
  readonly place?: SourcePlace;
  /** The line of YAML that accepts exactly this: `lifecycle: { accept: { times-ten: "9.90 -> 99.00: why" } }`. */
  readonly accept?: string;
}

export interface Message {
  readonly severity: "error" | "warning" | "info";
  readonly text: string;
  readonly place?: SourcePlace;
}

export interface ListedProduct {
  readonly address: string;
  readonly title: string;
  readonly vendorTitle: string;
  readonly account: string;
  readonly prices: readonly ListedPrice[];
}

export interface ListedPrice {
  readonly address: string;
  readonly title: string;
  /** "EUR 99.00 per month" */
  readonly text: string;
  /** What this review changes of it. */
  readonly action?: Action;
}

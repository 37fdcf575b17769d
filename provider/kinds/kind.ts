/**
 * The one contract between the vendors and everything else. A kind says in data what a vendor's object looks
 * like and what its API can do; `lifecycle/`, `catalogue/` and the sandboxes' tests read it and never ask which
 * vendor it is. Optional members are capabilities: absent means the vendor cannot.
 */
import type { JsonObject } from "../fields/shape.js";
import type { Price } from "../money/price.js";
import type { Archiving } from "./archiving.js";
import type { Calls } from "./calls.js";
import type { Field, Settings } from "./field.js";
import type { Impact } from "./impact.js";
import type { Reference } from "./references.js";

/** A replacement with the same value needs the old object archived first, and is refused where archived ones count. */
export interface Unique<Name extends string = string> {
  readonly field: Name;
  /** Archived objects keep their value: no other object can have it. */
  readonly archivedCount: boolean;
  /** The setting that says so. */
  readonly setting: string;
}

/** The text in a vendor field that proves an object is ours. */
export interface Marker<Name extends string = string> {
  /** The vendor's map of free texts: "metadata". */
  readonly field: Name;
  readonly addressKey: string;
  readonly ownerKey: string;
}

/** What a change means for those who have the object: each the rest of a sentence, right for this vendor. */
export interface Affects {
  /** The vendor's page. */
  readonly source: string;
  /**
   * A changed amount: "in place; …", or what is made anew. `before`: the old amount, "USD 20.00". `recurring`: it is
   * charged again and again, so that there are customers who are charged next.
   */
  readonly priceChanged?: (before: string, recurring: boolean) => string;
  /** "running schedules go on" */
  readonly archived?: string;
  /** "subscribers stay on the old product" */
  readonly replaced?: string;
}

/** `some`: there is one, but the entry does not say how long it is. */
export type Trial = "none" | "some" | { readonly count: number; readonly unit: "day" | "week" | "month" | "year" };

/** A rule about one entry that a schema cannot say. Returns what is wrong, each at a path within the entry. */
export interface Rule {
  /** The problem's code, kebab-case. */
  readonly code: string;
  /** What it means, for the docs. */
  readonly doc: string;
  readonly check: (fields: JsonObject) => readonly RuleViolation[];
  readonly severity?: "problem" | "warning";
}
export interface RuleViolation {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly remedy: string;
}

export type Kind = KindOf<string>;

/** A kind that names no field but those of its table; `Kind` itself takes any name. */
export const defineKind = <Name extends string>(kind: KindOf<Name>): Kind => kind;

/** `Name`: the names of its fields. */
export interface KindOf<Name extends string> {
  /** "sequence:ListPrice": the same in type token, schema, docs, fixtures and tests. */
  readonly type: string;
  /** In messages: "list price". */
  readonly title: string;
  /** The map in the YAML that holds its entries: "listPrices". */
  readonly collection: string;
  /** Names that people write for the collection, such as those of other vendors. */
  readonly alsoCalled?: readonly string[];
  readonly parent?: { readonly type: string; readonly field: NoInfer<Name> };
  readonly fields: Readonly<Record<Name, Field>>;
  /** What identifies an object where no marker can: the first that the entry names. Absent: equality in every field. */
  readonly naturalKey?: readonly NoInfer<Name>[];
  readonly marker?: Marker<NoInfer<Name>>;
  readonly calls: Calls<NoInfer<Name>>;
  readonly archiving: Archiving;
  /** The vendor can delete objects for good, so that a 404 may mean gone. */
  readonly deletable?: boolean;
  /** A field whose value no two objects may share, if these settings say so. */
  readonly unique?: (settings: Settings) => Unique<NoInfer<Name>> | undefined;
  /** Members of a live object. */
  readonly id: (object: JsonObject) => string | undefined;
  readonly createdAt?: (object: JsonObject) => string | undefined;
  /** When it was last changed: what still shows the time of its creation was never changed, nor archived. */
  readonly updatedAt?: (object: JsonObject) => string | undefined;
  readonly organization?: (object: JsonObject) => string | undefined;
  /** By the member that holds the name, wherever it stands within a field: "usageMetric". */
  readonly references?: Readonly<Record<string, Reference>>;
  readonly rules?: readonly Rule[];
  /** What the account's settings ask of an entry: said in the preview, as the YAML alone does not know it. */
  readonly accountRules?: (fields: JsonObject, settings: Settings) => readonly RuleViolation[];
  /** What customers pay, one for each currency. Absent: objects of this kind have no prices. */
  readonly prices?: (fields: JsonObject, settings: Settings) => readonly Price[];
  /** What a change means for those who have the object. */
  readonly affects?: Affects;
  /** The field with the name that people see: customers, where the object is a price or can be bought. */
  readonly label?: NoInfer<Name>;
  /** The field that says how the object is taxed. */
  readonly taxedBy?: NoInfer<Name>;
  /** A changed price holds for new customers only: those who have the object keep what they pay. */
  readonly existingKeepPrice?: true;
  /** How long customers try the object without paying. undefined: a value is not known here. */
  readonly trial?: (fields: JsonObject) => Trial | undefined;
  /** What can be counted of those who have an object. Absent: the vendor offers no way. */
  readonly impact?: readonly Impact[];
  /** The vendor's page about archiving, and what it means there, in a sentence. */
  readonly docs: { readonly page: string; readonly archived: string };
}

/** Reads a member that is a text: for the `id`, `createdAt`, … of a kind. */
export const textOf =
  (member: string) =>
  (object: JsonObject): string | undefined => {
    const value = object[member];
    return typeof value === "string" ? value : undefined;
  };

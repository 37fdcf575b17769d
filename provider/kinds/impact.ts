/** Who has an object at the vendor: what can be counted, and how. Only counts are kept of what is read. */
import type { Json, JsonObject } from "../fields/shape.js";
import type { Request } from "./calls.js";
import type { Settings } from "./field.js";
import type { Kind } from "./kind.js";

/** What happens to the object. replaced: a new object is made, and this one archived. */
export type Happening = "archived" | "replaced" | "changed";

/** Something that can be counted for an object. */
export type Impact = Total | Scan;

interface ImpactBase {
  /** In words: "active subscriptions". */
  readonly of: string;
  /** They are the subscribers of `archiveOnlyIf`. One count of a kind at most. */
  readonly subscribers?: true;
  /** The account's setting, true or false, that turns the count on: the vendor does not document the request. */
  readonly setting?: string;
  /** The permission that the credentials need for it: "the scope subscriptions:read". */
  readonly needs?: string;
  /** What the vendor does with them, in a sentence. A replaced object is archived, so `archived` is its default. */
  readonly effect?: Readonly<Partial<Record<Happening, string>>>;
}

/** The vendor counts: one request for each object. */
export interface Total extends ImpactBase {
  readonly by: "total";
  readonly request: (id: string, settings: Settings) => Request;
  /** undefined: the answer does not say. */
  readonly count: (answer: Json) => number | undefined;
}

/** A list of the vendor is read once for all objects of the account, and its items are counted. */
export interface Scan extends ImpactBase {
  readonly by: "scan";
  readonly request: (settings: Settings) => Request;
  /** The id of an item. */
  readonly id: (item: JsonObject) => string | undefined;
  readonly matches: (item: JsonObject, id: string) => boolean;
}

/** What is counted for an object of the kind, with the settings of its account. */
export const impactsOf = ({ impact = [] }: Kind, settings: Settings): readonly Impact[] =>
  impact.filter(({ setting }) => setting === undefined || settings[setting] === true);

/** The count of those who have the object. Without settings: whether there is one at all. */
export const subscribersOf = (kind: Kind, settings?: Settings): Impact | undefined =>
  (settings ? impactsOf(kind, settings) : (kind.impact ?? [])).find(({ subscribers }) => subscribers);

export const effectOf = ({ effect }: Impact, happening: Happening): string | undefined =>
  effect?.[happening] ?? (happening === "replaced" ? effect?.archived : undefined);

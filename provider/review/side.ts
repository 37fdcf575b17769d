/** An entry as it is before or after a change, from a preview or from files: what rules and changes are made from. */
import type { Lifecycle, Source } from "../catalogue/model.js";
import type { JsonObject } from "../fields/shape.js";
import type { Settings } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import type { Vendor } from "../kinds/vendor.js";
import type { Price } from "../money/price.js";

export interface Side {
  readonly address: string;
  readonly vendor: Vendor;
  readonly kind: Kind;
  /** The name of the account. */
  readonly account: string;
  /** Of the account, defaults filled in. */
  readonly settings: Settings;
  readonly fields: JsonObject;
  readonly archived: boolean;
  /** The entry in words: "Platform / monthly". */
  readonly title: string;
  /** Address of the parent. */
  readonly parent?: string;
  /** One for each currency; empty for kinds without prices. */
  readonly prices: readonly Price[];
  /** Quantities of sample customers, by name: `x-examples`. */
  readonly examples: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Of an entry that is in the files. */
  readonly lifecycle?: Lifecycle;
  readonly source?: Source;
}

/** An entry before and after; new without `before`, removed without `after`. Unchanged ones have both. */
export interface Pair {
  readonly before?: Side;
  readonly after?: Side;
}

/** All objects of an account, as its vendor has them now. */
import type { Account } from "../accounts/account.js";
import type { JsonObject } from "../fields/shape.js";
import type { Kind } from "../kinds/kind.js";
import type { Vendor } from "../kinds/vendor.js";
import type { Mark } from "../lifecycle/plan/bodies.js";

/** An object of the account. */
export interface FoundObject {
  readonly kind: Kind;
  readonly id: string;
  /** As the vendor answered. */
  readonly object: JsonObject;
  /** As far as the vendor shows it: an archived product of Sequence looks like an active one. */
  readonly archived: boolean;
  /** The id of the object above it. */
  readonly parentId?: string;
  /** The mark of the stack that manages it, where the vendor can store one. */
  readonly mark?: Mark;
}

export interface Inventory {
  readonly account: Account;
  readonly vendor: Vendor;
  /** Parents before their children; otherwise in the order of the vendor's lists. */
  readonly objects: readonly FoundObject[];
  readonly byId: ReadonlyMap<string, FoundObject>;
}

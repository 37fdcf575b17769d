/** An entry with what its row has and what it wants: the same from a preview and from files. */
import type { AccountConfig, CatalogueConfig, Environment } from "../accounts/config.js";
import type { Settings } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import { settingsOf, type Vendor } from "../kinds/vendor.js";
import type { Adoption } from "../lifecycle/observe/adoption-words.js";
import type { Inputs, Outputs } from "../lifecycle/state.js";
import type { Message } from "./digest.js";
import type { Pair } from "./side.js";

/** What the engine does. `forbidden`: it refuses to, because the row is protected. */
export type Operation = "same" | "create" | "update" | "replace" | "delete" | "retain" | "forbidden";

export interface Subject extends Pair {
  readonly vendor: Vendor;
  readonly kind: Kind;
  readonly settings: Settings;
  readonly operation: Operation;
  /** The address before a rename. */
  readonly formerAddress?: string;
  /** The id at the vendor, where it is known. */
  readonly id?: string;
  /** What the row has; absent for a create. */
  readonly olds?: Outputs;
  /** What the entry wants; absent for a removal. */
  readonly news?: Inputs;
  /** Which object the entry adopts. Absent although the entry has `adopt`: it is known only during the run. */
  readonly adoption?: Adoption;
  /** `adopt` finds nothing, so an object is created. */
  readonly adoptsNothing?: boolean;
  /** A replacement archives the old object before it creates the new one. */
  readonly archivesFirst?: boolean;
  /** A replacement leaves the old object as it is. */
  readonly keepsOld?: boolean;
  /** It has happened at the vendor already: nothing is sent. */
  readonly isSeen?: true;
  /** An earlier run has replaced the object, and could not archive it: it is the old one, whatever the files have. */
  readonly isLeftover?: true;
  readonly messages: readonly Message[];
}

/** What the review knows of an account. */
export interface AccountFacts {
  readonly name: string;
  readonly vendor: Vendor;
  readonly settings: Settings;
  readonly organization?: string;
  /** Absent: not known without the stack's configuration. */
  readonly environment?: Environment;
  /** Absent: as `environment`. */
  readonly baseUrl?: string;
}

/** Accounts by their configuration; one that cannot be read, or is not known, has the vendor's defaults. */
export function accountFacts(config: CatalogueConfig | undefined): (name: string, vendor: Vendor) => AccountFacts {
  const known = new Map<string, AccountFacts>();
  return (name, vendor) => {
    const facts = known.get(name) ?? factsOf(accountOf(config, name, vendor), name, vendor);
    known.set(name, facts);
    return facts;
  };
}

function factsOf(account: AccountConfig | undefined, name: string, vendor: Vendor): AccountFacts {
  if (!account) return { name, vendor, settings: settingsOf(vendor) };
  const { settings, environment, organization, baseUrl } = account;
  return { name, vendor, settings, environment, baseUrl, ...(organization === undefined ? {} : { organization }) };
}

function accountOf(config: CatalogueConfig | undefined, name: string, vendor: Vendor): AccountConfig | undefined {
  try {
    return config?.account(name, vendor);
  } catch {
    return undefined;
  }
}

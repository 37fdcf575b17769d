/** The price list of a catalogue as it is: JSON values only. Pure. */
import type { Environment } from "../accounts/config.js";
import type { Entry } from "../catalogue/model.js";
import type { StatedPrice } from "../money/change.js";
import { statedPrice } from "../money/sentences.js";
import { tierLines } from "../money/tier-words.js";
import { nameOf, sideOf } from "./sides.js";
import { byAddress, type StateEntry } from "./state-entries.js";
import type { AccountFacts } from "./subject.js";

export interface CatalogueList {
  readonly version: 1;
  readonly source: ListSource;
  /** Sorted by name. */
  readonly accounts: readonly ListedAccount[];
}

export type ListSource =
  | { readonly from: "stack"; readonly stack: string }
  | {
      readonly from: "files";
      readonly directory: string;
      /** The stack whose values were filled in. */
      readonly values?: string;
    };

export interface ListedAccount {
  readonly name: string;
  readonly vendor: string;
  readonly vendorTitle: string;
  /** Absent: not known without the configuration of a stack. */
  readonly environment?: Environment;
  /** A product comes right before its prices. */
  readonly entries: readonly ListedEntry[];
}

export interface ListedEntry {
  readonly address: string;
  /** The address of the product that the price belongs to. */
  readonly parent?: string;
  /** "sequence:ListPrice" */
  readonly kind: string;
  readonly kindTitle: string;
  readonly name: string;
  /** `below-archived`: it is active, but its product is archived. */
  readonly state: "active" | "archived" | "below-archived";
  /** It was archived outside the catalogue, and the vendor cannot un-archive it. */
  readonly archivedElsewhere?: true;
  /** When the state knew at the latest that it is archived: ISO 8601. */
  readonly archivedBy?: string;
  /** The vendor's id; absent: the list is made from files. */
  readonly id?: string;
  readonly createdAt?: string;
  /** One for each currency. */
  readonly prices: readonly ListedAmount[];
}

export interface ListedAmount extends StatedPrice {
  /** Of a price by tiers, a line each: "up to 9 seats: USD 15.00 each". */
  readonly tiers?: readonly string[];
}

/** An entry, with what a state knows of its object. */
export type ListableEntry = Pick<StateEntry, "entry"> & Partial<StateEntry>;

export interface ListInput {
  readonly source: ListSource;
  readonly entries: readonly ListableEntry[];
  readonly accountOf: (name: string, vendor: Entry["vendor"]) => AccountFacts;
  /** Whether archived entries, and those below them, are part of the list. */
  readonly archived: boolean;
}

export function catalogueList({ source, entries, accountOf, archived }: ListInput): CatalogueList {
  const byAccount = Map.groupBy(entries, ({ entry }) => entry.account);
  const names = [...byAccount.keys()].sort();
  return {
    version: 1,
    source,
    accounts: names.flatMap((name): ListedAccount[] => {
      const own = byAccount.get(name) ?? [];
      const vendor = own[0]?.entry.vendor;
      if (!vendor) return [];
      const { environment } = accountOf(name, vendor);
      return [
        {
          name,
          vendor: vendor.name,
          vendorTitle: vendor.title,
          ...(environment === undefined ? {} : { environment }),
          entries: own
            .map((one) => listed(one, accountOf(name, vendor)))
            .filter(({ state }) => archived || state === "active")
            .sort(byAddress),
        },
      ];
    }),
  };
}

function listed(
  { entry, id, createdAt, archivedElsewhere, modified }: ListableEntry,
  account: AccountFacts,
): ListedEntry {
  const { address, kind, parent, archived, fields } = entry;
  const state = archived ? "archived" : parent?.archived ? "below-archived" : "active";
  return {
    address,
    ...(parent ? { parent: parent.address } : {}),
    kind: kind.type,
    kindTitle: kind.title,
    name: nameOf(kind, fields, address),
    state,
    ...(archivedElsewhere ? { archivedElsewhere } : {}),
    ...(archived && modified !== undefined ? { archivedBy: new Date(modified).toISOString() } : {}),
    ...(id === undefined ? {} : { id }),
    ...(createdAt === undefined ? {} : { createdAt }),
    prices: sideOf(entry, account.settings).prices.map((price) => {
      const tiers = tierLines(price);
      return { ...statedPrice(price), ...(tiers.length === 0 ? {} : { tiers }) };
    }),
  };
}

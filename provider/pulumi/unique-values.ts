/**
 * Values that only one object of an account may have, such as Fynn's `number` with the setting `numberUnique`. The
 * vendor would refuse a new object whose value another object has, even if that object is archived in the same run.
 */
import { type CatalogueConfig, ConfigError } from "../accounts/config.js";
import type { Entry } from "../catalogue/model.js";
import type { Json } from "../fields/shape.js";
import type { Unique } from "../kinds/kind.js";
import type { StackRow } from "./stack-rows.js";

/** Another object that has the value, or will have it. */
interface Holder {
  readonly address: string;
  readonly archived: boolean;
  /** No entry declares the object: it is archived after new objects are created. */
  readonly removed: boolean;
}

/** An entry with the value that only it may have. */
interface Claim {
  readonly entry: Entry;
  readonly rule: Unique;
  readonly value: Json;
  readonly key: string;
}

export class UniqueValues {
  readonly #isNew: (entry: Entry) => boolean;
  readonly #config: CatalogueConfig;
  readonly #known = new Set<Entry>();
  readonly #holders = new Holders();
  /** New entries, by the value that they would take. */
  readonly #claims = new Map<string, Claim[]>();

  /** `isNew`: no row holds an object of the entry. */
  constructor(isNew: (entry: Entry) => boolean, config: CatalogueConfig) {
    this.#isNew = isNew;
    this.#config = config;
  }

  /**
   * Throws a ConfigError when the vendor would refuse one of these entries, or of those before them, because of a value
   * that another object has. `removed`: rows that no entry declares.
   */
  check(entries: readonly Entry[], removed: readonly StackRow[] = []): void {
    const claims = entries.flatMap((entry) => this.#claimOf(entry) ?? []);
    const taken = new Set(claims.filter((claim) => this.#add(claim)).map(({ key }) => key));
    const gone = holdersIn(removed, new Set(claims.map(({ rule }) => rule.field)));
    const earlier = [...taken].flatMap((key) => this.#claims.get(key) ?? []);
    for (const claim of [...claims.filter(({ entry }) => this.#takes(entry)), ...earlier])
      this.#demandFree(claim, gone);
  }

  #claimOf(entry: Entry): Claim | undefined {
    const { kind, account, vendor, fields } = entry;
    const rule = kind.unique?.(this.#config.account(account, vendor).settings);
    const value = rule && fields[rule.field];
    return rule && value !== undefined && value !== null
      ? { entry, rule, value, key: keyOf(kind.type, account, rule.field, value) }
      : undefined;
  }

  /** Whether it becomes a holder that those before it have to be compared with. */
  #add(claim: Claim): boolean {
    const { entry, key } = claim;
    if (this.#known.has(entry)) return false;
    this.#known.add(entry);
    const claims = this.#claims.get(key) ?? [];
    this.#claims.set(key, claims);
    if (this.#takes(entry)) claims.push(claim);
    return this.#holders.add(key, { address: entry.address, archived: entry.archived, removed: false });
  }

  /** A create sends the value. */
  #takes = (entry: Entry): boolean => entry.lifecycle.adopt === undefined && this.#isNew(entry);

  #demandFree({ entry, rule, value, key }: Claim, gone: Holders): void {
    const { kind, vendor, address } = entry;
    const archived = rule.archivedCount;
    // Two active entries with the same value are reported as a problem of the catalogue.
    const holder =
      this.#holders.first(key, { archived, active: entry.archived, besides: address }) ??
      gone.first(key, { archived, active: true });
    if (!holder) return;
    throw new ConfigError(
      `${address}: ${vendor.title} may refuse a new ${kind.title} with ${rule.field} ${JSON.stringify(value)}, ` +
        `because ${holder.address} ${reason(holder)}; nothing was sent\n` +
        `  what to do: ${remedies(entry, holder, rule).join("; or ")}`,
    );
  }
}

const keyOf = (kind: string, account: string, field: string, value: unknown): string =>
  `${kind} ${account} ${field} ${JSON.stringify(value)}`;

interface Wanted {
  readonly archived: boolean;
  readonly active: boolean;
  /** The address of another object than this one. */
  readonly besides?: string;
}

/** Who holds a value. Two of each are enough to find another than oneself. */
class Holders {
  readonly #byKey = new Map<string, Holder[]>();

  /** Whether it is one of the two. */
  add(of: string, { address, archived, removed }: Holder): boolean {
    const known = this.#byKey.get(of) ?? [];
    this.#byKey.set(of, known);
    const isKept = known.filter((holder) => holder.archived === archived).length < 2;
    if (isKept) known.push({ address, archived, removed });
    return isKept;
  }

  first(of: string, { archived, active, besides }: Wanted): Holder | undefined {
    return this.#byKey.get(of)?.find((holder) => holder.address !== besides && (holder.archived ? archived : active));
  }
}

function holdersIn(rows: readonly StackRow[], fields: ReadonlySet<string>): Holders {
  const holders = new Holders();
  for (const { name, type, account, archived, outputs } of rows)
    for (const field of fields)
      holders.add(keyOf(type, account, field, outputs[field]), { address: name, archived, removed: true });
  return holders;
}

const reason = ({ archived, removed }: Holder): string =>
  archived
    ? "has it and keeps it when it is archived"
    : removed
      ? "has it, and its object is archived only after new objects are created"
      : "has it";

function remedies({ address, account }: Entry, holder: Holder, { field, setting }: Unique): string[] {
  return [
    `write another \`${field}\` in ${address}`,
    ...(holder.removed && !holder.archived
      ? [`set \`lifecycle: { renamedFrom: ${holder.address} }\` in ${address} to keep the object under its new key`]
      : []),
    ...(holder.archived
      ? [`if archiving frees the value, set \`${setting}: false\` for account ${account} in catalogue:accounts`]
      : []),
  ];
}

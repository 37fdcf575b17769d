/** What the rows of a state say about one account: each answer is made once for a state, when it is first asked for. */
import { organizationOf } from "../accounts/hosts.js";
import type { StateRow } from "../accounts/runtime.js";

export class StateRows {
  readonly #account: string;
  readonly #rows: readonly StateRow[];
  #held: ReadonlyMap<string, string> | undefined;
  #byEntry: ReadonlyMap<string, StateRow> | undefined;
  #organization: { readonly id: string | undefined } | undefined;
  #addresses: ReadonlySet<string> | undefined;
  #written: { readonly before: number; readonly last: number } | undefined;

  private constructor(account: string, rows: readonly StateRow[]) {
    this.#account = account;
    this.#rows = rows;
  }

  /** `rows`: all rows of a state, which nobody changes. */
  static of(rows: readonly StateRow[], account: string): StateRows {
    const byAccount = accounts.get(rows) ?? new Map<string, StateRows>();
    if (!accounts.has(rows)) {
      for (const [name, own] of Map.groupBy(rows, (row) => row.account)) byAccount.set(name, new StateRows(name, own));
      accounts.set(rows, byAccount);
    }
    return byAccount.get(account) ?? new StateRows(account, []);
  }

  /** Id → address. */
  get held(): ReadonlyMap<string, string> {
    this.#held ??= new Map(this.#rows.map((row) => [row.id, row.address]));
    return this.#held;
  }

  get addresses(): ReadonlySet<string> {
    this.#addresses ??= new Set(this.#rows.map((row) => row.address));
    return this.#addresses;
  }

  /** The first row of an entry: `type` is "sequence:ListPrice". */
  row(type: string, address: string): StateRow | undefined {
    this.#byEntry ??= new Map(this.#rows.toReversed().map((row) => [`${row.type} ${row.address}`, row]));
    return this.#byEntry.get(`${type} ${address}`);
  }

  /** Where the objects of the rows belong. Throws when they belong to several organizations. */
  get organization(): string | undefined {
    this.#organization ??= { id: organizationOf({ name: this.#account }, this.#rows) };
    return this.#organization.id;
  }

  /** When the last row was written before a time; both in milliseconds since the epoch. 0: never. */
  writtenBefore(time: number): number {
    if (this.#written?.before !== time) {
      const times = this.#rows.map(({ modified = 0 }) => modified).filter((modified) => modified < time);
      this.#written = { before: time, last: times.reduce((a, b) => Math.max(a, b), 0) };
    }
    return this.#written.last;
  }
}

const accounts = new WeakMap<readonly StateRow[], Map<string, StateRows>>();

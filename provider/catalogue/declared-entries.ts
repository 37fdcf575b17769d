/** The entries of a program, for what one of them needs of the others. */

import { namingKey, namings } from "../kinds/references.js";
import type { Entry } from "./model.js";
import { EntryIndex } from "./named-entries.js";

/** The order around the archived entries of one kind in one account. */
interface Order {
  /** Addresses that no archived entry comes after yet. */
  waiting: string[];
  /** The archived entry that comes after all others that are known by then. */
  last?: string;
  readonly before: Map<string, readonly string[]>;
}

export class DeclaredEntries {
  readonly index = new EntryIndex();
  readonly #orders = new Map<string, Order>();

  constructor(entries: readonly Entry[] = []) {
    for (const entry of entries) this.add(entry);
  }

  add(entry: Entry): void {
    this.index.add(entry);
    const types = Object.values(entry.kind.references ?? {}).flatMap((reference) => reference.entry ?? []);
    for (const type of new Set(types)) this.#orderOf(type, entry.account).waiting.push(entry.address);
  }

  /** Addresses of the active entries that the entry names by key, by those names: the engine writes them first. */
  namedBy({ account, kind, fields }: Entry): Record<string, string> {
    const found = namings(kind, fields).flatMap((naming): [string, string][] => {
      const { entry: type } = naming.reference;
      const target = type === undefined ? undefined : this.index.get(type, account, naming.name);
      // The id of an archived entry is in the state.
      return target && !target.archived ? [[namingKey(naming), target.address]] : [];
    });
    return Object.fromEntries(found);
  }

  /**
   * What the engine handles before an archived entry: every entry that may use its object, because a vendor may refuse
   * to archive what active objects use. An entry may have used it although it no longer names it, so these are all of
   * the account whose kind can. The first archived entry waits for them, and the others wait for the first, so that
   * there are as many dependencies as entries.
   */
  before({ account, address, archived, kind }: Entry): readonly string[] {
    if (!archived) return [];
    const order = this.#orderOf(kind.type, account);
    const known = order.before.get(address);
    if (known) return known;
    const before = [...(order.last === undefined ? [] : [order.last]), ...order.waiting];
    order.before.set(address, before);
    if (order.waiting.length > 0) order.last = address;
    order.waiting = [];
    return before;
  }

  #orderOf(type: string, account: string): Order {
    const of = `${type} ${account}`;
    const known = this.#orders.get(of) ?? { waiting: [], before: new Map() };
    this.#orders.set(of, known);
    return known;
  }
}

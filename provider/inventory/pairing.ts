/** Which entry of the files stands for which object of an account. Pure. What could be several objects is none. */
import type { StateRow } from "../accounts/runtime.js";
import { addressesOf } from "../catalogue/addresses.js";
import type { Entry } from "../catalogue/model.js";
import { canonical, stable } from "../fields/compare.js";
import type { Json, JsonObject } from "../fields/shape.js";
import type { Kind } from "../kinds/kind.js";
import { namingKey, namings } from "../kinds/references.js";
import { differencesToLive, naturalKeyOf } from "../lifecycle/identity/decision.js";
import { likeness } from "../lifecycle/identity/likeness.js";
import { type Change, readField } from "../lifecycle/plan/managed.js";
import { withIds } from "../lifecycle/references.js";
import { adoptedId } from "../validation/adopt.js";
import type { FoundObject, Inventory } from "./inventory.js";
import type { AccountNames } from "./names.js";
import { inOrder } from "./order.js";

/**
 * How an object was found: by the row of the stack's state; by the mark that it carries; by the id in `adopt`; by the
 * natural key; because it is equal in every field; because it alone has the name of the entry below the same parent.
 */
export type How = "state" | "mark" | "id" | "natural key" | "equal" | "name";

export interface Paired {
  readonly entry: Entry;
  readonly found: FoundObject;
  readonly how: How;
  /** What the entry says otherwise, from what the vendor has to what the entry wants. */
  readonly changes: readonly Change[];
  /** The fields of the entry with ids in the place of names, and with the id of the parent. */
  readonly fields: JsonObject;
}

export interface Ambiguous {
  readonly entry: Entry;
  readonly objects: readonly FoundObject[];
}

export interface Pairing {
  readonly pairs: readonly Paired[];
  /** Entries that several objects fit. */
  readonly ambiguous: readonly Ambiguous[];
  /** Entries with a row in the state whose object the account does not list. */
  readonly unseen: readonly { readonly entry: Entry; readonly id: string }[];
  /** Entries for which there is no object. */
  readonly missing: readonly Entry[];
  /** Objects of this stack whose entry is no longer in the files, with the address of their row. */
  readonly removed: readonly { readonly found: FoundObject; readonly address: string }[];
  /** Objects that carry the mark of another stack. */
  readonly foreign: readonly FoundObject[];
  /** Objects that no entry and no row of the state stands for. */
  readonly unmanaged: readonly FoundObject[];
}

export interface ToPair {
  /** Of the account. */
  readonly entries: readonly Entry[];
  readonly inventory: Inventory;
  readonly names: AccountNames;
  /** The rows of the stack's state. `isLeftover`: of a replaced object that is still to be deleted. */
  readonly rows: readonly (Pick<StateRow, "type" | "address" | "id"> & { readonly isLeftover?: boolean })[];
  /** The owner in the marks of this stack. */
  readonly owner: string;
}

export function pair(request: ToPair): Pairing {
  const pairs = new Pairs(request);
  for (const group of inOrder(request.entries)) pairs.add(group);
  return pairs.result();
}

/** An entry that names an id takes that object or none, as it does in `pulumi up`. */
const isBy = (how: How, { entry }: Wanted): boolean => how === "id" || adoptedId(entry.lifecycle.adopt) === undefined;

interface Wanted {
  readonly entry: Entry;
  readonly fields: JsonObject;
}

class Pairs {
  readonly #request: ToPair;
  readonly #pairs = new Map<Entry, Paired>();
  readonly #byAddress = new Map<string, FoundObject>();
  readonly #ambiguous: Ambiguous[] = [];
  readonly #unseen: { entry: Entry; id: string }[] = [];
  readonly #missing: Entry[] = [];
  /** Ids that a row holds, or that an entry has. */
  readonly #taken = new Set<string>();
  readonly #rows: ReadonlyMap<string, string>;

  constructor(request: ToPair) {
    this.#request = request;
    const { rows, inventory } = request;
    // Rows of other accounts too: two accounts may have the same credentials, and one may have been renamed.
    const types = new Set(inventory.vendor.kinds.map(({ type }) => type));
    const own = rows.filter(({ type }) => types.has(type));
    const current = own.filter(({ isLeftover }) => !isLeftover);
    this.#rows = new Map(current.map(({ type, address, id }) => [`${type} ${address}`, id]));
    for (const { id } of own) this.#taken.add(id);
  }

  /** Entries of one kind. The surest signs come first, so that no guess takes what another entry has for certain. */
  add(entries: readonly Entry[]): void {
    const open = entries.filter((entry) => !this.#byRow(entry)).map((entry) => this.#wanted(entry));
    const ways: readonly [How, (wanted: Wanted) => readonly FoundObject[]][] = [
      ["mark", (wanted) => this.#marked(wanted)],
      ["id", (wanted) => this.#named(wanted)],
      ["natural key", (wanted) => this.#withKey(wanted)],
      ["equal", (wanted) => this.#equal(wanted, true)],
      ["equal", (wanted) => this.#equal(wanted, false)],
      ["name", (wanted) => this.#withName(wanted, open)],
    ];
    let rest = open;
    for (const [how, find] of ways) rest = this.#take(rest, how, (one) => (isBy(how, one) ? find(one) : []));
    for (const { entry } of rest) this.#missing.push(entry);
  }

  result(): Pairing {
    const { entries, inventory, owner, rows } = this.#request;
    const paired = new Set([...this.#pairs.values()].map(({ found }) => found.id));
    const told = new Set(this.#ambiguous.flatMap(({ objects }) => objects.map(({ id }) => id)));
    const rest = inventory.objects.filter(({ id }) => !paired.has(id));
    const addresses = new Map(rows.map(({ id, address }) => [id, address]));
    const isForeign = ({ id, mark }: FoundObject): boolean =>
      mark !== undefined && mark.owner !== owner && !addresses.has(id);
    return {
      pairs: entries.flatMap((entry) => this.#pairs.get(entry) ?? []),
      ambiguous: this.#ambiguous,
      unseen: this.#unseen,
      missing: this.#missing,
      removed: rest.flatMap((found) => {
        const address = addresses.get(found.id);
        return address === undefined ? [] : [{ found, address }];
      }),
      foreign: rest.filter(isForeign),
      unmanaged: rest.filter((found) => !isForeign(found) && !addresses.has(found.id) && !told.has(found.id)),
    };
  }

  #byRow(entry: Entry): boolean {
    const { inventory } = this.#request;
    const id = addressesOf(entry)
      .map((address) => this.#rows.get(`${entry.kind.type} ${address}`))
      .find((one) => one !== undefined);
    if (id === undefined) return false;
    const found = inventory.byId.get(id);
    if (found) this.#keep(this.#wanted(entry), found, "state");
    else this.#unseen.push({ entry, id });
    return true;
  }

  /** Pairs the entries for which there is exactly one object that no other entry claims in the same way. */
  #take(wanted: readonly Wanted[], how: How, find: (wanted: Wanted) => readonly FoundObject[]): Wanted[] {
    const all = wanted.map((one) => ({ one, objects: find(one).filter(({ id }) => !this.#taken.has(id)) }));
    const claims = new Map<string, number>();
    for (const { objects } of all) for (const { id } of objects) claims.set(id, (claims.get(id) ?? 0) + 1);
    const rest: Wanted[] = [];
    for (const { one, objects } of all) {
      const [only, ...others] = objects;
      if (only === undefined) rest.push(one);
      else if (others.length > 0 || (claims.get(only.id) ?? 0) > 1) this.#ambiguous.push({ entry: one.entry, objects });
      else this.#keep(one, only, how);
    }
    return rest;
  }

  #keep({ entry, fields }: Wanted, found: FoundObject, how: How): void {
    const context = this.#request.inventory.account.context();
    this.#taken.add(found.id);
    this.#byAddress.set(entry.address, found);
    const changes = differencesToLive(entry.kind, fields, found.object, context);
    this.#pairs.set(entry, { entry, found, how, changes, fields });
  }

  /** With the ids of what the entry names, and of its parent, as far as they are known. */
  #wanted(entry: Entry): Wanted {
    const { kind, account } = entry;
    const resolved = namings(kind, entry.fields).flatMap((naming): [string, string][] => {
      const { reference, name } = naming;
      const id =
        reference.entry === undefined
          ? this.#request.names.idOf(reference, name)
          : this.#byAddress.get(`${account}/${name}`)?.id;
      return id === undefined ? [] : [[namingKey(naming), id]];
    });
    const parent = entry.parent && this.#byAddress.get(entry.parent.address)?.id;
    const fields = withIds(kind, entry.fields, Object.fromEntries(resolved));
    return { entry, fields: kind.parent && parent !== undefined ? { ...fields, [kind.parent.field]: parent } : fields };
  }

  #marked({ entry }: Wanted): readonly FoundObject[] {
    if (!entry.kind.marker) return [];
    const addresses = addressesOf(entry);
    return this.#of(entry.kind).filter(
      ({ mark }) => mark?.owner === this.#request.owner && addresses.includes(mark.address),
    );
  }

  #named({ entry }: Wanted): readonly FoundObject[] {
    const found = this.#request.inventory.byId.get(adoptedId(entry.lifecycle.adopt) ?? "");
    return found && found.kind === entry.kind ? [found] : [];
  }

  /** Free objects without a mark that have the natural key, in the state that the entry wants if there are any. */
  #withKey({ entry, fields }: Wanted): readonly FoundObject[] {
    const key = naturalKeyOf(entry.kind, fields);
    if (key === undefined) return [];
    const all = this.#index(entry.kind, key).get(this.#textOf(entry.kind, key, fields[key] as Json)) ?? [];
    return inState(this.#free(all), entry);
  }

  /** Below the same parent, and equal in all that the entry names; `exactly`: with nothing set beyond that. */
  #equal({ entry, fields }: Wanted, exactly: boolean): readonly FoundObject[] {
    if (entry.kind.naturalKey) return [];
    const context = this.#request.inventory.account.context();
    const alike = this.#free(this.#below(entry, fields)).filter(({ object }) => {
      const { different, extra, uncertain } = likeness(entry.kind, fields, object, context);
      return different.length === 0 && (!exactly || extra.length + uncertain.length === 0);
    });
    return inState(alike, entry);
  }

  /** Below the same parent, where the name stands for one entry and one object only. */
  #withName({ entry, fields }: Wanted, all: readonly Wanted[]): readonly FoundObject[] {
    const { kind } = entry;
    const name = nameIn(kind);
    if (kind.naturalKey || name === undefined || typeof fields[name] !== "string") return [];
    const field = kind.fields[name];
    const context = this.#request.inventory.account.context();
    const same = all.filter((one) => one.entry.parent === entry.parent && one.fields[name] === fields[name]);
    if (!field || same.length > 1) return [];
    const found = this.#free(this.#below(entry, fields)).filter(
      ({ object }) => readField(name, field, object, undefined, context) === fields[name],
    );
    return inState(found, entry);
  }

  /** Objects below the parent of an entry. */
  #below({ kind }: Entry, fields: JsonObject): readonly FoundObject[] {
    if (!kind.parent) return this.#of(kind);
    const parent = fields[kind.parent.field];
    if (typeof parent !== "string") return [];
    this.#children ??= Map.groupBy(this.#request.inventory.objects, ({ parentId }) => parentId);
    return (this.#children.get(parent) ?? []).filter((found) => found.kind === kind);
  }
  #children: ReadonlyMap<string | undefined, FoundObject[]> | undefined;

  /** Objects by the value of a field. */
  #index(kind: Kind, name: string): ReadonlyMap<string, FoundObject[]> {
    const key = `${kind.type} ${name}`;
    const known = this.#indexes.get(key);
    if (known) return known;
    const field = kind.fields[name];
    const context = this.#request.inventory.account.context();
    const made = Map.groupBy(this.#of(kind), ({ object }) =>
      this.#textOf(kind, name, field ? readField(name, field, object, undefined, context) : null),
    );
    this.#indexes.set(key, made);
    return made;
  }
  readonly #indexes = new Map<string, ReadonlyMap<string, FoundObject[]>>();

  #textOf(kind: Kind, name: string, value: Json): string {
    const field = kind.fields[name];
    return field ? stable(canonical(field.shape, value)) : "";
  }

  #of(kind: Kind): readonly FoundObject[] {
    return this.#request.inventory.objects.filter((found) => found.kind === kind);
  }

  #free(objects: readonly FoundObject[]): readonly FoundObject[] {
    return objects.filter(({ id, mark }) => !this.#taken.has(id) && mark === undefined);
  }
}

/** The field with the name that people give to objects of the kind. */
export const nameIn = (kind: Kind): string | undefined =>
  kind.label ?? ["name", "internalName"].find((name) => Object.hasOwn(kind.fields, name));

/** Those in the state that the entry wants, if there are any; an active entry never stands for an archived object. */
function inState(objects: readonly FoundObject[], { archived }: Entry): readonly FoundObject[] {
  const fitting = objects.filter((found) => found.archived === archived);
  return fitting.length > 0 || !archived ? fitting : objects;
}

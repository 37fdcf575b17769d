/** The names of objects that entries name but do not describe: metrics of the account. */
import type { Account } from "../accounts/account.js";
import type { JsonObject } from "../fields/shape.js";
import type { NamedReference } from "../kinds/references.js";
import type { FoundObject, Inventory } from "./inventory.js";

/** Names by id, for each reference; ids by name. A name that several objects have names none of them. */
export class AccountNames {
  readonly #names = new Map<NamedReference, ReadonlyMap<string, string>>();
  readonly #ids = new Map<NamedReference, ReadonlyMap<string, string>>();

  add(reference: NamedReference, items: readonly JsonObject[]): void {
    const named = items.flatMap((item): [string, string][] => {
      const [id, name] = [reference.id(item), reference.name(item)];
      return id === undefined || name === undefined || name === "" ? [] : [[id, name]];
    });
    const byName = Map.groupBy(named, ([, name]) => name);
    const unique = [...byName].flatMap(([name, [first, ...others]]): [string, string][] =>
      first && others.length === 0 ? [[first[0], name]] : [],
    );
    this.#names.set(reference, new Map(unique));
    this.#ids.set(reference, new Map(unique.map(([id, name]) => [name, id])));
  }

  nameOf(reference: NamedReference, id: string): string | undefined {
    return this.#names.get(reference)?.get(id);
  }

  idOf(reference: NamedReference, name: string): string | undefined {
    return this.#ids.get(reference)?.get(name);
  }
}

/** Reads the lists of everything that the kinds of the account name, where an object of it does. */
export async function readNames({ account, vendor, objects }: Inventory): Promise<AccountNames> {
  const names = new AccountNames();
  for (const kind of vendor.kinds)
    for (const reference of Object.values(kind.references ?? {})) {
      if (reference.entry !== undefined || !isUsed(reference, objects)) continue;
      names.add(reference, await readList(account, reference));
    }
  return names;
}

const readList = (account: Account, { title, list, id }: NamedReference): Promise<readonly JsonObject[]> =>
  account.listItems(`list ${title}s`, list, id);

const isUsed = ({ idMember }: NamedReference, objects: readonly FoundObject[]): boolean =>
  objects.some(({ object }) => JSON.stringify(object).includes(`"${idMember}"`));

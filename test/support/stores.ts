/** What people do to the objects of a sandbox, besides its API. */
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../sandboxes/json.ts";
import type { Store } from "../../sandboxes/sandbox.ts";

/** `idMember`: where the vendor's objects show their id. */
export class Stores {
  readonly #stores: readonly Store[];
  readonly #idMember: string;

  constructor(stores: readonly Store[], idMember = "id") {
    this.#stores = stores;
    this.#idMember = idMember;
  }

  #find(id: string): { store: Store; object: JsonObject } | undefined {
    for (const store of this.#stores) {
      const object = store.all().find((each) => each[this.#idMember] === id);
      if (object) return { store, object };
    }
    return undefined;
  }

  edit(id: string, members: JsonObject): void {
    const found = this.#find(id);
    found?.store.put({ ...found.object, ...members });
  }

  /** Another object with the same members; `without`: keys of a member that it does not have. */
  copy(id: string, members: JsonObject, without: Readonly<Record<string, readonly string[]>> = {}): string {
    const found = this.#find(id);
    if (!found) throw new Error(`no object ${id}`);
    const fresh = randomUUID();
    const cut = Object.entries(without).map(([name, keys]) => [
      name,
      Object.fromEntries(Object.entries(found.object[name] ?? {}).filter(([key]) => !keys.includes(key))),
    ]);
    found.store.put({
      ...found.object,
      ...Object.fromEntries(cut),
      ...members,
      id: randomUUID(),
      [this.#idMember]: fresh,
    });
    return fresh;
  }
}

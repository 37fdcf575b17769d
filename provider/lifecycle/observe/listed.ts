/** The objects of one list, found by what is looked for: each index is made once for a list, when it is first used. */
import type { JsonObject } from "../../fields/shape.js";
import type { Kind } from "../../kinds/kind.js";

export class Listed {
  readonly #kind: Kind;
  readonly #objects: readonly JsonObject[];
  #byId: ReadonlyMap<string, JsonObject> | undefined;

  private constructor(kind: Kind, objects: readonly JsonObject[]) {
    this.#kind = kind;
    this.#objects = objects;
  }

  /** `objects`: a list as the account holds it, which nobody changes. */
  static of(kind: Kind, objects: readonly JsonObject[]): Listed {
    const known = indexed.get(objects);
    if (known) return known;
    const made = new Listed(kind, objects);
    indexed.set(objects, made);
    return made;
  }

  /** By id. */
  get ids(): ReadonlyMap<string, JsonObject> {
    this.#byId ??= new Map(this.#objects.map((object) => [this.#kind.id(object) ?? "", object]));
    return this.#byId;
  }
}

const indexed = new WeakMap<readonly JsonObject[], Listed>();

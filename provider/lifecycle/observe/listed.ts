/** The objects of one list, found by what is looked for: each index is made once for a list, when it is first used. */
import type { JsonObject } from "../../fields/shape.js";
import type { Settings, WireContext } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import { Alike } from "../identity/alike.js";
import { looksForOne, type Wanted } from "../identity/decision.js";
import { markOf } from "../plan/bodies.js";

type Group = readonly JsonObject[];

export class Listed {
  readonly #kind: Kind;
  readonly #objects: Group;
  #byId: ReadonlyMap<string, JsonObject> | undefined;
  #byAddress: ReadonlyMap<string | undefined, Group> | undefined;
  #byOwner: ReadonlyMap<string | undefined, Group> | undefined;
  readonly #alike = new Map<Settings, Alike>();

  private constructor(kind: Kind, objects: Group) {
    this.#kind = kind;
    this.#objects = objects;
  }

  /** `objects`: a list as the account holds it, which nobody changes. */
  static of(kind: Kind, objects: Group): Listed {
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

  /** Marked with this address; undefined: without a mark. */
  #marked(address: string | undefined): Group {
    this.#byAddress ??= Map.groupBy(this.#objects, (object) => markOf(this.#kind, object)?.address);
    return this.#byAddress.get(address) ?? NONE;
  }

  /** Marked with this owner. */
  owned(owner: string): Group {
    this.#byOwner ??= Map.groupBy(this.#objects, (object) => markOf(this.#kind, object)?.owner);
    return this.#byOwner.get(owner) ?? NONE;
  }

  /** All that are candidates for the entry, and perhaps others, in the order of the list. */
  about(wanted: Wanted, context: WireContext): Group {
    if (!this.#kind.marker) return this.#unmarked(context).to(wanted);
    const marked = this.#marked(wanted.mark.address);
    return marked.length > 0 || !looksForOne(wanted) ? marked : this.#unmarked(context).to(wanted);
  }

  /** Those without a mark among which one may be nearest to the entry. */
  near(wanted: Wanted, context: WireContext): Group {
    return this.#unmarked(context).near(wanted);
  }

  #unmarked(context: WireContext): Alike {
    const { settings } = context;
    const known = this.#alike.get(settings);
    if (known) return known;
    const made = new Alike(this.#kind, this.#kind.marker ? this.#marked(undefined) : this.#objects, context);
    this.#alike.set(settings, made);
    return made;
  }
}

const NONE: Group = [];
const indexed = new WeakMap<Group, Listed>();

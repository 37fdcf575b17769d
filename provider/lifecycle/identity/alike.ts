/** The objects of one list without a mark, by what `candidates` compares. Pure. */
import type { JsonObject } from "../../fields/shape.js";
import type { WireContext } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import { furtherParts, type Part, partOf, requiredParts, textOfEntry, textOfObject } from "./alike-text.js";
import { naturalKeyOf, type Wanted } from "./decision.js";

type Group = readonly JsonObject[];

/** So few objects are compared one by one. */
const FEW = 16;

export class Alike {
  readonly #kind: Kind;
  readonly #objects: Group;
  readonly #context: WireContext;
  /** Of all objects, by the names of the parts. */
  readonly #groups = new Map<string, ReadonlyMap<string, Group>>();
  /** The same within a group. */
  readonly #within = new WeakMap<Group, Map<string, ReadonlyMap<string, Group>>>();

  constructor(kind: Kind, objects: Group, context: WireContext) {
    this.#kind = kind;
    this.#objects = objects;
    this.#context = context;
  }

  /** All that fit the entry, and perhaps others, in the order of the list. */
  to({ fields }: Wanted): Group {
    const key = naturalKeyOf(this.#kind, fields);
    if (key !== undefined) return this.#having(partOf(this.#kind, key), fields);
    const alike = this.#group(this.#groups, this.#objects, requiredParts(this.#kind), fields);
    if (alike.length <= FEW) return alike;
    const within = this.#within.get(alike) ?? new Map<string, ReadonlyMap<string, Group>>();
    this.#within.set(alike, within);
    return this.#group(within, alike, furtherParts(this.#kind, fields, this.#context.settings), fields);
  }

  /** Those among which one may be nearest to the entry: below the same parent, where objects have no natural key. */
  near({ fields }: Wanted): Group {
    const { naturalKey, parent } = this.#kind;
    return naturalKey || !parent ? this.#objects : this.#having(partOf(this.#kind, parent.field), fields);
  }

  #having(part: Part | undefined, fields: JsonObject): Group {
    return part ? this.#group(this.#groups, this.#objects, [part], fields) : this.#objects;
  }

  /** Those of `objects` that have the entry's text. */
  #group(
    known: Map<string, ReadonlyMap<string, Group>>,
    objects: Group,
    parts: readonly Part[],
    fields: JsonObject,
  ): Group {
    const { settings } = this.#context;
    const text = textOfEntry(this.#kind, parts, fields, settings);
    if (text === undefined || parts.length === 0) return objects;
    const names = JSON.stringify(parts);
    const groups =
      known.get(names) ?? Map.groupBy(objects, (object) => textOfObject(this.#kind, parts, object, this.#context));
    known.set(names, groups);
    return groups.get(text) ?? NONE;
  }
}

const NONE: Group = [];

/**
 * What the vendor must have in each object of the catalogue: what the YAML names, nothing where the YAML named
 * something and no longer does, and all else untouched. It shares nothing with the provider that it judges.
 */
import type { Json, JsonObject } from "../../sandboxes/json.ts";
import { type FieldOracle, isMap, type KindOracle, textOf } from "../support/oracles/forms.js";

/** An entry of the catalogue, as it was applied. */
export interface AppliedEntry {
  readonly address: string;
  readonly kind: string;
  readonly fields: JsonObject;
  readonly parent?: string;
}

type Ids = Readonly<Record<string, string>>;
/** Field → value in its one form. */
type Values = Readonly<Record<string, Json>>;

interface Expected {
  readonly oracle: KindOracle;
  /** What the entry named when it was last applied. */
  readonly named: Values;
  readonly values: Values;
}

export class Expectations {
  readonly #oracles: Readonly<Record<string, KindOracle>>;
  /** By the object's id. */
  readonly #objects = new Map<string, Expected>();

  constructor(oracles: Readonly<Record<string, KindOracle>>) {
    this.#oracles = oracles;
  }

  /** An `up` has ended well. `bodies`: id → the object, for what the vendor fills in by itself. */
  apply(entries: readonly AppliedEntry[], ids: Ids, bodies: ReadonlyMap<string, JsonObject>): void {
    for (const entry of entries) {
      const [id, oracle] = [ids[entry.address] ?? "", this.#oracles[entry.kind]];
      if (!oracle) throw new Error(`nothing is known of ${entry.kind}`);
      const before = this.#objects.get(id) ?? { named: {}, values: resting(oracle, bodies.get(id) ?? {}) };
      const named = namedBy(oracle, entry, ids);
      this.#objects.set(id, { oracle, named, values: after(oracle, before, named) });
    }
  }

  /** Somebody has edited an object in the dashboard: what its entry does not name has to stay as it is now. */
  edited(id: string, body: JsonObject): void {
    const known = this.#objects.get(id);
    if (!known) return;
    const { oracle, named } = known;
    this.#objects.set(id, { oracle, named, values: after(oracle, { named: {}, values: seenIn(oracle, body) }, named) });
  }

  /** The first field in which the vendor has something else, in words. */
  difference(id: string, body: JsonObject): string | undefined {
    const known = this.#objects.get(id);
    if (!known) return `nothing is known of object ${id}`;
    const { oracle, named, values } = known;
    const seen = seenIn(oracle, body);
    const wrong = Object.keys(oracle.fields).find(
      (name) => textOf(seen[name] ?? null) !== textOf(values[name] ?? null),
    );
    if (wrong === undefined) return undefined;
    const why = named[wrong] === undefined ? "which the YAML does not name" : "which the YAML names";
    return `${wrong} is ${textOf(seen[wrong] ?? null)} and must be ${textOf(values[wrong] ?? null)}, ${why}`;
  }
}

const valueIn = ({ from, form, resting: rest = null }: FieldOracle, name: string, body: JsonObject): Json => {
  const value = (from ? from(body) : body[name]) ?? null;
  return value === null ? rest : (form(value) ?? rest);
};

const mapFields = (oracle: KindOracle, value: (field: FieldOracle, name: string) => Json): Values =>
  Object.fromEntries(Object.entries(oracle.fields).map(([name, field]) => [name, value(field, name)]));

const seenIn = (oracle: KindOracle, body: JsonObject): Values =>
  mapFields(oracle, (field, name) => valueIn(field, name, body));

/** An object for which nobody has set anything. */
const resting = (oracle: KindOracle, body: JsonObject): Values =>
  mapFields(oracle, (field, name) => (field.resting === undefined ? valueIn(field, name, body) : field.resting));

function namedBy(oracle: KindOracle, { address, fields, parent }: AppliedEntry, ids: Ids): Values {
  const result: Record<string, Json> = {};
  for (const [name, value] of Object.entries(fields)) {
    const field = oracle.fields[name];
    if (!field) throw new Error(`${address}: nothing is known of the field ${name}`);
    const meant = field.resolve?.(value, ids) ?? value;
    result[name] = (meant === null ? null : field.form(meant)) ?? field.resting ?? null;
  }
  if (oracle.parent !== undefined) result[oracle.parent] = ids[parent ?? ""] ?? null;
  return result;
}

/** What an object has to have once its entry names this. */
function after(oracle: KindOracle, before: Pick<Expected, "named" | "values">, named: Values): Values {
  return mapFields(oracle, (field, name) => {
    const [was, is, value] = [before.named[name], named[name], before.values[name] ?? null];
    if (field.byMember) return members(was ?? null, is ?? null, value) ?? field.resting ?? null;
    if (is !== undefined) return is;
    return was === undefined ? value : (field.resting ?? null);
  });
}

/** Member by member: as the entry names it; gone where the entry named it before; else as it is. */
function members(was: Json, is: Json, value: Json): Json {
  if (!isMap(value) || (is !== null && !isMap(is))) return is ?? (was === null ? value : null);
  const [wasMap, isMapNow] = [isMap(was) ? was : {}, isMap(is) ? is : {}];
  const keys = new Set([...Object.keys(value), ...Object.keys(isMapNow)]);
  const result = [...keys].flatMap((key): [string, Json][] => {
    const member = members(wasMap[key] ?? null, isMapNow[key] ?? null, value[key] ?? null);
    return member === null ? [] : [[key, member]];
  });
  return result.length === 0 ? null : Object.fromEntries(result);
}

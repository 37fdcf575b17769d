/**
 * Values in the one form that all values of the same meaning share. Plain code by the vendors' pages: it shares nothing
 * with the provider, which it helps to judge.
 */
import type { Json, JsonObject } from "../../../sandboxes/json.ts";

/** Brings a value into that form; null is no value. */
export type Form = (value: Json) => Json;

/** One field of a kind, as entries and the vendor's answers hold it. */
export interface FieldOracle {
  readonly form: Form;
  /** Where an answer holds the value; by default under the field's name. */
  readonly from?: (body: JsonObject) => Json | undefined;
  /** The value of an object for which nobody has set the field. Absent: the vendor fills in a value of its own. */
  readonly resting?: Json;
  /** Each member is managed by itself: members that no entry names stay as they are. */
  readonly byMember?: true;
  /** What an entry's value means at the vendor, where it names other entries. `ids`: address → id. */
  readonly resolve?: (value: Json, ids: Readonly<Record<string, string>>) => Json;
}

export interface KindOracle {
  readonly fields: Readonly<Record<string, FieldOracle>>;
  /** The field that holds the parent's id. */
  readonly parent?: string;
}

export const isMap = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** JSON with sorted keys: equal texts, equal values. */
export function textOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (!isMap(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${textOf(item)}`);
  return `{${members.sort().join(",")}}`;
}

/** As it stands. */
export const asIs: Form = (value) => value;

/** Without white space at its ends; an empty text is no value. */
export const words: Form = (value) => (typeof value === "string" ? value.trim() || null : value);

/** A decimal by its value: digits without zeros at their ends, and a power of ten. */
export const decimal: Form = (value) => {
  if (typeof value !== "string" && typeof value !== "number") return value;
  const found = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(String(value));
  if (!found) return value;
  const [, sign = "", whole = "", fraction = "", power = "0"] = found;
  let digits = BigInt(whole + fraction);
  let exponent = Number(power) - fraction.length;
  if (digits === 0n) return "0";
  for (; digits % 10n === 0n; digits /= 10n) exponent += 1;
  return `${sign}${digits}e${exponent}`;
};

const each =
  (form: Form): Form =>
  (value) =>
    Array.isArray(value) ? value.map(form) : value;

/** A list whose order counts. */
export const list = each;

/** A list whose order does not count. */
export const set =
  (form: Form): Form =>
  (value) => {
    const items = each(form)(value);
    return Array.isArray(items) ? items.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1)) : items;
  };

/** Another object, whole, as a path or as an id: its id. */
export const idOf: Form = (value) => {
  const id = isMap(value) ? (value["id"] ?? null) : value;
  return typeof id === "string" ? id.slice(id.lastIndexOf("/") + 1) : id;
};

export interface MapRules {
  /** Members that are not as they stand. */
  readonly of?: Readonly<Record<string, Form>>;
  /** Members that only answers have. */
  readonly without?: readonly string[];
  /** What members without a value count as. */
  readonly defaults?: JsonObject;
}

/** A map without members that have no value; an empty one is no value. */
export const map =
  ({ of = {}, without = [], defaults = {} }: MapRules = {}): Form =>
  (value) => {
    if (!isMap(value)) return value;
    const given = Object.entries(value).filter(([key, item]) => item !== null && !without.includes(key));
    const members = Object.entries({ ...defaults, ...Object.fromEntries(given) }).flatMap(
      ([key, item]): [string, Json][] => {
        const form = of[key]?.(item) ?? (of[key] ? null : withoutNulls(item));
        return form === null ? [] : [[key, form]];
      },
    );
    return members.length === 0 ? null : Object.fromEntries(members);
  };

const withoutNulls: Form = (value) => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  return isMap(value) ? map()(value) : value;
};

/** A field that may be without a value, or rests at a documented default. */
export const field = (form: Form = asIs, resting: Json = null): FieldOracle => ({ form, resting });

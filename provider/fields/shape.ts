/**
 * What a field may contain. Shapes are plain data; JSON Schema, validation, comparison, docs and types are derived from
 * them (`json-schema.ts`, `compare.ts`).
 */

/** A JSON value, as in YAML and in requests. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export type Shape =
  | TextShape
  | DecimalShape
  | IntegerShape
  | NumberShape
  | BooleanShape
  | ChoiceShape
  | ObjectShape
  | MapShape
  | ListShape
  | UnionShape
  | EitherShape
  | OpenShape
  | NamedShape;

export interface TextShape {
  readonly type: "text";
  /** Length in characters. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /** The pattern in words, as the object of "write". */
  readonly patternHelp?: string;
  /** The vendor removes white space at both ends and answers null for an empty string. */
  readonly stripped?: boolean;
  /** The id of another object: the same object has another one in another account. */
  readonly isId?: true;
}

/** A decimal number as a string, compared by value: "10.0" is "10.00". */
export interface DecimalShape {
  readonly type: "decimal";
  readonly min?: string;
  /** The value must be greater than `min`, not equal to it. */
  readonly exclusive?: boolean;
  /** A whole number may be written without quotes. */
  readonly orInteger?: boolean;
}

export interface IntegerShape {
  readonly type: "integer";
  readonly min?: number;
  readonly max?: number;
}

/** Any finite number; for free values such as metadata, never for money. */
export interface NumberShape {
  readonly type: "number";
}

export interface BooleanShape {
  readonly type: "boolean";
}

export interface ChoiceShape {
  readonly type: "choice";
  readonly values: readonly string[];
  /** The vendor adds values over time: an unknown value is a warning, not an error. */
  readonly open?: boolean;
}

/** An object with known members. */
export interface ObjectShape {
  readonly type: "object";
  readonly members: Members;
  /** Groups of members of which exactly one must be present. */
  readonly exactlyOne?: readonly (readonly string[])[];
  /** Other members are sent as written and compared on the keys that the YAML names. */
  readonly open?: boolean;
}

/** An object with keys of the user's choice. */
export interface MapShape {
  readonly type: "map";
  readonly of: Shape;
  readonly keyPattern?: string;
  readonly keyHelp?: string;
  readonly max?: number;
}

export interface ListShape {
  readonly type: "list";
  readonly of: Shape;
  /** "any": lists with the same items in another order are equal. */
  readonly order: "kept" | "any";
  /** For "any": an old and a new item with equal values of these members are the same item, changed. */
  readonly pairBy?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

/** Objects told apart by the value of one member, the tag. */
export interface UnionShape {
  readonly type: "union";
  readonly tag: string;
  readonly tagDoc: string;
  readonly cases: Readonly<Record<string, ObjectShape>>;
  /** Cases that the vendor rewrites into other cases, with the members that it sets. */
  readonly rewrites?: Readonly<Record<string, JsonObject>>;
}

/** A value is compared by the first alternative that it fits. */
export interface EitherShape {
  readonly type: "either";
  readonly of: readonly Shape[];
}

/** Any value, sent as written; objects are compared on the keys that the YAML names. */
export interface OpenShape {
  readonly type: "open";
  /** The type of the value itself. */
  readonly outer?: "object" | "list";
}

/** A shape with a name, so that it can contain itself. */
export interface NamedShape {
  readonly type: "named";
  /** "MeterFilter": unique within a vendor. */
  readonly name: string;
  readonly of: () => Shape;
}

export interface Member {
  readonly shape: Shape;
  /** One or two sentences. */
  readonly doc: string;
  /** Unit of a number or an amount, in words. */
  readonly unit?: string;
  /** The vendor's page. */
  readonly source?: string;
  readonly required?: boolean;
  /** The vendor's documented default: an absent member counts as this value. */
  readonly default?: Json;
  /** In answers only: never sent and never compared. */
  readonly readOnly?: boolean;
  /** A short value as it is written in YAML, for messages. Default: derived from the shape. */
  readonly example?: string;
  /** Names that people write instead, such as those of other vendors. */
  readonly alsoCalled?: readonly string[];
  /** For a read-only member: what to write instead, as the end of a sentence. */
  readonly instead?: string;
}
export type Members = Readonly<Record<string, Member>>;

export const text = (rest: Omit<TextShape, "type"> = {}): TextShape => ({ type: "text", ...rest });
export const decimal = (rest: Omit<DecimalShape, "type"> = {}): DecimalShape => ({ type: "decimal", ...rest });
export const integer = (rest: Omit<IntegerShape, "type"> = {}): IntegerShape => ({ type: "integer", ...rest });
export const number = (): NumberShape => ({ type: "number" });
export const boolean = (): BooleanShape => ({ type: "boolean" });
export const choice = (values: readonly string[], rest: { open?: boolean } = {}): ChoiceShape => ({
  type: "choice",
  values,
  ...rest,
});
export const object = (members: Members, rest: Omit<ObjectShape, "type" | "members"> = {}): ObjectShape => ({
  type: "object",
  members,
  ...rest,
});
export const map = (of: Shape, rest: Omit<MapShape, "type" | "of"> = {}): MapShape => ({ type: "map", of, ...rest });
export const list = (of: Shape, rest: Partial<Omit<ListShape, "type" | "of">> = {}): ListShape => ({
  type: "list",
  of,
  order: "kept",
  ...rest,
});
export const union = (
  tag: string,
  tagDoc: string,
  cases: Record<string, ObjectShape>,
  rest: Pick<UnionShape, "rewrites"> = {},
): UnionShape => ({ type: "union", tag, tagDoc, cases, ...rest });
export const either = (...of: readonly Shape[]): EitherShape => ({ type: "either", of });
export const open = (outer?: "object" | "list"): OpenShape => (outer ? { type: "open", outer } : { type: "open" });
export const named = (name: string, of: () => Shape): NamedShape => ({ type: "named", name, of });

/** The shapes within a shape, one level down. */
export function partsOf(shape: Shape): readonly Shape[] {
  switch (shape.type) {
    case "object":
      return Object.values(shape.members).map((member) => member.shape);
    case "union":
      return Object.values(shape.cases).flatMap(partsOf);
    case "map":
    case "list":
      return [shape.of];
    case "either":
      return shape.of;
    case "named":
      return [shape.of()];
    default:
      return [];
  }
}

/** An own member by its name, never an inherited one: a key may be called `valueOf`. */
export const own = <T>(from: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(from, key) ? from[key] : undefined;

/** The case of a union that a value has; undefined when its tag is not known. */
export function caseOf(shape: UnionShape, value: Json): ObjectShape | undefined {
  const tag = isObject(value) ? value[shape.tag] : undefined;
  return typeof tag === "string" ? own(shape.cases, tag) : undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

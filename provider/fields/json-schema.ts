/**
 * Shapes as JSON Schema (draft 7), in two dialects. The strict one is for validation after placeholders are filled in.
 * In the one for editors a placeholder may replace any scalar, and descriptions are shown on hover.
 */
import { DECIMAL_PATTERN } from "./decimal.js";
import { exampleOf, exampleOfMember } from "./example.js";
import {
  type Json,
  type Member,
  type Members,
  type ObjectShape,
  partsOf,
  type Shape,
  type UnionShape,
} from "./shape.js";

export type Schema = { readonly [key: string]: Json | Schema | readonly Schema[] };
export interface Dialect {
  readonly editor: boolean;
}

/** Keys that begin with `x-` are templates and are ignored. */
export const TEMPLATE_KEYS = "^x-";
const PLACEHOLDER: Schema = {
  type: "string",
  pattern: "\\$\\{[^{}]+\\}",
  description: "A value of the stack's configuration.",
};

export function schemaOf(shape: Shape, dialect: Dialect, nullable = false): Schema {
  const schema = { ...strict(shape, dialect), ...(dialect.editor ? {} : { "x-example": exampleOf(shape) }) };
  const withNull = nullable ? allowNull(schema) : schema;
  const isScalar = ["integer", "number", "boolean", "decimal", "choice"].includes(shape.type);
  const isFreeText =
    shape.type === "text" && shape.pattern === undefined && shape.min === undefined && shape.max === undefined;
  const needsPlaceholder = isScalar || (shape.type === "text" && !isFreeText);
  return dialect.editor && needsPlaceholder ? { anyOf: [withNull, PLACEHOLDER] } : withNull;
}

function strict(shape: Shape, dialect: Dialect): Schema {
  switch (shape.type) {
    case "text":
      return {
        type: "string",
        ...(shape.min === undefined ? {} : { minLength: shape.min }),
        ...(shape.max === undefined ? {} : { maxLength: shape.max }),
        ...(shape.pattern === undefined ? {} : { pattern: shape.pattern }),
        ...(shape.patternHelp === undefined || dialect.editor ? {} : { "x-help": shape.patternHelp }),
      };
    case "decimal": {
      const asText: Schema = {
        type: "string",
        pattern: DECIMAL_PATTERN,
        ...(dialect.editor ? {} : { "x-decimal": decimalBounds(shape) }),
      };
      if (!shape.orInteger) return asText;
      return dialect.editor ? { anyOf: [asText, { type: "integer" }] } : { ...asText, type: ["string", "integer"] };
    }
    case "integer":
      return {
        type: "integer",
        ...(shape.min === undefined ? {} : { minimum: shape.min }),
        ...(shape.max === undefined ? {} : { maximum: shape.max }),
      };
    case "number":
      return { type: "number" };
    case "boolean":
      return { type: "boolean" };
    case "choice":
      if (!shape.open) return { type: "string", enum: [...shape.values] };
      return dialect.editor
        ? { anyOf: [{ type: "string", enum: [...shape.values] }, { type: "string" }] }
        : { type: "string", "x-values": [...shape.values] };
    case "object":
      return objectSchema(shape, dialect);
    case "map":
      return {
        type: "object",
        additionalProperties: schemaOf(shape.of, dialect),
        ...(shape.max === undefined ? {} : { maxProperties: shape.max }),
        ...(shape.keyPattern === undefined
          ? {}
          : {
              propertyNames: {
                pattern: shape.keyPattern,
                ...(dialect.editor ? {} : { "x-help": shape.keyHelp ?? shape.keyPattern }),
              },
            }),
      };
    case "list":
      return {
        type: "array",
        items: schemaOf(shape.of, dialect),
        ...(shape.min === undefined ? {} : { minItems: shape.min }),
        ...(shape.max === undefined ? {} : { maxItems: shape.max }),
      };
    case "union":
      return unionSchema(shape, dialect);
    case "either":
      return {
        anyOf: shape.of.map((part) => schemaOf(part, dialect)),
        ...(dialect.editor ? {} : { "x-either": shape.of.map(inWords) }),
      };
    case "open":
      return shape.outer === undefined ? {} : { type: shape.outer === "list" ? "array" : "object" };
    case "named":
      return { $ref: `#/definitions/${shape.name}` };
  }
}

/** The definitions that the `$ref`s of these shapes point to. */
export function definitionsOf(shapes: readonly Shape[], dialect: Dialect): Schema {
  const found = new Map<string, Shape>();
  const visit = (shape: Shape): void => {
    if (shape.type === "named") {
      if (found.has(shape.name)) return;
      found.set(shape.name, shape.of());
    }
    for (const part of partsOf(shape)) visit(part);
  };
  for (const shape of shapes) visit(shape);
  if (found.size === 0) return {};
  return { definitions: Object.fromEntries([...found].map(([name, shape]) => [name, schemaOf(shape, dialect)])) };
}

const decimalBounds = ({ min, exclusive }: { min?: string; exclusive?: boolean }): Schema =>
  min === undefined ? {} : { min, exclusive: exclusive === true };

function objectSchema(shape: ObjectShape, dialect: Dialect): Schema {
  const writable = Object.entries(shape.members).filter(([, member]) => !member.readOnly);
  const readOnly = Object.entries(shape.members).filter(([, member]) => member.readOnly);
  return {
    type: "object",
    properties: Object.fromEntries(writable.map(([name, member]) => [name, memberSchema(member, dialect)])),
    ...(shape.open ? {} : { additionalProperties: false, patternProperties: { [TEMPLATE_KEYS]: {} } }),
    required: writable.filter(([, member]) => member.required).map(([name]) => name),
    ...(dialect.editor ? {} : calledOf(shape.members)),
    ...(dialect.editor || readOnly.length === 0
      ? {}
      : { "x-read-only": Object.fromEntries(readOnly.map(([name, { instead }]) => [name, instead ?? null])) }),
    ...exactlyOne(shape, dialect),
  };
}

function exactlyOne({ exactlyOne: groups = [] }: ObjectShape, dialect: Dialect): Schema {
  if (groups.length === 0) return {};
  return {
    allOf: groups.map((group) => ({
      oneOf: group.map((name) => ({ required: [name] })),
      ...(dialect.editor ? {} : { "x-exactly-one": [...group] }),
    })),
  };
}

/** The members by the names that people write instead. */
export function calledOf(members: Members): Schema {
  const names = Object.entries(members).flatMap(([name, { alsoCalled = [] }]) =>
    alsoCalled.map((other): [string, string] => [other, name]),
  );
  return names.length === 0 ? {} : { "x-called": Object.fromEntries(names) };
}

/** A branch for each value of the tag, chosen by `if`, so that mistakes are reported for the chosen branch only. */
function unionSchema(shape: UnionShape, dialect: Dialect): Schema {
  const tags = Object.keys(shape.cases);
  const tagSchema: Schema = { type: "string", enum: tags, ...(dialect.editor ? { description: shape.tagDoc } : {}) };
  const branches = tags.map((tag) => {
    const { properties, ...rest } = objectSchema(shape.cases[tag] as ObjectShape, dialect) as { properties: Schema };
    return {
      if: { type: "object", properties: { [shape.tag]: { const: tag } }, required: [shape.tag] },
      // biome-ignore lint/suspicious/noThenProperty: the name is part of JSON Schema
      then: { ...rest, properties: { [shape.tag]: dialect.editor ? tagSchema : {}, ...properties } },
    };
  });
  return { type: "object", properties: { [shape.tag]: tagSchema }, required: [shape.tag], allOf: branches };
}

export function memberSchema(member: Member, dialect: Dialect, nullable = false): Schema {
  const schema = schemaOf(member.shape, dialect, nullable);
  if (!dialect.editor)
    return { ...schema, "x-example": exampleOfMember(member), ...(member.required ? { "x-required": true } : {}) };
  return {
    ...schema,
    description: describe(member),
    markdownDescription: describe(member, true),
    ...(member.default === undefined ? {} : { default: member.default }),
  };
}

/** Doc, unit, default and source, each on a line of its own. */
export function describe({ doc, unit, source, default: fallback }: Member, markdown = false): string {
  const parts = [doc];
  if (unit) parts.push(markdown ? `**Unit:** ${unit}` : `Unit: ${unit}`);
  if (fallback !== undefined && fallback !== null)
    parts.push(markdown ? `**Default:** \`${JSON.stringify(fallback)}\`` : `Default: ${JSON.stringify(fallback)}`);
  if (source) parts.push(markdown ? `[Vendor's page](${source})` : source);
  return parts.join(markdown ? "\n\n" : "\n");
}

function allowNull(schema: Schema): Schema {
  if (Array.isArray(schema["anyOf"])) return { ...schema, anyOf: [...(schema["anyOf"] as Schema[]), { type: "null" }] };
  if (typeof schema["type"] !== "string" && !Array.isArray(schema["type"])) return schema;
  const types = ([] as string[]).concat(schema["type"] as string | string[]);
  return {
    ...schema,
    type: [...types, "null"],
    ...(Array.isArray(schema["enum"]) ? { enum: [...(schema["enum"] as Json[]), null] } : {}),
  };
}

/** What a value of a shape is, for messages and docs: "a string", "one of a, b". */
export function inWords(shape: Shape): string {
  switch (shape.type) {
    case "text":
      return "a string";
    case "decimal":
      return shape.orInteger ? "a whole number, or a decimal in quotes" : "a decimal in quotes";
    case "integer":
      return "a whole number";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "choice":
      return `one of ${shape.values.join(", ")}`;
    case "list":
      return "a list";
    case "open":
      return shape.outer === "list" ? "a list" : shape.outer === "object" ? "a map" : "any value";
    case "either":
      return shape.of.map(inWords).join(" or ");
    case "named":
      return inWords(shape.of());
    default:
      return "a map";
  }
}

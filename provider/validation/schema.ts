/** The schema of a catalogue file, per vendor, from the kinds' field tables. */
import { DECIMAL_PATTERN } from "../fields/decimal.js";
import { type Dialect, definitionsOf, memberSchema, type Schema, TEMPLATE_KEYS } from "../fields/json-schema.js";
import type { Shape } from "../fields/shape.js";
import { clearingOf, isAlwaysManaged, memberOf } from "../kinds/absence.js";
import type { Field, Settings } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import { childrenOf } from "../kinds/registry.js";
import type { Vendor } from "../kinds/vendor.js";
import { ACCEPTANCE_PATTERN, REVIEW_CODES } from "./review-codes.js";
import { collectionNames, entryExample, helpOf } from "./schema-help.js";

export const KEY_PATTERN = "^[a-z0-9][a-z0-9_-]*$";
const KEY_HELP = "lower-case letters, digits, - and _, beginning with a letter or a digit";

export const LIFECYCLE_DOC = {
  lifecycle: "How the catalogue treats the object. It is never sent to the vendor.",
  onRemove:
    "What happens when the entry is removed from the YAML. archive: the object is archived. " +
    "retain: the object is left as it is. forbid: the removal is refused.",
  adopt:
    "Takes an existing object instead of creating one: true for the one object that matches, or an object's id. " +
    "A different price or archived state is refused, unless it is `{ id: …, overwrite: true }`. " +
    "Remove `adopt` after the `up` that adopted the object.",
  archiveOnlyIf:
    "Archives the object only if it has at most so many subscribers, counted right before the archive call: " +
    "`{ subscribers: 0 }`. Otherwise this archiving is refused, and everything else goes on.",
  renamedFrom: "The old key or the old full address of the entry, so that it keeps its object.",
  ignoreChanges: "Fields that people change in the dashboard. The catalogue does not change them.",
  accept:
    "Findings of the review that are right as they are, by the code of the rule, each as `<values>: <reason>`. " +
    'Only these values are accepted: `{ times-ten: "9.90 -> 99.00: new plan" }`.',
} as const;

/** The key of the sample customers, in a file or an entry. It begins with `x-`, so only `catalogue/` reads it. */
export const EXAMPLES_KEY = "x-examples";

/** For editors; the catalogue checks the values itself, as it ignores other keys that begin with `x-`. */
const examples = ({ editor }: Dialect): Schema =>
  editor
    ? {
        [EXAMPLES_KEY]: {
          type: "object",
          description:
            "Sample customers and their quantities, such as `{ big team: { seats: 60 } }`: a review shows what they " +
            "pay before and after. They are never sent to the vendor.",
          additionalProperties: {
            type: "object",
            additionalProperties: {
              anyOf: [
                { type: "number", minimum: 0 },
                { type: "string", pattern: DECIMAL_PATTERN },
              ],
            },
          },
        },
      }
    : {};

export const ON_REMOVE = ["archive", "retain", "forbid"] as const;
export type OnRemove = (typeof ON_REMOVE)[number];

/** Settings change how fields are sent, not what may be written. */
const NO_SETTINGS: Settings = {};

/** Whether `null` in the YAML clears the field. */
export const isClearable = (field: Field): boolean =>
  clearingOf(field, NO_SETTINGS) !== "never" || isAlwaysManaged(field);

export function fileSchema(vendor: Vendor, dialect: Dialect): Schema {
  const roots = vendor.kinds.filter(({ parent }) => parent === undefined);
  const withChildren = (kind: Kind): [string, Schema] => [
    kind.collection,
    collectionSchema(kind, childrenOf(vendor, kind).map(withChildren), dialect),
  ];
  const collections = Object.fromEntries(roots.map(withChildren));
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    ...(dialect.editor ? { title: `Billing catalogue: ${vendor.title}` } : {}),
    type: "object",
    properties: {
      vendor: { const: vendor.name, ...doc(dialect, "The vendor that the entries of this file belong to.") },
      account: accountSchema(dialect),
      lifecycle: lifecycleSchema(vendor.kinds, dialect, "file"),
      ...examples(dialect),
      ...collections,
    },
    patternProperties: { [TEMPLATE_KEYS]: {} },
    required: ["vendor"],
    anyOf: roots.map(({ collection }) => ({ required: [collection] })),
    additionalProperties: false,
    ...(dialect.editor ? {} : collectionNames(roots)),
    ...definitionsOf(vendor.kinds.flatMap(shapesOf), dialect),
  };
}

const shapesOf = ({ fields }: Kind): Shape[] => Object.values(fields).map(({ shape }) => shape);

/** One entry in its collection, without children, as a program declares it. A child has its parent's account. */
export function oneEntrySchema(kind: Kind): Schema {
  const dialect = { editor: false };
  const account = kind.parent ? {} : { account: accountSchema(dialect) };
  const { patternProperties: _noTemplates, ...collection } = collectionSchema(kind, [], dialect);
  return {
    ...definitionsOf(shapesOf(kind), dialect),
    type: "object",
    properties: { ...account, [kind.collection]: collection },
  };
}

const accountSchema = (dialect: Dialect): Schema => ({
  type: "string",
  pattern: KEY_PATTERN,
  ...(dialect.editor ? {} : { "x-help": KEY_HELP }),
  ...doc(dialect, "The account, as in catalogue:accounts. Default: the vendor's name."),
});

/** `children`: the schemas of the collections below each entry. */
function collectionSchema(kind: Kind, children: readonly [string, Schema][], dialect: Dialect): Schema {
  return {
    type: "object",
    ...doc(dialect, `Every ${kind.title} by its key.`),
    propertyNames: { pattern: KEY_PATTERN, ...(dialect.editor ? {} : { "x-help": KEY_HELP }) },
    patternProperties: { [TEMPLATE_KEYS]: {} },
    additionalProperties: entrySchema(kind, children, dialect),
    ...(dialect.editor
      ? {}
      : {
          "x-entry": "entries",
          "x-also-called": [...(kind.alsoCalled ?? [])],
          "x-example": `{ my-${kind.title.replaceAll(" ", "-")}: ${entryExample(kind)} }`,
        }),
  };
}

/** The fields of a kind, including those that the parent fills in: what the inputs of a resource contain. */
export function fieldsSchema(kind: Kind): Schema {
  const dialect = { editor: false };
  const fields = Object.entries(kind.fields);
  return {
    type: "object",
    properties: Object.fromEntries(
      fields.map(([name, field]) => [name, memberSchema(memberOf(field), dialect, isClearable(field))]),
    ),
    required: fields.filter(([, field]) => field.required).map(([name]) => name),
    additionalProperties: false,
    ...definitionsOf(shapesOf(kind), dialect),
  };
}

function entrySchema(kind: Kind, children: readonly [string, Schema][], dialect: Dialect): Schema {
  const fields = Object.entries(kind.fields).filter(([, field]) => !field.fromParent);
  return {
    type: "object",
    properties: {
      ...Object.fromEntries(
        fields.map(([name, field]) => [name, memberSchema(memberOf(field), dialect, isClearable(field))]),
      ),
      archived: {
        type: "boolean",
        ...doc(dialect, `true archives the ${kind.title} at the vendor. ${kind.docs.archived}`, false),
      },
      lifecycle: lifecycleSchema([kind], dialect, "entry"),
      ...examples(dialect),
      ...Object.fromEntries(children),
    },
    patternProperties: { [TEMPLATE_KEYS]: {} },
    required: fields.filter(([, field]) => field.required).map(([name]) => name),
    additionalProperties: false,
    ...(dialect.editor ? {} : helpOf(kind, Object.fromEntries(fields), children)),
  };
}

const adoptMembers = (dialect: Dialect): Schema => ({
  properties: { id: { type: "string", minLength: 1 }, overwrite: { const: true, ...example(dialect, "true") } },
  required: ["overwrite"],
  additionalProperties: false,
});

/** For messages: keys that an entry may have, and a file may not. */
const NOT_FOR_ALL: Schema = { "x-not-for-all": ["adopt"] };

/** An example value for messages. Editors do not use it. */
const example = ({ editor }: Dialect, text: string): Schema => (editor ? {} : { "x-example": text });

function lifecycleSchema(kinds: readonly Kind[], dialect: Dialect, where: "file" | "entry"): Schema {
  const names = [...new Set(kinds.flatMap(({ fields }) => Object.keys(fields)))].filter(
    (name) => !kinds.every(({ fields }) => fields[name]?.fromParent),
  );
  const everywhere: Schema = {
    onRemove: { type: "string", enum: [...ON_REMOVE], ...doc(dialect, LIFECYCLE_DOC.onRemove) },
    ignoreChanges: {
      type: "array",
      ...example(dialect, "[name]"),
      items: { type: "string", enum: names },
      ...doc(dialect, LIFECYCLE_DOC.ignoreChanges),
    },
  };
  const entry: Schema = {
    ...everywhere,
    adopt: {
      ...(dialect.editor
        ? { anyOf: [{ const: true }, { type: "string", minLength: 1 }, { type: "object", ...adoptMembers(dialect) }] }
        : {
            type: ["boolean", "string", "object"],
            minLength: 1,
            not: { const: false },
            "x-no-yes-no": true,
            "x-help": "true, or the vendor's id in quotes",
            ...adoptMembers(dialect),
          }),
      ...doc(dialect, LIFECYCLE_DOC.adopt),
    },
    archiveOnlyIf: {
      type: "object",
      ...example(dialect, "{ subscribers: 0 }"),
      properties: { subscribers: { type: "integer", minimum: 0, ...example(dialect, "0") } },
      required: ["subscribers"],
      additionalProperties: false,
      ...doc(dialect, LIFECYCLE_DOC.archiveOnlyIf),
    },
    renamedFrom: { type: "string", minLength: 1, ...doc(dialect, LIFECYCLE_DOC.renamedFrom) },
    accept: acceptSchema(dialect),
  };
  // At the head of a file: only what can hold for many entries, those included that are added later.
  const properties: Schema = where === "entry" ? entry : everywhere;
  const shown = example(dialect, "{ onRemove: archive }");
  return {
    type: "object",
    ...shown,
    ...doc(dialect, LIFECYCLE_DOC.lifecycle),
    properties,
    additionalProperties: false,
    ...(where === "file" && !dialect.editor ? NOT_FOR_ALL : {}),
  };
}

const acceptSchema = (dialect: Dialect): Schema => ({
  type: "object",
  ...example(dialect, '{ times-ten: "9.90 -> 99.00: new plan" }'),
  ...doc(dialect, LIFECYCLE_DOC.accept),
  properties: Object.fromEntries(
    REVIEW_CODES.map((code) => [
      code,
      {
        type: "string",
        pattern: ACCEPTANCE_PATTERN,
        ...(dialect.editor
          ? {}
          : { "x-help": 'the values that the review shows, a colon and a reason, as in "9.90 -> 99.00: new plan"' }),
      },
    ]),
  ),
  additionalProperties: false,
});

const doc = ({ editor }: Dialect, description: string, fallback?: boolean): Schema =>
  editor ? { description, ...(fallback === undefined ? {} : { default: fallback }) } : {};

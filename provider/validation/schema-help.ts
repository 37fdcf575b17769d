/** What the strict schema carries for messages: examples, and the right name for what people write instead. */
import { braces, exampleOfMember } from "../fields/example.js";
import { calledOf, type Schema } from "../fields/json-schema.js";
import type { Shape } from "../fields/shape.js";
import type { Field } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";

const requiredOf = ({ fields }: Kind): [string, Field][] =>
  Object.entries(fields).filter(([, field]) => field.required && !field.fromParent);

export const entryExample = (kind: Kind): string =>
  braces(requiredOf(kind).map(([name, field]) => `${name}: ${exampleOfMember(field)}`));

/** What people write beside the fields. */
const LIFECYCLE = ["onRemove", "adopt", "renamedFrom", "ignoreChanges"].map((name): [string, string] => [
  name,
  `lifecycle.${name}`,
]);

/** The right name of a collection for each that people write instead. */
export function collectionNames(kinds: readonly Kind[]): Schema {
  const names = kinds.flatMap(({ collection, alsoCalled = [] }) =>
    alsoCalled.map((name): [string, string] => [name, collection]),
  );
  return names.length === 0 ? {} : { "x-called": Object.fromEntries(names) };
}

/** For messages: an example, other names of the fields, and the fields that stand one level deeper. */
export function helpOf(
  kind: Kind,
  fields: Readonly<Record<string, Field>>,
  children: readonly [string, Schema][],
): Schema {
  const inner = Object.entries(fields).flatMap(([name, { shape }]) => innerNames(shape, name));
  const called = { ...(calledOf(fields)["x-called"] as Schema | undefined), ...namesOf(children) };
  return {
    "x-entry": "fields",
    "x-example": entryExample(kind),
    "x-called": called,
    "x-inner": Object.fromEntries([...LIFECYCLE, ...inner.reverse()]),
  };
}

/** Each collection carries the names that people write for it. */
const namesOf = (children: readonly [string, Schema][]): Schema =>
  Object.fromEntries(
    children.flatMap(([collection, schema]) =>
      ((schema["x-also-called"] ?? []) as string[]).map((name): [string, string] => [name, collection]),
    ),
  );

/** "price" → "structure.price". Members that objects of every kind have say nothing. */
function innerNames(shape: Shape, path: string): [string, string][] {
  const members =
    shape.type === "object"
      ? shape.members
      : shape.type === "union"
        ? Object.assign({}, ...Object.values(shape.cases).map((one) => one.members))
        : {};
  if (shape.type === "list") return innerNames(shape.of, `${path}[]`);
  return Object.keys(members)
    .filter((name) => name !== "id" && name !== "type")
    .map((name) => [name, `${path}.${name}`]);
}

/** Additions to the strict schema for messages: examples, and names that people write instead of the right ones. */
import { braces, exampleOfMember } from "../fields/example.js";
import { calledOf, type Schema } from "../fields/json-schema.js";
import type { Shape } from "../fields/shape.js";
import type { Field } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";

const requiredOf = ({ fields }: Kind): [string, Field][] =>
  Object.entries(fields).filter(([, field]) => field.required && !field.fromParent);

export const entryExample = (kind: Kind): string =>
  braces(requiredOf(kind).map(([name, field]) => `${name}: ${exampleOfMember(field)}`));

/** Members of `lifecycle` that people write beside the fields. */
const LIFECYCLE = ["onRemove", "adopt", "renamedFrom", "ignoreChanges"].map((name): [string, string] => [
  name,
  `lifecycle.${name}`,
]);

/** The collections by the names that people write instead. */
export function collectionNames(kinds: readonly Kind[]): Schema {
  const names = kinds.flatMap(({ collection, alsoCalled = [] }) =>
    alsoCalled.map((name): [string, string] => [name, collection]),
  );
  return names.length === 0 ? {} : { "x-called": Object.fromEntries(names) };
}

/** For messages: an example, other names of the fields, and the names of members one level deeper. */
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

/** The child collections by the names that people write instead. */
const namesOf = (children: readonly [string, Schema][]): Schema =>
  Object.fromEntries(
    children.flatMap(([collection, schema]) =>
      ((schema["x-also-called"] ?? []) as string[]).map((name): [string, string] => [name, collection]),
    ),
  );

/** "price" → "structure.price". `id` and `type` are left out: objects of every kind have them. */
function innerNames(shape: Shape, path: string): [string, string][] {
  const members =
    shape.type === "object"
      ? shape.members
      : shape.type === "union"
        ? Object.assign({}, ...Object.values(shape.cases).map((variant) => variant.members))
        : {};
  if (shape.type === "list") return innerNames(shape.of, `${path}[]`);
  return Object.keys(members)
    .filter((name) => name !== "id" && name !== "type")
    .map((name) => [name, `${path}.${name}`]);
}

import type { Member, Members, ObjectShape, Shape } from "./shape.js";

/** The depth of an example: a shape may contain itself. */
const MAX_DEPTH = 5;

/** A short value of the shape, as it is written on one line of YAML; `…` stands for any string. */
export function exampleOf(shape: Shape, depth = 0): string {
  if (depth > MAX_DEPTH) return "…";
  switch (shape.type) {
    case "decimal":
      return '"10.00"';
    case "integer":
      return String(Math.max(shape.min ?? 1, 1));
    case "number":
      return "1";
    case "boolean":
      return "true";
    case "choice":
      return shape.values[0] ?? "…";
    case "object":
      return braces(membersOf(shape, depth));
    case "union": {
      const [tag, chosen] = Object.entries(shape.cases)[0] ?? [];
      if (tag === undefined || !chosen) return "{}";
      return braces([`${shape.tag}: ${tag}`, ...membersOf(chosen, depth, true)]);
    }
    case "map":
      return `{ …: ${exampleOf(shape.of, depth + 1)} }`;
    case "list":
      return `[${exampleOf(shape.of, depth + 1)}]`;
    case "either":
      return shape.of[0] ? exampleOf(shape.of[0], depth) : "…";
    case "named":
      return exampleOf(shape.of(), depth + 1);
    case "open":
      return shape.outer === "list" ? "[…]" : shape.outer === "object" ? "{ …: … }" : "…";
    default:
      return "…";
  }
}

/** An example of a member: its own, or else that of its shape. */
export const exampleOfMember = ({ shape, example }: Member, depth = 0): string => example ?? exampleOf(shape, depth);

/** Every required member; if none is required, the first member. */
function membersOf({ members, exactlyOne = [] }: ObjectShape, depth: number, onlyRequired = false): string[] {
  const names = requiredOf(members, exactlyOne);
  const first = Object.keys(members).find((name) => !members[name]?.readOnly);
  const shown = names.length > 0 || onlyRequired || first === undefined ? names : [first];
  return shown.map((name) => `${name}: ${exampleOfMember(members[name] as Member, depth + 1)}`);
}

const requiredOf = (members: Members, exactlyOne: readonly (readonly string[])[]): string[] => [
  ...Object.keys(members).filter((name) => members[name]?.required && !members[name]?.readOnly),
  ...exactlyOne.flatMap((group) => group.slice(0, 1)),
];

export const braces = (parts: readonly string[]): string => (parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`);

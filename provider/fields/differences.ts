/** Where two values of a shape differ: the innermost places, in the order of the keys. Pure. */
import { same, stable } from "./compare.js";
import { pathText } from "./path.js";
import { caseOf, isObject, type Json, own, type Shape } from "./shape.js";

export interface Difference {
  readonly path: readonly (string | number)[];
  readonly before: Json;
  readonly after: Json;
}

export function differences(shape: Shape, before: Json, after: Json, path: Difference["path"] = []): Difference[] {
  if (shape.type === "named") return differences(shape.of(), before, after, path);
  if (same(shape, before, after)) return [];
  const whole = [{ path, before, after }];
  if (Array.isArray(before) && Array.isArray(after) && shape.type === "list") {
    if (shape.order === "any") return ofUnordered(shape.of, before, after, path);
    return after.length === before.length
      ? after.flatMap((item, index) => differences(shape.of, before[index], item, [...path, index]))
      : whole;
  }
  if (!isObject(before) || !isObject(after)) return whole;
  const memberOf = members(shape, before, after);
  if (!memberOf) return whole;
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  const inner = keys.flatMap((key): Difference[] => {
    const member = memberOf(key);
    const [was, is] = [own(before, key) ?? member?.fallback ?? null, own(after, key) ?? member?.fallback ?? null];
    if (member) return member.readOnly ? [] : differences(member.shape, was, is, [...path, key]);
    return stable(was) === stable(is) ? [] : [{ path: [...path, key], before: was, after: is }];
  });
  return inner.length > 0 ? inner : whole;
}

/**
 * Equal items of both lists are left out. If the same number of items is left in both, each is compared with the most
 * similar item.
 */
function ofUnordered(
  shape: Shape,
  before: readonly Json[],
  after: readonly Json[],
  path: Difference["path"],
): Difference[] {
  const rest = [...before];
  const added: [number, Json][] = [];
  for (const [index, item] of after.entries()) {
    const found = rest.findIndex((candidate) => same(shape, candidate, item));
    if (found < 0) added.push([index, item]);
    else rest.splice(found, 1);
  }
  if (added.length === rest.length) {
    return added.flatMap(([index, item]) => {
      const distances = rest.map((candidate) => distance(differences(shape, candidate, item)));
      const [was = null] = rest.splice(distances.indexOf(Math.min(...distances)), 1);
      return differences(shape, was, item, [...path, index]);
    });
  }
  return [
    ...rest.map((item) => ({ path, before: item, after: null })),
    ...added.map(([index, item]) => ({ path: [...path, index], before: null, after: item })),
  ];
}

/** Number of differences; the largest number for items that have nothing in common. */
const distance = (found: readonly Difference[]): number =>
  found.some(({ path }) => path.length === 0) ? Number.MAX_VALUE : found.length;

interface Known {
  readonly shape: Shape;
  readonly fallback?: Json;
  readonly readOnly?: boolean;
}

/** The members of an object's shape by name; undefined when the two are of different cases. */
function members(shape: Shape, before: Json, after: Json): ((key: string) => Known | undefined) | undefined {
  if (shape.type === "map") return () => ({ shape: shape.of });
  if (shape.type === "open") return () => undefined;
  const chosen = shape.type === "union" ? caseOf(shape, after) : shape.type === "object" ? shape : undefined;
  if (!chosen || (shape.type === "union" && caseOf(shape, before) !== chosen)) return undefined;
  return (key) => {
    const member = own(chosen.members, key);
    if (!member) return undefined;
    return {
      shape: member.shape,
      ...(member.default === undefined ? {} : { fallback: member.default }),
      ...(member.readOnly ? { readOnly: true } : {}),
    };
  };
}

/** "structure.price 2.00 → 99.00" */
export const differenceText = ({ path, before, after }: Difference): string =>
  `${pathText(path)} ${valueText(before)} → ${valueText(after)}`;

/** A value in a line of text, cut when it is long. */
export function valueText(value: Json): string {
  if (value === null) return "nothing";
  if (typeof value === "string" && /^[\w.:@/+-]+$/.test(value)) return value;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

const MOST_LINES = 10;

/** A line for each difference between what was sent and the answer: "price: wanted (nothing), the vendor has 100". */
export function differenceLines(all: readonly Difference[]): string {
  const lines = all
    .slice(0, MOST_LINES)
    .map(
      ({ path, before, after }) => `\n  ${pathText(path)}: wanted ${inLine(after)}, the vendor has ${inLine(before)}`,
    );
  return lines.join("") + (all.length > MOST_LINES ? `\n  and ${all.length - MOST_LINES} more` : "");
}

function inLine(value: Json): string {
  if (value === null) return "(nothing)";
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

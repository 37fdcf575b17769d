/** Edits of plain values: what the text must mean after an edit, and which small edits a large one consists of. */
import { isObject, type Json, type JsonObject, own } from "../../fields/shape.js";
import type { Edit, EditPath } from "../edit.js";
import { isCollectionValue } from "./print.js";

/** Equal values; the order of keys does not count. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (!isCollectionValue(a ?? null) || !isCollectionValue(b ?? null)) return false;
  const [one, other] = [a as JsonObject, b as JsonObject];
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]))
  );
}

export function valueAt(value: Json | undefined, path: EditPath): Json | undefined {
  let found = value;
  for (const part of path) {
    if (Array.isArray(found)) found = found[Number(part)];
    else found = isObject(found) ? own(found, String(part)) : undefined;
  }
  return found;
}

/** The value after an edit; undefined where the edit has no meaning, as for a member of a text. */
export function applied(value: Json | undefined, edit: Edit, depth = 0): Json | undefined {
  const [part, ...rest] = edit.path.slice(depth);
  if (part === undefined) return edit.do === "remove" ? undefined : edit.value;
  if (Array.isArray(value)) return appliedToList(value, edit, depth, Number(part), rest.length === 0);
  if (value !== undefined && value !== null && !isObject(value)) return undefined;
  const map: JsonObject = isObject(value) ? value : {};
  const name = String(part);
  if (rest.length === 0 && edit.do === "remove") {
    const { [name]: _gone, ...others } = map;
    return others;
  }
  if (rest.length === 0 && edit.do === "insert") return undefined;
  // A list is made only where an item is inserted.
  const inner = own(map, name) ?? (rest.length === 1 && edit.do === "insert" ? [] : undefined);
  const changed = applied(inner, edit, depth + 1);
  return changed === undefined ? undefined : { ...map, [name]: changed };
}

function appliedToList(
  list: readonly Json[],
  edit: Edit,
  depth: number,
  index: number,
  isLast: boolean,
): Json | undefined {
  if (!Number.isInteger(index) || index < 0) return undefined;
  if (isLast && edit.do === "remove") return list.filter((_item, at) => at !== index);
  if (isLast && edit.do === "insert") return list.toSpliced(Math.min(index, list.length), 0, edit.value);
  if (index > list.length || (index === list.length && !isLast)) return undefined;
  const changed = applied(list[index], edit, depth + 1);
  return changed === undefined ? undefined : list.toSpliced(index, 1, changed);
}

/** The small edits that make one value the other: members of maps, and items of lists, that differ. */
export function editsBetween(path: EditPath, before: Json | undefined, after: Json): Edit[] {
  if (before === undefined) return [{ do: "set", path, value: after }];
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after) && Object.keys(before).length > 0 && Object.keys(after).length > 0) {
    const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
    const changed = Object.entries(after).flatMap(([name, value]) =>
      editsBetween([...path, name], own(before, name), value),
    );
    // What is added first keeps the map from being empty in between.
    return [...changed, ...gone.map((name): Edit => ({ do: "remove", path: [...path, name] }))];
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length > 0 && after.length > 0)
    return listEdits(path, before, after);
  return [{ do: "set", path, value: after }];
}

/** Items are paired by what they have in common; between pairs, items are changed, then added or removed. */
function listEdits(path: EditPath, before: readonly Json[], after: readonly Json[]): Edit[] {
  const edits: Edit[] = [];
  const paired = [...pairsOf(before, after), [before.length, after.length] as const];
  let [from, to] = [0, 0];
  // Indexes are those at the time of the edit: earlier edits have made the list longer or shorter.
  for (const [untilFrom, untilTo] of paired) {
    const [old, fresh] = [before.slice(from, untilFrom), after.slice(to, untilTo)];
    const both = Math.min(old.length, fresh.length);
    for (let index = 0; index < both; index += 1)
      edits.push(...editsBetween([...path, to + index], old[index], fresh[index] as Json));
    for (const [index, value] of fresh.slice(both).entries())
      edits.push({ do: "insert", path: [...path, to + both + index], value });
    for (let index = both; index < old.length; index += 1) edits.push({ do: "remove", path: [...path, to + both] });
    if (untilTo < after.length)
      edits.push(...editsBetween([...path, untilTo], before[untilFrom], after[untilTo] as Json));
    [from, to] = [untilFrom + 1, untilTo + 1];
  }
  return edits;
}

/** Pairs of indexes of the items that have most in common, ascending. */
function pairsOf(before: readonly Json[], after: readonly Json[]): (readonly [number, number])[] {
  const totals = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const at = (i: number, j: number): number => totals[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const alike = likeness(before[i] as Json, after[j] as Json);
      const both = alike > 0 ? alike + at(i + 1, j + 1) : 0;
      (totals[i] as number[])[j] = Math.max(both, at(i + 1, j), at(i, j + 1));
    }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    const alike = likeness(before[i] as Json, after[j] as Json);
    if (alike > 0 && at(i, j) === alike + at(i + 1, j + 1)) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** 1: equal values. Less: the part of the members that two maps have in common. */
function likeness(a: Json, b: Json): number {
  if (same(a, b)) return 1;
  if (!isObject(a) || !isObject(b)) return 0;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => same(own(a, name), own(b, name))).length / (names.size + 1);
}

/** Strings with a placeholder, `${name}`, anywhere in a value, and where. */
export function placeholdersIn(
  value: Json | undefined,
  path: EditPath = [],
): { readonly path: EditPath; readonly text: string }[] {
  if (typeof value === "string") return /(?<!\$)\$\{[^{}]*\}/.test(value) ? [{ path, text: value }] : [];
  if (value === undefined || !isCollectionValue(value)) return [];
  return Object.entries(value).flatMap(([part, item]) => placeholdersIn(item, [...path, part]));
}

/** The name in the first placeholder of a text. */
export const placeholderName = (text: string): string => /(?<!\$)\$\{([^{}]*)\}/.exec(text)?.[1]?.trim() ?? "";

/** A value in which no placeholder is seen: as it is written in YAML. */
export function literal(value: Json): Json {
  if (typeof value === "string") return value.replaceAll("${", () => "$${");
  if (Array.isArray(value)) return value.map(literal);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)])) : value;
}

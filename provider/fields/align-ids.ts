/**
 * A value of one account beside the same value of another: ids of other objects differ there, although they name the
 * same. Pure.
 */
import { same, stable } from "./compare.js";
import { caseOf, isObject, type Json, type JsonObject, type ListShape, own, type Shape } from "./shape.js";

/** An id and the one that stands at the same place of the other value; they may be equal. */
export interface AlignedId {
  readonly path: readonly (string | number)[];
  readonly mine: string;
  readonly theirs: string;
  /** The place is one of a list, whose items are in no order that both share. */
  readonly inList: boolean;
}

export interface Aligned {
  /** `mine` with the ids of `theirs`, where `theirs` has an id at the same place. */
  readonly value: Json;
  /** Each id that both have. */
  readonly ids: readonly AlignedId[];
}

type Path = AlignedId["path"];

export function alignIds(shape: Shape, mine: Json, theirs: Json, path: Path = [], inList = false): Aligned {
  switch (shape.type) {
    case "text":
      return shape.isId && typeof mine === "string" && typeof theirs === "string"
        ? { value: theirs, ids: [{ path, mine, theirs, inList }] }
        : unchanged(mine);
    case "object":
      return members(mine, theirs, (name) => own(shape.members, name)?.shape, path, inList);
    case "union": {
      const chosen = caseOf(shape, mine);
      return chosen && chosen === caseOf(shape, theirs)
        ? alignIds(chosen, mine, theirs, path, inList)
        : unchanged(mine);
    }
    case "map":
      return members(mine, theirs, () => shape.of, path, inList);
    case "list":
      return listItems(shape, mine, theirs, path);
    case "named":
      return alignIds(shape.of(), mine, theirs, path, inList);
    default:
      return unchanged(mine);
  }
}

const unchanged = (value: Json): Aligned => ({ value, ids: [] });

function members(
  mine: Json,
  theirs: Json,
  shapeOf: (name: string) => Shape | undefined,
  path: Path,
  inList: boolean,
): Aligned {
  if (!isObject(mine) || !isObject(theirs)) return unchanged(mine);
  const all = Object.entries(mine).map(([name, value]): [string, Aligned] => {
    const [shape, other] = [shapeOf(name), own(theirs, name)];
    const isBoth = shape !== undefined && other !== undefined;
    return [name, isBoth ? alignIds(shape, value, other, [...path, name], inList) : unchanged(value)];
  });
  return {
    value: Object.fromEntries(all.map(([name, { value }]) => [name, value])) as JsonObject,
    ids: all.flatMap(([, { ids }]) => ids),
  };
}

/**
 * Equal items belong together, then those that differ in their ids alone, then those that the list pairs; in an ordered
 * list those of one index.
 */
function listItems(shape: ListShape, mine: Json, theirs: Json, path: Path): Aligned {
  if (!Array.isArray(mine) || !Array.isArray(theirs)) return unchanged(mine);
  const items: readonly Json[] = mine;
  const partners = shape.order === "kept" ? items.map((_, index) => theirs[index]) : partnersOf(shape, items, theirs);
  const all = items.map((item, index) => {
    const partner = partners[index];
    return partner === undefined ? unchanged(item) : alignIds(shape.of, item, partner, [...path, index], true);
  });
  return { value: all.map(({ value }) => value), ids: all.flatMap(({ ids }) => ids) };
}

function partnersOf(
  { of, pairBy = [] }: ListShape,
  mine: readonly Json[],
  theirs: readonly Json[],
): (Json | undefined)[] {
  const left = [...theirs];
  const partners: (Json | undefined)[] = mine.map(() => undefined);
  const isSame = (a: Json, b: Json): boolean => same(of, a, b);
  const isAlike = (a: Json, b: Json): boolean => same(of, alignIds(of, a, b).value, b);
  const isPaired = (a: Json, b: Json): boolean => {
    const aligned = alignIds(of, a, b).value;
    if (pairBy.length === 0 || !isObject(aligned) || !isObject(b)) return false;
    return pairBy.every((name) => stable(aligned[name] ?? null) === stable(b[name] ?? null));
  };
  for (const belong of [isSame, isAlike, isPaired])
    for (const [index, item] of mine.entries()) {
      if (partners[index] !== undefined) continue;
      const at = left.findIndex((other) => belong(item, other));
      if (at !== -1) [partners[index]] = left.splice(at, 1);
    }
  return partners;
}

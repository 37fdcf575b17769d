/** What people do in the vendor's dashboard meanwhile: to objects of the catalogue, and to objects of their own. */
import type { Json, JsonObject } from "../../sandboxes/json.ts";
import { isMap } from "../support/oracles/forms.js";
import type { Course } from "./course.js";
import { oneProduct } from "./judge.js";
import { optionalsOf, type Placed } from "./model.js";

const DAY = 24 * 3_600_000;

/** Sets members of an object; a map is changed member by member. */
function edit(course: Course, id: string, members: JsonObject): void {
  const body = course.objects.find((object) => object.id === id)?.body ?? {};
  course.fixture.edit(course.sandbox, id, laidOver(body, members) as JsonObject);
  course.judge.edited(id, course.objects);
  course.drifted = true;
}

function laidOver(value: Json | undefined, members: Json): Json {
  if (!isMap(members)) return members;
  const old = isMap(value) ? value : {};
  return {
    ...old,
    ...Object.fromEntries(Object.entries(members).map(([key, item]) => [key, laidOver(old[key], item)])),
  };
}

/** The members without those that an entry names. */
const unnamed = (members: JsonObject, fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !(name in fields)));

/** Sets a field that the YAML names, one that it does not name, and perhaps an optional one that it could name. */
export function editFields(course: Course, { entry, kind, address }: Placed, choice: number): void {
  const id = course.world.ids[address];
  if (id === undefined) return;
  const [optional = {}] = choice % 2 === 0 ? optionalsOf(kind) : [];
  const change = entry.variety.edits[0]?.(1_000);
  edit(course, id, unnamed({ ...kind.dashboard, ...optional }, entry.fields));
  // Prices of Polar cannot be edited, only made anew.
  if (change && !("prices" in change)) edit(course, id, change);
}

/** Sets members within values that the object has: members that no entry names. */
export function editInside(course: Course, { entry, address }: Placed): void {
  const id = course.world.ids[address];
  const body = course.objects.find((object) => object.id === id)?.body ?? {};
  const inside = Object.entries(entry.variety.inside ?? {}).filter(([name]) => isMap(body[name]));
  if (id !== undefined && inside.length > 0) edit(course, id, Object.fromEntries(inside));
}

/** Changes a value, at any depth, that the entry names. */
export function editNamed(course: Course, { entry, kind, address }: Placed, choice: number): void {
  const id = course.world.ids[address];
  const body = course.objects.find((object) => object.id === id)?.body;
  if (id === undefined || !body) return;
  const fixed = ["type", "prices", ...Object.keys(kind.replace)];
  const named = Object.entries(entry.fields).filter(([name]) => !fixed.includes(name));
  const found = leaves(Object.fromEntries(named), body);
  const leaf = found[choice % Math.max(1, found.length)];
  if (leaf) edit(course, id, changedAt(body, leaf) as JsonObject);
}

type Path = readonly (string | number)[];

/** Tags, choices and ids of other objects: no other text can stand there. */
const CHOICES = /^(pricingType|func|conjunction|clauses|operator|unit|invoiceVisibility|.*_interval|id|.*Id|.*_id)$/;
const CHOICE = /^[A-Z_]{4,}$/;

/** Places of single values that both have. */
function leaves(named: Json, seen: Json | undefined, path: Path = []): Path[] {
  if (isMap(named) && isMap(seen))
    return Object.entries(named).flatMap(([key, item]) =>
      CHOICES.test(key) ? [] : leaves(item, seen[key], [...path, key]),
    );
  if (Array.isArray(named) && Array.isArray(seen))
    return named.flatMap((item: Json, index) => leaves(item, seen[index], [...path, index]));
  if (typeof named === "string" && CHOICE.test(named)) return [];
  return named !== null && typeof named !== "object" && typeof named === typeof seen ? [path] : [];
}

function changedAt(value: Json, [key, ...rest]: Path): Json {
  if (key === undefined) return another(value);
  if (Array.isArray(value)) return value.map((item: Json, index) => (index === key ? changedAt(item, rest) : item));
  return isMap(value) ? { ...value, [key]: changedAt(value[key] ?? null, rest) } : value;
}

/** A boolean flipped, a number plus one, a decimal with another last digit, another text. */
function another(value: Json): Json {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  const text = String(value);
  return /^[0-9.]+$/.test(text) ? text.slice(0, -1) + ((Number(text.at(-1)) + 1) % 10) : `${text}x`;
}

export async function archive(course: Course, { entry, address }: Placed): Promise<void> {
  if (course.world.ids[address] === undefined || entry.archived) return;
  await course.up({});
  const id = course.world.ids[address];
  if (id === undefined) return;
  course.fixture.archive(course.sandbox, id);
  if (!course.fixture.canUnarchive) {
    course.judge.archivedElsewhere.add(id);
    entry.closed = true;
  }
  course.judge.edited(id, course.objects);
  course.drifted = true;
}

/** Somebody has an object like ours, made long ago. */
export async function makeForeign(course: Course, number: number): Promise<void> {
  const { fixture, judge, world } = course;
  const other = course.worldOf({ beside: world, owner: `elsewhere/${number}`, seed: number });
  const name = `f${judge.foreign}`;
  const { errors } = await other.up(oneProduct(fixture, name, `foreign-${judge.foreign}`));
  course.check(errors.length === 0, `foreign: ${errors.join()}`);
  judge.notOurs(other.ids[`${fixture.name}/${name}`] ?? "", course.objects);
  world.clock.advance(DAY + 3_600_000);
}

/** Somebody makes an object that is equal to one of ours, but for having more set. */
export async function makeTwin(course: Course, { kind, address }: Placed): Promise<void> {
  if (!kind.twin) return;
  await course.up({});
  const id = course.world.ids[address];
  const object = course.objects.find((each) => each.id === id);
  if (!object || object.archived) return;
  const twin = course.fixture.copy(course.sandbox, object.id, laidOver({}, kind.twin) as JsonObject);
  course.judge.notOurs(twin, course.objects);
}

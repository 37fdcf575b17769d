/** What a kind's table says may be written, as places; and the places that a value uses. */

import { isObject, type Json, type Member, type Shape } from "../../provider/fields/shape.js";
import type { Field } from "../../provider/kinds/field.js";
import type { Kind } from "../../provider/kinds/kind.js";

/** Choices of more values than this are lists of the world: currencies, services. */
const MOST_VALUES = 10;

/** "structure(LINEAR).pricePerUnit", "type=flat_fee": every member, every case of a union, every value of a choice. */
export function spotsOf({ fields, references = {} }: Kind): string[] {
  const spots: string[] = [];
  const known = new Set(Object.keys(references));
  const named = new Set<string>();
  const members = (all: Readonly<Record<string, Pick<Member | Field, "shape">>>, at: string): void => {
    for (const [name, member] of Object.entries(all)) {
      // Names of a catalogue's own, instead of ids; and members of answers only.
      if (known.has(name) || ("readOnly" in member && member.readOnly === true)) continue;
      spots.push(at + name);
      inside(member.shape, at + name);
    }
  };
  const inside = (shape: Shape, at: string): void => {
    if (shape.type === "object") members(shape.members, `${at}.`);
    else if (shape.type === "list") inside(shape.of, at);
    else if (shape.type === "either") for (const one of shape.of) inside(one, at);
    else if (shape.type === "named" && !named.has(shape.name)) {
      named.add(shape.name);
      inside(shape.of(), shape.name);
    } else if (shape.type === "choice" && shape.values.length <= MOST_VALUES)
      for (const value of shape.values) spots.push(`${at}=${value}`);
    else if (shape.type === "union")
      for (const [name, one] of Object.entries(shape.cases)) {
        spots.push(`${at}(${name})`);
        members(one.members, `${at}(${name}).`);
      }
  };
  members(fields, "");
  return [...new Set(spots)];
}

/** The places of a body, under the same names. */
export function spotsIn(body: Json, { fields }: Kind): string[] {
  const spots: string[] = [];
  const members = (value: Json, shapes: Readonly<Record<string, Pick<Member, "shape">>>, at: string): void => {
    if (!isObject(value)) return;
    for (const [name, one] of Object.entries(value)) {
      const shape = shapes[name]?.shape;
      if (!shape || one === null) continue;
      spots.push(at + name);
      inside(one, shape, at + name);
    }
  };
  const inside = (value: Json, shape: Shape, at: string): void => {
    if (shape.type === "object") members(value, shape.members, `${at}.`);
    else if (shape.type === "list" && Array.isArray(value)) for (const one of value) inside(one, shape.of, at);
    else if (shape.type === "either") for (const one of shape.of) inside(value, one, at);
    else if (shape.type === "named") inside(value, shape.of(), shape.name);
    else if (shape.type === "choice") spots.push(`${at}=${String(value)}`);
    else if (shape.type === "union" && isObject(value)) {
      const tag = String(value[shape.tag]);
      spots.push(`${at}(${tag})`);
      members(value, shape.cases[tag]?.members ?? {}, `${at}(${tag}).`);
      // A case that the vendor rewrites, as in `free`, which is stored as an amount of 0.
      for (const [name, rewritten] of Object.entries(shape.rewrites ?? {}))
        if (Object.entries(rewritten).every(([key, wanted]) => value[key] === wanted)) {
          spots.push(`${at}(${name})`);
          members(value, shape.cases[name]?.members ?? {}, `${at}(${name}).`);
        }
    }
  };
  members(body, fields, "");
  return spots;
}

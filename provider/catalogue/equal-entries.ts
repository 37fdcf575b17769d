/** Two active prices of a product that are equal in every field are the same price twice. */
import { canonical, stable } from "../fields/compare.js";
import type { Json } from "../fields/shape.js";
import { restingValue, sentInitially } from "../kinds/absence.js";
import type { Field } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import type { Problem } from "../validation/problem.js";
import { remember } from "../validation/remember.js";
import { holdsUnknown } from "../validation/unknown.js";
import type { Entry } from "./model.js";

/** Gives the problem of an entry that is equal to an earlier one. */
export function equalEntries(): (entry: Entry) => Problem[] {
  /** By what is quickly compared. Other fields of an entry are looked at when a second one has the same outline. */
  const byOutline = new Map<string, Entry>();
  const byFields = new Map<string, Map<string, Entry>>();
  const plainOf = new Map<Kind, readonly [string, Field][]>();
  const add = (known: Map<string, Entry>, entry: Entry): Entry | undefined => {
    const fields = canonicalFields(entry, ownFields(entry.kind));
    if (holdsUnknown(fields)) return undefined;
    const first = remember(known, stable(fields), () => entry);
    return first === entry ? undefined : first;
  };
  return (entry) => {
    const { kind, archived, broken, parent } = entry;
    if (archived || broken || !kind.parent || kind.naturalKey) return [];
    const plain = remember(plainOf, kind, () => ownFields(kind).filter(([, field]) => isPlain(field)));
    const outline = stable([parent?.address ?? "", kind.type, canonicalFields(entry, plain)]);
    const alike = remember(byOutline, outline, () => entry);
    if (alike === entry) return [];
    const known = remember(byFields, outline, () => {
      const made = new Map<string, Entry>();
      add(made, alike);
      return made;
    });
    const first = add(known, entry);
    return first ? [equalTo(first, entry)] : [];
  };
}

const ownFields = ({ fields }: Kind): [string, Field][] =>
  Object.entries(fields).filter(([, { fromParent }]) => !fromParent);

/** Values of the field are equal only if they are written in the same way. */
const isPlain = ({ shape }: Field): boolean =>
  ["choice", "boolean", "integer", "number"].includes(shape.type) || (shape.type === "text" && !shape.stripped);

const canonicalFields = ({ fields }: Entry, of: readonly [string, Field][]): readonly Json[] =>
  of.map(([name, field]) =>
    canonical(field.shape, fields[name] ?? sentInitially(field) ?? restingValue(field) ?? null),
  );

const equalTo = (first: Entry, again: Entry): Problem =>
  again.source.problem(
    "equal-entries",
    [],
    "key",
    `${again.address} is equal to ${first.address} (${first.source.words}) in every field`,
    "remove one of the two, or change a field so that they differ",
  );

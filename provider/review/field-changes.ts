/** The fields that change, each innermost place with its value before and after. */
import { arrange } from "../fields/arrange.js";
import { differences } from "../fields/differences.js";
import { pathText } from "../fields/path.js";
import type { Json } from "../fields/shape.js";
import type { Field } from "../kinds/field.js";
import { isConfirmed, wasArchived } from "../lifecycle/observe/archived-state.js";
import { wantedChanges } from "../lifecycle/plan/plan.js";
import type { FieldChange } from "./digest.js";
import type { Placer } from "./places.js";
import type { Subject } from "./subject.js";

/** In the order of the kind's fields; whether the object is archived comes last. */
export function fieldChanges(subject: Subject, place: Placer): FieldChange[] {
  const { olds, news, operation } = subject;
  if (operation === "same") return [];
  const fields = olds && news ? ofUpdate(subject, place) : news ? ofCreate(subject, place) : [];
  const state = archivedState(subject);
  if (!state) return fields;
  const at = place(subject.after?.source, ["archived"]);
  return [...fields, { path: "archived", ...state, money: false, ...(at ? { place: at } : {}) }];
}

function ofUpdate({ kind, settings, olds, news, before, after }: Subject, place: Placer): FieldChange[] {
  if (!olds || !news) return [];
  return wantedChanges(kind, olds, news, settings).flatMap(({ name, field, before: was, after: is }): FieldChange[] => {
    if (field.fromParent) return [];
    const known = was === undefined ? null : (olds.fields[name] ?? null);
    const from = (value: Json): Json => arrange(field.shape, value, { sorted: true });
    const to = (value: Json): Json => arrange(field.shape, value);
    const wanted = after?.fields[name] ?? news.fields[name] ?? null;
    const named = differences(field.shape, from(known), to(wanted), [name]);
    // Another object of the same name is another value.
    const all = named.length > 0 ? named : differences(field.shape, from(was ?? null), to(is), [name]);
    const places = all.length > 0 ? all : [{ path: [name], before: was ?? null, after: is }];
    return places.map(({ path, before: old, after: value }) => {
      const at = place(after?.source ?? before?.source, path);
      return {
        path: pathText(path),
        before: old,
        after: value,
        money: field.money === true,
        ...(was === undefined ? { newlyNamed: true as const } : {}),
        ...(at ? { place: at } : {}),
      };
    });
  });
}

const ofCreate = ({ kind, news, after }: Subject, place: Placer): FieldChange[] =>
  Object.entries(kind.fields).flatMap(([name, field]: [string, Field]): FieldChange[] => {
    const value: Json = after?.fields[name] ?? news?.fields[name] ?? null;
    if (field.fromParent || value === null) return [];
    const at = place(after?.source, [name]);
    return [
      {
        path: name,
        before: null,
        after: arrange(field.shape, value),
        money: field.money === true,
        ...(at ? { place: at } : {}),
      },
    ];
  });

function archivedState({ operation, olds, news }: Subject): { before: Json; after: Json } | undefined {
  if (operation === "delete") return olds && !isConfirmed(olds) ? { before: false, after: true } : undefined;
  if (operation === "create") return news?.archived ? { before: null, after: true } : undefined;
  if (!olds || !news || (operation !== "update" && operation !== "replace")) return undefined;
  const before = wasArchived(olds);
  return before === news.archived ? undefined : { before, after: news.archived };
}

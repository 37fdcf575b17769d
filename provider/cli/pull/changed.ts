/** Entries that have an object: the fields in which the vendor has something else than the file. Pure. */
import type { Edit, EditPath } from "../../catalogue/edit.js";
import type { Entry } from "../../catalogue/model.js";
import { same } from "../../fields/compare.js";
import { differences, differenceText } from "../../fields/differences.js";
import { isObject, type Json, type JsonObject, own } from "../../fields/shape.js";
import type { Paired } from "../../inventory/pairing.js";
import type { Settings, WireContext } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import { readField, sameValue } from "../../lifecycle/plan/managed.js";
import { withIds } from "../../lifecycle/references.js";
import { type Outputs, readInputs, readOutputs } from "../../lifecycle/state.js";
import type { PulledField, PulledItem, PulledRow } from "./request.js";
import { valueToWrite } from "./values.js";

export interface ChangedEntry {
  readonly entry: Entry;
  readonly edits: readonly Edit[];
  readonly items: readonly PulledItem[];
}

export interface OfEntry {
  readonly paired: Paired;
  /** The entry's place in its file. */
  readonly path: EditPath;
  /** A value of the file as it is written, with its placeholders. */
  readonly raw: (path: EditPath) => Json | undefined;
  /** The object, as an entry describes it. */
  readonly described: JsonObject;
  /** The row of the state. */
  readonly row: PulledRow | undefined;
  readonly context: WireContext;
  readonly options: { readonly force?: boolean; readonly allFields?: boolean };
}

type Verdict = "changed" | "edited" | "conflict";

interface Field {
  readonly name: string;
  readonly verdict: Verdict;
  readonly edit: Edit;
  readonly change: string;
}

export function changedEntry(of: OfEntry): ChangedEntry {
  const { entry, found } = of.paired;
  const fields = [...differingFields(of), ...archivedField(of), ...(of.options.allFields ? unnamedFields(of) : [])];
  const about = { kind: entry.kind.title, id: found.id, address: entry.address };
  const items = (["changed", "edited", "conflict"] as const).flatMap((outcome): PulledItem[] => {
    const some = fields.filter(({ verdict }) => verdict === outcome);
    if (some.length === 0) return [];
    const told = some.map(({ name, change }): PulledField => ({ name, change }));
    return [{ outcome, ...about, fields: told, ...WHY[outcome](of.row !== undefined) }];
  });
  return { entry, edits: fields.flatMap(({ verdict, edit }) => (verdict === "changed" ? [edit] : [])), items };
}

const WHY: Readonly<Record<Verdict, (hasRow: boolean) => { message?: string; remedy?: string }>> = {
  changed: () => ({}),
  edited: () => ({
    message: "the file was changed since the last `up`, and the vendor was not, so the file stays as it is",
    remedy: "`pulumi up` writes the file's values to the vendor; `--force` writes the vendor's values to the file",
  }),
  conflict: (hasRow) => ({
    message: hasRow
      ? "the file and the vendor were both changed since the last `up`"
      : "the file and the vendor differ, and the stack's state does not tell which of them was changed",
    remedy: "keep the file's values, or write the vendor's values with `--force`",
  }),
};

/** Fields that the entry names, or that every entry of the kind has. */
function differingFields(of: OfEntry): Field[] {
  const { entry, changes } = of.paired;
  return changes.flatMap(({ name, field }): Field[] => {
    if (field.fromParent || entry.lifecycle.ignoreChanges.includes(name)) return [];
    const next = of.described[name] ?? null;
    const written = { raw: of.raw([...of.path, name]), value: own(entry.fields, name) };
    const value = valueToWrite(field, written, next, of.options.allFields === true);
    const before = written.value ?? null;
    return [
      {
        name,
        verdict: verdictOf(of, name, before),
        edit: editOf(of, name, value),
        change: differences(field.shape, before, next, [name]).map(differenceText).join(", "),
      },
    ];
  });
}

const editOf = ({ path, raw }: OfEntry, name: string, value: Json): Edit => {
  const at = [...path, name];
  return value === null && raw(at) !== undefined ? { do: "remove", path: at } : { do: "set", path: at, value };
};

/** Three-way: the file, the vendor, and what both were after the last `up`. */
function verdictOf(of: OfEntry, name: string, written: Json): Verdict {
  const { row, options, paired, context } = of;
  if (options.force) return "changed";
  if (!row) return "conflict";
  const { kind } = paired.entry;
  const field = kind.fields[name];
  if (!field) return "conflict";
  const [inputs, outputs] = [readInputs(kind, row.inputs), readOutputs(kind, row.outputs)];
  const isSame = (value: Json | undefined): boolean => sameOrBothNothing(kind, name, value, written, context.settings);
  if (isSame(own(inputs.fields, name)) || (outputs.live.drift && isSame(own(outputs.live.drift, name))))
    return "changed";
  return vendorHasRow(of, name, outputs) ? "edited" : "conflict";
}

function sameOrBothNothing(kind: Kind, name: string, a: Json | undefined, b: Json, settings: Settings): boolean {
  const field = kind.fields[name];
  return field !== undefined && sameValue(field, a ?? null, b, settings);
}

/** Whether the vendor has what it had after the last `up`. A field that was not managed then counts as unchanged. */
function vendorHasRow({ paired: { found }, context }: OfEntry, name: string, outputs: Outputs): boolean {
  const field = found.kind.fields[name];
  const byId = withIds(found.kind, outputs.fields, outputs.live.references ?? {});
  if (!field || !Object.hasOwn(byId, name)) return true;
  const value = byId[name] ?? null;
  return sameValue(field, value, readField(name, field, found.object, value, context), context.settings);
}

/** Whether it is archived, where the vendor shows that. */
function archivedField(of: OfEntry): Field[] {
  const { entry, found } = of.paired;
  const isShown = found.archived || found.kind.archiving.visible.in !== "nowhere";
  if (entry.archived === found.archived || !isShown) return [];
  const was = of.row?.outputs["archived"];
  const verdict: Verdict = of.options.force
    ? "changed"
    : of.row === undefined
      ? "conflict"
      : was === entry.archived
        ? "changed"
        : "edited";
  const edit: Edit = { do: "set", path: [...of.path, "archived"], value: found.archived };
  return [{ name: "archived", verdict, edit, change: `archived ${entry.archived} → ${found.archived}` }];
}

/** Fields of the object that the entry does not name. */
function unnamedFields(of: OfEntry): Field[] {
  const { entry, changes } = of.paired;
  const told = new Set(changes.map(({ name }) => name));
  return Object.entries(of.described).flatMap(([name, next]): Field[] => {
    const field = entry.kind.fields[name];
    const before = own(entry.fields, name) ?? null;
    if (!field || told.has(name) || entry.lifecycle.ignoreChanges.includes(name)) return [];
    if (before !== null && (field.unnamed !== "kept" || !isObject(before) || same(field.shape, before, next)))
      return [];
    const written = { raw: of.raw([...of.path, name]), value: own(entry.fields, name) };
    const edit: Edit = { do: "set", path: [...of.path, name], value: valueToWrite(field, written, next, true) };
    const change = differences(field.shape, before, next, [name]).map(differenceText).join(", ");
    return [{ name, verdict: "changed", edit, change }];
  });
}

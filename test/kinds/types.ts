/** Kinds that the compiler takes and refuses: nothing here runs, `npm run check` compiles it. */
import { text } from "../../provider/fields/shape.js";
import type { Archiving, Visibility } from "../../provider/kinds/archiving.js";
import type { Field } from "../../provider/kinds/field.js";
import { defineKind, textOf } from "../../provider/kinds/kind.js";

const base = { shape: text(), doc: "A field." } as const;
const request = (id: string) => ({ method: "POST", path: `/things/${id}` }) as const;

// What an entry without the field means.
export const name: Field = { ...base, required: true, fate: "update" };
export const label: Field = { ...base, fate: "update", absence: { cleared: "null" } };
export const sent: Field = { ...base, fate: "update", absence: { initial: { sent: [] }, cleared: { value: [] } } };
export const resting: Field = { ...base, fate: "replace", absence: { means: null } };
// @ts-expect-error an optional field says what its absence means
export const silent: Field = { ...base, fate: "update" };
// @ts-expect-error a required field is never absent
export const mandatory: Field = { ...base, required: true, fate: "update", absence: { cleared: "null" } };
// @ts-expect-error a required field is sent anyway
export const twice: Field = { ...base, required: true, fate: "update", absence: { initial: { sent: [] } } };
// @ts-expect-error no new object is without a required field
export const fresh: Field = { ...base, required: true, fate: "update", absence: { initial: "any", cleared: "never" } };
// @ts-expect-error every entry has it: it marks none as somebody's own
export const everybody: Field = { ...base, required: true, fate: "update", restricts: true };
// @ts-expect-error an unmanaged field says how it is cleared
export const uncleared: Field = { ...base, fate: "update", absence: { initial: "any" } };
// @ts-expect-error always managed as a value, it is given that value
export const both: Field = { ...base, fate: "update", absence: { means: 1, cleared: "never" } };
// @ts-expect-error always managed, it is not left to the vendor
export const left: Field = { ...base, fate: "update", absence: { means: 1, initial: "any" } };
export const chosen: Field = {
  ...base,
  fate: "update",
  // @ts-expect-error the vendor has a default, or wants a value to be sent
  absence: { initial: { default: 1, sent: 1 }, cleared: "null" },
};
// @ts-expect-error only members of a value have their default beside the shape
export const shadowed: Field = { ...base, default: 1, fate: "update", absence: { cleared: "null" } };
// @ts-expect-error what only answers carry is no field
export const answered: Field = { ...base, readOnly: true, fate: "update", absence: { cleared: "null" } };

// What a change means.
const optional = { ...base, absence: { cleared: "never" } } as const;
export const parted: Field = { ...optional, fate: "update", replaceOn: ["pricingType"], unnamed: "kept" };
export const own: Field = { ...optional, fate: "update", ownCall: request };
export const frozen: Field = { ...optional, fate: "fixed", reason: "the seal is for ever" };
// @ts-expect-error a refused change says why
export const sealed: Field = { ...optional, fate: "fixed" };
// @ts-expect-error every change of it replaces
export const replaced: Field = { ...optional, fate: "replace", replaceOn: ["pricingType"] };
// @ts-expect-error no change of it replaces
export const fixed: Field = { ...optional, fate: "fixed", reason: "so it is", replaceOn: ["pricingType"] };
// @ts-expect-error a new object is made instead of the call
export const called: Field = { ...optional, fate: "replace", ownCall: request };
// @ts-expect-error nothing of the old value is kept in a new object
export const kept: Field = { ...optional, fate: "replace", unnamed: "kept" };
// @ts-expect-error it is simply changed
export const reasoned: Field = { ...optional, fate: "update", reason: "paint does not come off" };

// Archiving, and where it can be seen.
const away = { by: "field", name: "away", value: true } as const;
const back = { by: "field", name: "away", value: false } as const;
const visible = { in: "list" } as const;
const heldBy = { type: "toy:Tariff", uses: () => true };
export const calls: Archiving = { archive: { by: "call", request }, unarchive: () => back, visible };
export const fields: Archiving = { archive: away, unarchive: () => back, heldBy, visible };
// @ts-expect-error archived by a field, it comes back by one
export const crossed: Archiving = { archive: away, unarchive: () => ({ by: "call", request }), visible };
// @ts-expect-error the call's refusal is not looked into for users
export const held: Archiving = { archive: { by: "call", request }, heldBy, visible };
// @ts-expect-error a field has a value
export const blank: Archiving = { archive: { by: "field", name: "away" }, visible };
// @ts-expect-error a call or a field
export const mixed: Archiving = { archive: { ...away, request }, visible };
// @ts-expect-error somewhere, or nowhere
export const unsaid: Archiving = { archive: away };

const isArchived = () => true;
export const answers: Visibility = { in: "answers", isArchived, listed: true };
export const nowhere: Visibility = { in: "nowhere", isArchived, signsSetting: "signs", listed: () => true };
// @ts-expect-error how an answer shows it
export const dumb: Visibility = { in: "answers" };
// @ts-expect-error the object itself is asked, not the words of a refusal
export const signs: Visibility = { in: "answers", isArchived, signsSetting: "signs" };
// @ts-expect-error answers say nothing
export const shown: Visibility = { in: "list", isArchived };
// @ts-expect-error a list that leaves archived objects out does not hold them
export const listed: Visibility = { in: "list", listed: true };

// A kind names no field but its own.
const kind = {
  type: "toy:Thing",
  title: "thing",
  collection: "things",
  fields: { name, label },
  calls: { list: () => request(""), get: request, create: request(""), update: request },
  archiving: calls,
  id: textOf("id"),
  docs: { page: "https://example.com/archive", archived: "It is put away." },
} as const;
const marker = { addressKey: "_address", ownerKey: "_owner" };
defineKind({ ...kind, naturalKey: ["name"], marker: { ...marker, field: "label" } });
// @ts-expect-error a marker needs a field
defineKind({ ...kind, marker });
// @ts-expect-error a marker in a field that the table does not have
defineKind({ ...kind, marker: { ...marker, field: "metadata" } });
// @ts-expect-error a key that the table does not have
defineKind({ ...kind, naturalKey: ["nmae"] });
// @ts-expect-error a parent's field that the table does not have
defineKind({ ...kind, parent: { type: "toy:Gadget", field: "gadget" } });
// @ts-expect-error no such field to send together
defineKind({ ...kind, calls: { ...kind.calls, together: [["name", "count"]] } });
// @ts-expect-error no such field that is unique
defineKind({ ...kind, unique: () => ({ field: "number", archivedCount: true, setting: "archivedNumbersCount" }) });

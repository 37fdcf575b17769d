/** What happens to an entry, in one sentence without its title. */

import type { Json, JsonObject } from "../fields/shape.js";
import { changeWords } from "../money/change-words.js";
import { priceText } from "../money/sentences.js";
import { isIrreversible } from "./action.js";
import type { Action, FieldChange, MoneyChange } from "./digest.js";
import type { Subject } from "./subject.js";

interface Parts {
  readonly action: Action;
  readonly fields: readonly FieldChange[];
  readonly money: MoneyChange | undefined;
}

export function sentenceOf(subject: Subject, parts: Parts): string {
  const { kind, vendor, news, formerAddress, adoption } = subject;
  const { action, fields, money } = parts;
  const price = money && (changeWords(action === "update" ? kind.affects : undefined, money.prices) || undefined);
  const offered = subject.after?.prices.map(priceText).join(" or ") || undefined;
  switch (action) {
    case "create":
      return joined(
        offered === undefined ? `a new ${kind.title}` : `new: ${offered}`,
        news?.archived && "archived at once",
      );
    case "adopt":
      return joined(
        adoption ? `adopts the existing ${kind.title} ${adoption.id}` : `may adopt an existing ${kind.title}`,
        adoption?.what ?? offered,
      );
    case "replace":
      return joined(price, `a new ${kind.title} replaces the old one`);
    case "archive":
      return joined(
        archivedWords(subject),
        isIrreversible(subject, action) && `${vendor.title} cannot bring it back`,
        kind.affects?.archived,
        others(subject, fields),
      );
    case "un-archive":
      return joined("un-archived", offered, others(subject, fields));
    case "rename":
      return `renamed from ${formerAddress}; nothing else changes`;
    case "retain":
      return "removed from the files; nothing changes at the vendor";
    case "forbidden":
      return "protected, so the engine refuses this";
    case "update":
      return joined(price, others(subject, fields));
  }
}

function archivedWords({ after, isLeftover, kind }: Subject): string {
  if (isLeftover) return `the old ${kind.title} of an earlier replacement is archived`;
  return after === undefined ? "removed from the files and archived" : "archived";
}

/** "billingType: IN_ADVANCE → IN_ARREARS; changed: name": what the words about the price do not say. */
function others(subject: Subject, fields: readonly FieldChange[]): string | undefined {
  const rest = fields.filter(({ path }) => path !== "archived" && !makesThePrice(subject, nameIn(path)));
  const inFull = rest.filter(({ money, before, after }) => money && isShort(before) && isShort(after));
  const names = [...new Set(rest.filter((field) => !inFull.includes(field)).map(({ path }) => nameIn(path)))];
  return (
    [
      ...inFull.map(({ path, before, after }) => `${path}: ${valueText(before)} → ${valueText(after)}`),
      ...(names.length === 0 ? [] : [`changed: ${names.join(", ")}`]),
    ].join("; ") || undefined
  );
}

const nameIn = (path: string): string => path.split(/[.[]/, 1)[0] ?? path;

const isShort = (value: Json): boolean => typeof value !== "object" || value === null;
const valueText = (value: Json): string => (value === null ? "(none)" : String(value));

/** Whether the price would be another one without the change of the field. */
function makesThePrice({ kind, settings, before, after }: Subject, name: string): boolean {
  if (!kind.prices || !before || !after) return false;
  const priced = (fields: JsonObject): string => JSON.stringify(kind.prices?.(fields, settings) ?? []);
  const { [name]: _now, ...rest } = after.fields;
  const was = before.fields[name];
  return priced(was === undefined ? rest : { ...rest, [name]: was }) !== priced(after.fields);
}

const joined = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part): part is string => typeof part === "string" && part !== "").join("; ") || "nothing is sent";

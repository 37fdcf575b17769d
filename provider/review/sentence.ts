/** What happens to an entry, in one sentence without its title. */

import type { Json, JsonObject } from "../fields/shape.js";
import { changeWords } from "../money/change-words.js";
import type { Price } from "../money/price.js";
import { priceText } from "../money/sentences.js";
import { isIrreversible } from "./action.js";
import type { Action, FieldChange, MoneyChange } from "./digest.js";
import type { Subject } from "./subject.js";
import { valueText } from "./value-text.js";

interface Parts {
  readonly action: Action;
  readonly fields: readonly FieldChange[];
  readonly money: MoneyChange | undefined;
}

export function sentenceOf(subject: Subject, parts: Parts): string {
  const { kind, vendor, news, formerAddress, adoption } = subject;
  const { action, fields, money } = parts;
  const price =
    money &&
    (changeWords(action === "update" && !subject.isSeen ? kind.affects : undefined, money.prices) || undefined);
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
      return joined(price, others(subject, fields)) || allOf(fields);
  }
}

const allOf = (fields: readonly FieldChange[]): string =>
  fields.length === 0
    ? "nothing is sent"
    : `changed: ${[...new Set(fields.map(({ path }) => nameIn(path)))].join(", ")}`;

function archivedWords({ after, isLeftover, kind }: Subject): string {
  if (isLeftover) return `the old ${kind.title} of an earlier replacement is archived`;
  return after === undefined ? "removed from the files and archived" : "archived";
}

/** "billingType: IN_ADVANCE → IN_ARREARS; changed: name": what the words about the price do not say. */
function others(subject: Subject, fields: readonly FieldChange[]): string | undefined {
  const rest = fields.filter(({ path }) => path !== "archived" && !makesThePrice(subject, nameIn(path)));
  const isInFull = ({ money, before, after }: FieldChange): boolean => money && isShort(before) && isShort(after);
  const inFull = rest.filter(isInFull);
  const names = [...new Set(rest.filter((field) => !isInFull(field)).map(({ path }) => nameIn(path)))];
  return (
    [
      ...inFull.map(({ path, before, after }) => `${path}: ${valueText(before)} → ${valueText(after)}`),
      ...(names.length === 0 ? [] : [`changed: ${names.join(", ")}`]),
    ].join("; ") || undefined
  );
}

const nameIn = (path: string): string => path.split(/[.[]/, 1)[0] ?? path;

const isShort = (value: Json): boolean => typeof value !== "object" || value === null;

/** Whether what is said about the price shows the change of the field. */
function makesThePrice({ kind, settings, before, after }: Subject, name: string): boolean {
  if (!kind.prices || !before || !after) return false;
  const { [name]: _now, ...rest } = after.fields;
  const was = before.fields[name];
  const pricesOf = (fields: JsonObject): readonly Price[] => kind.prices?.(fields, settings) ?? [];
  const [old, now] = [pricesOf(was === undefined ? rest : { ...rest, [name]: was }), pricesOf(after.fields)];
  const inWords = (prices: readonly Price[]): string => prices.map(priceText).join();
  const inFigures = (prices: readonly Price[]): string => JSON.stringify(prices.map(({ parts }) => parts));
  const isKnown = [...old, ...now].every(({ parts }) => parts.every(({ type }) => type !== "unknown"));
  return inWords(old) !== inWords(now) || (isKnown && inFigures(old) !== inFigures(now));
}

const joined = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part): part is string => typeof part === "string" && part !== "").join("; ");

/** What happens to an entry, in one sentence without its title. */
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
  const price = priceWords(money);
  switch (action) {
    case "create":
      return joined(
        price === undefined ? `a new ${kind.title}` : `new: ${price}`,
        news?.archived && "archived at once",
      );
    case "adopt":
      return joined(
        adoption ? `adopts the existing ${kind.title} ${adoption.id}` : `may adopt an existing ${kind.title}`,
        price,
      );
    case "replace":
      return joined(price, `a new ${kind.title} replaces the old one`);
    case "archive":
      return joined(
        subject.after === undefined ? "removed from the files and archived" : "archived",
        isIrreversible(subject, action) && `${vendor.title} cannot bring it back`,
        kind.affects?.archived,
      );
    case "un-archive":
      return joined("un-archived", price);
    case "rename":
      return `renamed from ${formerAddress}; nothing else changes`;
    case "retain":
      return "removed from the files; nothing changes at the vendor";
    case "forbidden":
      return "protected, so the engine refuses this";
    case "update":
      return joined(price, names(fields.filter(({ money: isMoney }) => money === undefined || !isMoney)));
  }
}

/** The change of the price, with who keeps what. */
const priceWords = (_money: MoneyChange | undefined): string | undefined => undefined;

/** "name and label change" */
function names(fields: readonly FieldChange[]): string | undefined {
  const all = [...new Set(fields.map(({ path }) => path.split(/[.[]/, 1)[0] ?? path))];
  if (all.length === 0) return undefined;
  return all.length === 1 ? `${all[0]} changes` : `${all.slice(0, -1).join(", ")} and ${all.at(-1)} change`;
}

const joined = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part): part is string => typeof part === "string" && part !== "").join("; ") || "nothing is sent";

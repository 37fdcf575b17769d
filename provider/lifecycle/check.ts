/** Check: pure. Checks the rules of the entry again, for programs that skip the YAML, and keeps the old spelling. */

import { pathText } from "../fields/path.js";
import type { JsonObject } from "../fields/shape.js";
import { isAlwaysManaged } from "../kinds/absence.js";
import type { Settings } from "../kinds/field.js";
import { subscribersOf } from "../kinds/impact.js";
import type { Kind } from "../kinds/kind.js";
import type { Vendor } from "../kinds/vendor.js";
import { isClearable } from "../validation/schema.js";
import { certain } from "../validation/unknown.js";
import { validateFields } from "../validation/validate.js";
import { stuckFields, stuckMessage, stuckRemedy } from "./plan/clearing.js";
import { type Change, changes, settle } from "./plan/managed.js";
import { settledReferences } from "./references.js";
import { type Bag, type Inputs, readInputs, unknownKeys, writeInputs } from "./state.js";

export interface Checked {
  readonly inputs: Record<string, unknown>;
  /** Each a sentence of its own; `property` stays empty so that the engine does not print values. */
  readonly failures: readonly { property: ""; reason: string }[];
}

/** The engine hands over no old inputs for an entry that it is about to create. */
export const isNew = (olds: Bag): boolean => Object.keys(olds).every((key) => key === "__provider");

export interface CheckOptions {
  /** Those of the entry's account, for the kind's `accountRules`. */
  readonly settings?: Settings | undefined;
  /** The entry takes an object that exists: nothing is created. */
  readonly takes?: boolean;
}

export function check(
  vendor: Vendor,
  kind: Kind,
  olds: Bag,
  news: Bag,
  { settings, takes = false }: CheckOptions = {},
): Checked {
  const [before, after] = [readInputs(kind, olds), readInputs(kind, news)];
  const fields = settle(kind, before.fields, after.fields);
  const { references: _given, ...rest } = after;
  const references = settledReferences(kind, fields, before, after);
  const inputs = writeInputs({ ...rest, fields, ...(references ? { references } : {}) });
  const reasons: string[] = [];
  const fail = (message: string, remedy: string): void =>
    void reasons.push(`${after.address || kind.type}: ${message}\n  what to do: ${remedy}`);

  for (const change of takenOut(kind, before, { ...after, fields }, settings ?? {}))
    fail(stuckMessage(change), stuckRemedy(change));
  for (const key of unknownKeys(kind, news)) fail(`\`${key}\` is not a field of a ${kind.title}`, `remove \`${key}\``);
  if (after.address === "" || after.account === "")
    fail("address or account is missing", "declare the resource through the catalogue");
  for (const { path, message, remedy } of validateFields(vendor, kind, withoutNulls(kind, fields))) {
    fail(path.length > 0 ? `${pathText(path)}: ${message}` : message, remedy);
  }
  const violations = [
    ...(kind.rules ?? []).filter(({ severity }) => severity !== "warning").flatMap((rule) => rule.check(fields)),
    ...(settings ? (kind.accountRules?.(fields, settings) ?? []) : []),
  ];
  for (const { path, message, remedy } of certain(ownFields(kind, fields), violations))
    fail(`${pathText(path)}: ${message}`, remedy);
  if (after.archiveOnlyIf && !subscribersOf(kind, settings)) {
    const setting = subscribersOf(kind)?.setting;
    fail(
      `the subscribers of a ${kind.title} cannot be counted` +
        `${setting === undefined ? ` at ${vendor.title}` : ` with the settings of account ${after.account}`}, ` +
        "and `archiveOnlyIf` needs the count",
      setting === undefined
        ? "remove `archiveOnlyIf`"
        : `set \`${setting}: true\` for the account (read what it means first), or remove \`archiveOnlyIf\``,
    );
  }
  if (isNew(olds) && after.underArchived && !takes) {
    fail(
      `a new ${kind.title} cannot be created below an archived parent`,
      "un-archive the parent if the vendor can do that, move the entry below another parent, or remove the entry; " +
        "to import an archived parent with its children, archive the parent in a later commit",
    );
  }
  return { inputs, failures: reasons.map((reason) => ({ property: "", reason })) };
}

/** What the vendor cannot clear. An object that is made anew needs nothing of the old one. */
function takenOut(kind: Kind, before: Inputs, after: Inputs, settings: Settings): readonly Change[] {
  const changed = changes(kind, before.fields, after.fields, settings);
  const isReplaced =
    before.account !== after.account ||
    changed.some(({ fate, after: value, field }) => fate === "replace" && (value !== null || isAlwaysManaged(field)));
  const isMissing = (name: string): boolean => kind.fields[name]?.required === true;
  return isReplaced
    ? []
    : stuckFields(changed, settings).filter(({ name, before: was }) => was !== undefined && !isMissing(name));
}

/** No rule looks at what the parent fills in, which a preview may not know yet. */
const ownFields = (kind: Kind, fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => kind.fields[name]?.fromParent !== true));

/** Null stands for "to be cleared", which a schema need not know where it is possible. */
const withoutNulls = (kind: Kind, fields: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => value !== null || !(kind.fields[name] && isClearable(kind.fields[name])),
    ),
  );

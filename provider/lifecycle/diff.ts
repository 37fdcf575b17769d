/** Diff: pure. Old outputs, which are true, against new inputs. */

import type { AccountConfig } from "../accounts/config.js";
import type { Report } from "../accounts/runtime.js";
import { stable } from "../fields/compare.js";
import { differenceLines, differences, valueText } from "../fields/differences.js";
import { pathText } from "../fields/path.js";
import { isObject, type Json } from "../fields/shape.js";
import { isAlwaysManaged } from "../kinds/absence.js";
import type { Kind } from "../kinds/kind.js";
import { Refusal } from "./failure.js";
import { hasSameGuard } from "./guarded.js";
import { guardRow } from "./operation.js";
import { type Change, clearedWithin, sameValue } from "./plan/managed.js";
import { wantedChanges } from "./plan/plan.js";
import { isRefused } from "./plan/refused.js";
import { takenAlong } from "./plan/unnamed.js";
import type { Inputs, Outputs } from "./state.js";

export interface Difference {
  /** undefined lets the engine compute the details from the inputs; true where they do not tell. */
  readonly changes: boolean | undefined;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export interface DiffOptions {
  readonly archivedElsewhere: "warn" | "fail";
  readonly report: Report;
}

/** What a diff needs to know of the account. */
export type DiffAccount = Pick<AccountConfig, "name" | "vendor" | "settings" | "organization">;

export function diff(
  kind: Kind,
  config: DiffAccount,
  host: string,
  olds: Outputs,
  news: Inputs,
  { archivedElsewhere, report }: DiffOptions,
): Difference {
  const { address } = news;
  if (olds.account === news.account) guardRow(olds, { ...config, host });
  const changed = wantedChanges(kind, olds, news, config.settings);
  const refused = changed.filter((change) => isRefused(change, olds.live.refused, config.settings));
  for (const { name, field, fate, before } of changed) {
    if (fate === "fixed")
      throw new Refusal(
        address,
        `${name} cannot be changed: ${field.reason ?? "the vendor fixes it"}`,
        before === undefined || before === null
          ? `remove \`${name}:\`, or add a new entry`
          : `set \`${name}\` back to ${valueText(before)}, or add a new entry`,
      );
  }
  // Another object would be answered with the same value.
  const replaced = changed
    .filter((change) => change.fate === "replace" && !refused.includes(change))
    .map(({ name }) => name);
  if (olds.account !== news.account) replaced.push("account");
  if (replaced.length > 0) {
    sayWhatStays(address, changed, report);
    return { changes: undefined, replaces: replaced, deleteBeforeReplace: mustArchiveFirst(kind, config, olds, news) };
  }
  if (olds.archived && !news.archived) refuseUnlessReversible(kind, config, address);
  const isReversible = kind.archiving.unarchive?.(config.settings) !== undefined;
  const isElsewhere = olds.live.archivedElsewhere === true;
  if (isElsewhere && !news.archived && !isReversible) reportArchivedElsewhere(kind, address, archivedElsewhere, report);
  const isBroughtBack = !news.archived && isReversible && (olds.archived || isElsewhere);
  if (isBroughtBack || (news.archived && !olds.archived && !isElsewhere)) sayNote(kind, address, news.archived, report);
  // A call or the mark is still to be sent, although the row says the same as the entry.
  const isUnsettled = news.archived
    ? olds.live.inUse === true || (olds.archived && isElsewhere)
    : isElsewhere && isReversible;
  if (isUnsettled || olds.live.unmarked) return { changes: true, replaces: [], deleteBeforeReplace: false };
  // The removal of the entry reads `archiveOnlyIf` in the row, so the row must have it as the entry says.
  const isMoved =
    olds.archived !== news.archived ||
    olds.address !== news.address ||
    olds.owner !== news.owner ||
    !hasSameGuard(olds, news);
  if (changed.length === 0 && !isMoved) {
    // The engine keeps the old outputs of a row without changes, and with them what a refresh reads.
    const released = releasedFields(kind, olds, news);
    if (released.length > 0)
      report.info(
        `${address}: the entry no longer manages ${released.join(" and ")}; the value at the vendor is unchanged`,
      );
    return { changes: released.length > 0, replaces: [], deleteBeforeReplace: false };
  }
  const hidden = changed.filter((change) => isHidden(change, olds));
  sayCleared(kind, address, changed, report);
  sayHidden(kind, address, hidden, refused, report);
  const lost = takenAlong(changed, olds.live.unnamed);
  if (lost.length > 0)
    report.warn(
      `${address}: the ${kind.title} loses ${lost.join(", ")}, which the entry does not name, ` +
        `because the value that contains it is sent as a whole\n  what to do: name it in the entry to keep it`,
    );
  const isHiddenAltogether = hidden.length === changed.length && !isMoved;
  return { changes: isHiddenAltogether ? true : undefined, replaces: [], deleteBeforeReplace: false };
}

/** Fields, and members of fields, that were to stay empty, and that the entry does not name any more. */
const releasedFields = (kind: Kind, olds: Outputs, news: Inputs): string[] =>
  Object.entries(kind.fields).flatMap(([name, field]) => {
    const [was, is] = [olds.fields[name], news.fields[name]];
    if (was === null && is === undefined && !isAlwaysManaged(field)) return [name];
    return was === undefined || is === undefined
      ? []
      : clearedWithin(field, is, was).map((path) => pathText([name, ...path]));
  });

/**
 * A change that the engine does not see: null and absent are equal to it, and it compares inputs with inputs, where a
 * write has found another value at the vendor.
 */
function isHidden({ name, before, after }: Change, { live: { drift } }: Outputs): boolean {
  if (drift && Object.hasOwn(drift, name) && stable(drift[name] ?? null) === stable(after)) return true;
  return stable(withoutNulls(before ?? null)) === stable(withoutNulls(after));
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const rest = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(rest.map(([key, item]) => [key, withoutNulls(item)]));
}

/** What the entry has with null and has not named before: the engine shows nothing of it. */
const clearedPlaces = ({ name, field, before, after }: Change): string[] =>
  after === null && before === undefined
    ? [name]
    : clearedWithin(field, before, after).map((path) => pathText([name, ...path]));

function sayCleared(kind: Kind, address: string, changed: readonly Change[], report: Report): void {
  for (const place of changed.flatMap(clearedPlaces))
    report.warn(
      `${address}: ${place} is cleared: the entry sets it to null, ` +
        `so any value that the ${kind.title} has there is removed`,
    );
}

function sayHidden(
  kind: Kind,
  address: string,
  hidden: readonly Change[],
  refused: readonly Change[],
  report: Report,
): void {
  for (const { name, field, before, after } of hidden.filter((change) => clearedPlaces(change).length === 0)) {
    report.warn(
      `${address}: ${name} is written again, because the vendor had another value when the ${kind.title} ` +
        `was last written:${differenceLines(differences(field.shape, before ?? null, after, [name]))}`,
    );
  }
  if (refused.length > 0)
    report.warn(
      `${address}: ${refused.map(({ name }) => name).join(" and ")} of the ${kind.title} is not sent again, ` +
        "because the vendor changed the same value when it was last sent; " +
        "`pulumi up` fails until the entry is changed or the vendor has its value",
    );
}

/**
 * Whether the old object must be archived before its replacement is made, because both have a value that only one
 * may have. Refused where archived objects keep it: the old one would be archived, and the new one not made.
 */
export function mustArchiveFirst(
  kind: Kind,
  { name, vendor, settings }: DiffAccount,
  olds: Outputs,
  news: Inputs,
): boolean {
  const unique = kind.unique?.(settings);
  const field = unique && kind.fields[unique.field];
  if (!field || olds.account !== news.account) return false;
  const [before, after] = [olds.fields[unique.field], news.fields[unique.field] ?? null];
  // What an entry has not named so far may be the same at the vendor.
  const isShared = after !== null && (before === undefined || sameValue(field, before, after, settings));
  if (!isShared || !unique.archivedCount) return isShared;
  throw new Refusal(
    news.address,
    `the change needs a new ${kind.title}, and ${vendor.title} may refuse one with ` +
      `${unique.field} ${JSON.stringify(after)}, because the old ${kind.title} keeps it when it is archived`,
    `write another \`${unique.field}\` in the same commit; or, if archiving frees it, ` +
      `set \`${unique.setting}: false\` for account ${name} in catalogue:accounts`,
  );
}

function refuseUnlessReversible(kind: Kind, { vendor, settings }: DiffAccount, address: string): void {
  if (kind.archiving.unarchive?.(settings)) return;
  throw new Refusal(
    address,
    `the ${kind.title} is archived, and ${vendor.title} cannot un-archive it`,
    `set \`archived: true\` again, and add a new entry with the same content under another key (a successor)`,
  );
}

/** What archiving or un-archiving does beyond the state itself. */
function sayNote({ archiving: { notes } }: Kind, address: string, archived: boolean, report: Report): void {
  const note = archived ? notes?.archive : notes?.unarchive;
  if (note !== undefined) report.warn(`${address}: ${note}`);
}

function reportArchivedElsewhere(kind: Kind, address: string, what: "warn" | "fail", report: Report): void {
  const message = `the ${kind.title} was archived outside the catalogue, and the vendor cannot un-archive it`;
  const remedy = "set `archived: true` here, or add a successor entry";
  if (what === "fail")
    throw new Refusal(address, message, `${remedy} (catalogue:archivedElsewhere decides whether this fails)`);
  report.warn(`${address}: ${message}\n  what to do: ${remedy}`);
}

function sayWhatStays(address: string, changed: readonly Change[], report: Report): void {
  for (const reason of new Set(
    changed.filter(({ fate, field }) => fate === "replace" && field.reason).map(({ field }) => field.reason),
  )) {
    report.warn(`${address}: ${reason}`);
  }
}

/**
 * Whether what is about to be done was approved: each change of a review is compared with those of the reviews that
 * people have seen. Pure.
 */
import { compareText, stable } from "../fields/compare.js";
import type { Json } from "../fields/shape.js";
import type { Change, FieldChange, OtherChange, Review, ReviewedAccount, ReviewedRequest } from "./digest.js";
import { valueText } from "./value-text.js";

/** Something that is about to be done and was not approved. */
export interface Unapproved {
  /** Of the entry, or the URN of another resource. */
  readonly address: string;
  /** "Platform / monthly: EUR 99.00 → 109.00 per month, in place" */
  readonly what: string;
  /** How it differs from what was approved; empty: nothing was approved for the entry. */
  readonly differences: readonly string[];
}

/**
 * What of a review is in none of the approved ones. A change is approved if one of them has a change of the same entry
 * with the same action, object, values before and after, and requests. Approved changes that are not about to be done
 * are fine: another run has done them, or the files no longer have them.
 */
export function unapproved(now: Review, approved: readonly Review[]): readonly Unapproved[] {
  const changes = Map.groupBy(approved.flatMap(withAccounts), ({ change }) => change.address);
  const others = approved.flatMap((review) => review.others ?? []);
  return [
    ...withAccounts(now).flatMap((planned) => notIn(changes.get(planned.change.address) ?? [], planned)),
    ...(now.others ?? []).flatMap((other) => otherNotIn(others, other)),
  ];
}

/** A change, and the account that it is made in. */
interface Planned {
  readonly change: Change;
  readonly account: ReviewedAccount | undefined;
}

function withAccounts({ changes, accounts }: Review): Planned[] {
  const named = new Map(accounts.map((account) => [account.name, account]));
  return changes.map((change) => ({ change, account: named.get(change.account) }));
}

function notIn(approved: readonly Planned[], now: Planned): Unapproved[] {
  const { change } = now;
  const compared = approved.map((one) => [...accountDifferences(one, now), ...differencesOf(one.change, change)]);
  if (compared.some((differences) => differences.length === 0)) return [];
  if (approved.some((one) => accountDifferences(one, now).length === 0 && isRestOf(one.change, change))) return [];
  const [nearest = []] = compared.toSorted((a, b) => a.length - b.length);
  return [{ address: change.address, what: `${change.title}: ${change.sentence}`, differences: nearest }];
}

function otherNotIn(approved: readonly OtherChange[], other: OtherChange): Unapproved[] {
  const same = approved.filter(({ urn, operation }) => urn === other.urn && operation === other.operation);
  if (same.some(({ digest }) => digest === other.digest)) return [];
  const what = `${nameOf(other)}: ${other.operation} of another resource of the program`;
  return [
    { address: other.urn, what, differences: same.length > 0 ? ["its values differ from the approved ones"] : [] },
  ];
}

const nameOf = ({ urn }: OtherChange): string => urn.split("::").slice(3).join("::") || urn;

/** An interrupted replacement has made the new object; the old one is still to be archived, as was approved. */
function isRestOf(approved: Change, { ofReplacement, id, requests }: Change): boolean {
  if (!ofReplacement || approved.action !== "replace" || id === undefined || approved.id !== id) return false;
  const known = new Set((approved.requests ?? []).map(requestKey));
  return requests?.every((request) => known.has(requestKey(request))) === true;
}

/** In words; empty: the same change. */
function differencesOf(approved: Change, now: Change): string[] {
  const facts: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ["action", actionOf(approved), actionOf(now)],
    ["kind", approved.kind, now.kind],
    ["former address", approved.formerAddress, now.formerAddress],
    ["account", approved.account, now.account],
    ["object", approved.id, now.id],
  ];
  const found = facts.flatMap(([name, was, is]) => (was === is ? [] : [difference(name, was, is)]));
  const fields = fieldDifferences(approved.fields, now.fields);
  const [was, is] = [approved, now].map(({ requests }) => requestsKey(requests)) as [string, string];
  // Other values are other requests: that need not be said twice.
  const requests =
    was === is || found.length > 0 || fields.length > 0
      ? []
      : [difference("requests", requestsText(approved.requests), requestsText(now.requests))];
  return [...found, ...fields, ...requests];
}

/** Where the requests go. */
const accountDifferences = ({ account: was }: Planned, { account: is }: Planned): string[] =>
  (["vendor", "environment", "baseUrl", "organization"] as const).flatMap((name) =>
    was?.[name] === is?.[name] ? [] : [difference(`${name} of the account`, was?.[name], is?.[name])],
  );

const actionOf = ({ action, removed, ofReplacement }: Change): string =>
  `${action}${removed ? " (entry removed)" : ""}${ofReplacement ? " (of an earlier replacement)" : ""}`;

const difference = (name: string, was: string | undefined, is: string | undefined): string =>
  `${name}: approved ${was ?? "none"}, now ${is ?? "none"}`;

function fieldDifferences(approved: readonly FieldChange[], now: readonly FieldChange[]): string[] {
  const [was, is] = [approved, now].map((fields) => new Map(fields.map((field) => [field.path, field])));
  const paths = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort(compareText);
  return paths.flatMap((path) => {
    const [a, b] = [was?.get(path), is?.get(path)];
    const isEqual = a && b && stable([a.before, a.after]) === stable([b.before, b.after]);
    return isEqual ? [] : [difference(path, a && arrow(a.before, a.after), b && arrow(b.before, b.after))];
  });
}

const arrow = (before: Json, after: Json): string => `${valueText(before)} → ${valueText(after)}`;

const requestsKey = (requests: Change["requests"]): string =>
  requests === null ? "null" : stable(requests.map(requestKey));

const requestKey = ({ method, path, fields, overlaid }: ReviewedRequest): string =>
  stable([method, path, fields.toSorted(compareText), overlaid ? overlaid.without.toSorted(compareText) : null]);

const requestsText = (requests: Change["requests"]): string =>
  requests === null
    ? "known only during the run"
    : requests
        .map(({ method, path, fields }) => `${method} ${path} (${fields.join(", ") || "no fields"})`)
        .join(", ") || "none";

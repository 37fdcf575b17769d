/** What every renderer says in the same words and the same order: the head, the groups of changes, the findings. */

import { compareText } from "../../fields/compare.js";
import { counted } from "../../validation/words.js";
import type { Action, Change, Direction, FieldChange, Finding, Message, Review } from "../digest.js";

/** What kind of change a reader sees; each change is in exactly one group. */
export type Group =
  | "archived-for-good"
  | "archived"
  | "refused"
  | "replaced"
  | "up"
  | "mixed"
  | "unknown"
  | "down"
  | "terms"
  | "un-archived"
  | "adopted"
  | "new"
  | "renamed"
  | "retained"
  | "texts";

/** The groups as they are read, the worst first. */
const READING_ORDER: readonly Group[] = [
  "archived-for-good",
  "archived",
  "refused",
  "replaced",
  "up",
  "mixed",
  "unknown",
  "down",
  "terms",
  "un-archived",
  "adopted",
  "new",
  "renamed",
  "retained",
  "texts",
];

/** The groups as the head counts them: prices first. */
const HEAD: readonly (readonly [Group, string, string])[] = [
  ["up", "price up", "prices up"],
  ["mixed", "price up for some and down for others", "prices up for some and down for others"],
  ["unknown", "price changed by an unknown amount", "prices changed by an unknown amount"],
  ["down", "price down", "prices down"],
  ["terms", "price with changed terms", "prices with changed terms"],
  ["archived-for-good", "archived for good", "archived for good"],
  ["archived", "archived", "archived"],
  ["refused", "change refused", "changes refused"],
  ["replaced", "replaced", "replaced"],
  ["un-archived", "un-archived", "un-archived"],
  ["adopted", "adopted", "adopted"],
  ["new", "new", "new"],
  ["renamed", "renamed", "renamed"],
  ["retained", "removed from the files and kept", "removed from the files and kept"],
  ["texts", "without a price change", "without a price change"],
];

const GROUPS: Readonly<Record<Exclude<Action, "update" | "archive">, Group>> = {
  create: "new",
  adopt: "adopted",
  replace: "replaced",
  "un-archive": "un-archived",
  rename: "renamed",
  retain: "retained",
  forbidden: "refused",
};

const DIRECTIONS: Readonly<Record<Exclude<Direction, "same">, Group>> = {
  up: "up",
  down: "down",
  mixed: "mixed",
  unknown: "unknown",
};

export function groupOf({ action, irreversible, money, fields }: Change): Group {
  if (action === "archive") return irreversible ? "archived-for-good" : "archived";
  if (action !== "update") return GROUPS[action];
  if (money && money.direction !== "same") return DIRECTIONS[money.direction];
  return fields.some((field) => field.money) ? "terms" : "texts";
}

/** "archived for good", "price up": one change in words. */
export const groupInWords = (change: Change): string => {
  const group = groupOf(change);
  if (group === "refused") return change.removed ? "removal refused" : "replacement refused";
  return HEAD.find(([name]) => name === group)?.[1] ?? group;
};

const DEARER: Readonly<Record<Direction, number>> = { up: 0, mixed: 1, unknown: 2, down: 3, same: 4 };

/** "−10.1 %" → 10.1; 0 where none is known. */
export const sizeOf = (percent: string | undefined): number =>
  Math.abs(Number(percent?.replace(/[^\d.]/g, "") ?? 0)) || 0;

/** The largest change of a price in percent, without its sign; 0 where none is known. */
const percentOf = ({ money }: Change): number =>
  (money?.prices ?? [])
    .flatMap(({ percent, totals }) => [percent, ...(totals?.rows ?? []).map((row) => row.percent)])
    .map(sizeOf)
    .reduce((largest, percent) => Math.max(largest, percent), 0);

/**
 * As they are read: irreversible archives, archives, replacements, dearer, cheaper, new entries, texts. Within a group
 * dearer ones are first, then those that change most, then by address.
 */
export function ordered(changes: readonly Change[]): readonly Change[] {
  return changes
    .map((change) => ({
      change,
      keys: [
        READING_ORDER.indexOf(groupOf(change)),
        change.irreversible ? 0 : 1,
        // What is new has no price to compare with: a product comes before its prices.
        groupOf(change) === "new" ? 0 : DEARER[change.money?.direction ?? "same"],
        -percentOf(change),
      ],
    }))
    .sort((a, b) => {
      const at = a.keys.findIndex((key, index) => key !== b.keys[index]);
      return at === -1 ? compareText(a.change.address, b.change.address) : (a.keys[at] ?? 0) - (b.keys[at] ?? 0);
    })
    .map(({ change }) => change);
}

/** Adoptions, replacements and the like that also change the price: " (1 dearer)". */
function directionsOf(changes: readonly Change[]): string {
  const counts = (["up", "down"] as const).flatMap((direction) => {
    const number = changes.filter(({ money }) => money?.direction === direction).length;
    return number === 0 ? [] : [`${number} ${direction === "up" ? "dearer" : "cheaper"}`];
  });
  return counts.length === 0 ? "" : ` (${counts.join(", ")})`;
}

const WITH_DIRECTION: ReadonlySet<Group> = new Set(["replaced", "adopted", "un-archived", "renamed"]);

/** "2 prices up, 1 archived for good, 3 new"; "no changes". It contains no text from outside. */
export function countSentence(changes: readonly Change[]): string {
  const parts = HEAD.flatMap(([group, singular, plural]) => {
    const members = changes.filter((change) => groupOf(change) === group);
    if (members.length === 0) return [];
    const more = WITH_DIRECTION.has(group) ? directionsOf(members) : "";
    return [`${members.length} ${members.length === 1 ? singular : plural}${more}`];
  });
  return parts.length === 0 ? "no changes" : parts.join(", ");
}

/** "No changes": with a capital, at the beginning of a line. */
export const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** A message, with the entry that it is about. */
export interface PlacedMessage extends Message {
  /** "Platform / monthly"; absent: it is about the run or the catalogue as a whole. */
  readonly title?: string;
  readonly address?: string;
}

/** The parts of a review. Every change is in `changes`; the other lists of changes select from them. */
export interface Sections {
  readonly changes: readonly Change[];
  readonly irreversible: readonly Change[];
  /** With totals by quantity, or bills of sample customers. */
  readonly tiered: readonly Change[];
  readonly created: readonly Change[];
  /** Neither price nor terms change. */
  readonly texts: readonly Change[];
  /** Objects that stay, with changes of fields that are not money; beside changed prices too. */
  readonly otherFields: readonly Change[];
  /** Somebody is on them, or it could not be counted. */
  readonly affected: readonly Change[];
  /** Something is sent, or what is sent is not known before the run. */
  readonly sent: readonly Change[];
  readonly blocking: readonly Finding[];
  /** Warnings before notes. */
  readonly otherFindings: readonly Finding[];
  /** Why the preview failed, and problems of the catalogue. */
  readonly errors: readonly PlacedMessage[];
  /** Warnings, then the rest. */
  readonly messages: readonly PlacedMessage[];
}

export function sections(review: Review): Sections {
  const changes = ordered(review.changes);
  const messages: readonly PlacedMessage[] = [...review.messages, ...changes.flatMap(messagesOf)];
  const withSeverity = (severity: Message["severity"]): readonly PlacedMessage[] =>
    messages.filter((message) => message.severity === severity);
  const findings = (severity: Finding["severity"]): readonly Finding[] =>
    review.findings.filter((finding) => finding.severity === severity);
  const isIn = (group: Group) => (change: Change) => groupOf(change) === group;
  return {
    changes,
    irreversible: changes.filter(({ irreversible }) => irreversible),
    tiered: changes.filter(({ money }) => money?.prices.some(({ totals, bills }) => totals || bills.length > 0)),
    created: changes.filter(isIn("new")),
    texts: changes.filter(isIn("texts")),
    otherFields: changes.filter((change) => !WITHOUT_OTHERS.has(change.action) && otherFieldsOf(change).length > 0),
    affected: changes.filter(({ impact }) => (impact ?? []).some(({ count }) => count === null || count > 0)),
    sent: changes.filter(({ requests }) => requests === null || requests.length > 0),
    blocking: findings("block"),
    otherFindings: [...findings("warn"), ...findings("note")],
    errors: withSeverity("error"),
    messages: [...withSeverity("warning"), ...withSeverity("info")],
  };
}

/** Without the address, which the title stands for, and without what the consequences say. */
const messagesOf = ({ title, address, messages, consequences }: Change): readonly PlacedMessage[] =>
  messages
    .map((message) => {
      const { text } = message;
      return {
        ...message,
        title,
        address,
        text: text.startsWith(`${address}: `) ? text.slice(address.length + 2) : text,
      };
    })
    .filter(({ severity, text }) => severity === "error" || !consequences.includes(text));

/** All fields of a new entry are new, what an adopted object has is not known, and an archive ends them. */
const WITHOUT_OTHERS: ReadonlySet<Action> = new Set(["create", "adopt", "archive"]);

/** Fields that are not money. That an object is archived is said in other words. */
export const otherFieldsOf = ({ fields }: Change): readonly FieldChange[] =>
  fields.filter(({ money, path }) => !money && path !== "archived");

/** "catalogue/sequence.yaml:12" */
export const placeText = ({ file, line }: { readonly file: string; readonly line: number }): string =>
  `${file}:${line}`;

/** "2 big-change, 1 one-cent-off": how often each code occurs, the most frequent first. */
export function codesOf(findings: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .sort(([a, many], [b, more]) => more - many || compareText(a, b))
    .map(([code, number]) => `${number} ${code}`)
    .join(", ");
}

/** "… and 31 more, of which 0 archives." Empty if nothing is left. */
export function restSentence(rest: readonly Change[], some = true): string {
  if (rest.length === 0) return "";
  const archives = rest.filter(({ action }) => action === "archive").length;
  const changes = some ? `… and ${rest.length} more` : counted(rest.length, "change");
  return `${changes}, of which ${counted(archives, "archive")}.`;
}

/** "Accounts: polar (Polar, production)."; the names are from outside and have to be escaped. */
export const accountsSentence = ({ accounts }: Review): string | undefined =>
  accounts.length === 0
    ? undefined
    : `${accounts.length === 1 ? "Account" : "Accounts"}: ${accounts
        .map(({ name, vendorTitle, environment }) =>
          environment === undefined ? `${name} (${vendorTitle})` : `${name} (${vendorTitle}, ${environment})`,
        )
        .join(", ")}.`;

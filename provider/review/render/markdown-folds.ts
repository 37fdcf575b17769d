/** What is folded below the table in Markdown: details of what stands above. */

import { grouped } from "../../money/currency.js";
import type { Bill, Change, ReviewedRequest, TotalsRow } from "../digest.js";
import { valueText } from "../value-text.js";
import { bytesOf, fittingItems } from "./budget.js";
import { bold, codeSpan, MAX_MESSAGE, markdownText } from "./escape.js";
import type { Forge } from "./forges.js";
import { impactText } from "./impact-text.js";
import { messageItem } from "./markdown-findings.js";
import { bodyText, requestLine } from "./request-text.js";
import { differenceOf, quantitiesText } from "./rows.js";
import { otherFieldsOf, placeText, type Sections } from "./summary.js";

export interface Fold {
  readonly title: string;
  readonly items: readonly string[];
  readonly gap: string;
  /** How many items fit into so many bytes. */
  readonly fitting: (room: number, forge: Forge) => number;
}

/** The most important first; empty ones are left out. */
export const foldsOf = (all: Sections): readonly Fold[] =>
  [
    fold("Messages", all.messages.map(warningItem), "\n"),
    fold("Who is affected", all.affected.map(affectedItem), "\n"),
    fold("Tiers and sample bills", all.tiered.map(tiersItem), "\n\n"),
    fold("New entries", all.created.map(createdItem), "\n"),
    fold("Texts and other fields", all.otherFields.map(fieldsItem), "\n"),
    fold("What is sent", all.sent.map(sentItem), "\n"),
  ].filter(({ items }) => items.length > 0);

function fold(title: string, items: readonly string[], gap: string): Fold {
  return {
    title,
    items,
    gap,
    fitting: (room, forge) => {
      const self = { title, items, gap, fitting: () => 0 };
      const most = forge.folds ? items.length : Math.min(items.length, MAX_UNFOLDED);
      if (bytesOf(foldText(self, most, forge)) <= room) return most;
      const frame = bytesOf(foldText(self, 1, forge)) - bytesOf(items[0] ?? "");
      return Math.min(most, fittingItems(items, room - frame - MARGIN, bytesOf(gap)));
    },
  };
}

/** Where nothing can be folded, more than this is not read. */
const MAX_UNFOLDED = 20;

/** The line that counts the rest grows with the number in it. */
const MARGIN = 64;

/** The first `shown` items, and how many are left out; the number of all is visible without unfolding. */
export function foldText({ title, items, gap }: Fold, shown: number, { folds }: Forge): string {
  const head = `${title} (${items.length})`;
  if (shown === 0) return `${head}: left out, because this comment would be too long.`;
  const rest = items.length - shown;
  const more = rest > 0 ? [`… and ${rest} more, left out because this comment would be too long.`] : [];
  const blocks = [items.slice(0, shown).join(gap), ...more];
  return folds
    ? [`<details>\n<summary>${head}</summary>`, ...blocks, "</details>"].join("\n\n")
    : [`#### ${head}`, ...blocks].join("\n\n");
}

const warningItem: (message: Sections["messages"][number]) => string = (message) =>
  messageItem(message).replace(/^- /, message.severity === "warning" ? "- Warning: " : "- ");

const affectedItem = ({ title, impact }: Change): string => {
  const counts = (impact ?? []).map((one) => {
    const effect = one.effect === undefined ? "" : ` (${markdownText(one.effect)})`;
    return `${markdownText(impactText(one))}${effect}`;
  });
  return `- ${bold(title)}: ${counts.join("; ")}`;
};

const createdItem = ({ title, kindTitle, place, sentence }: Change): string =>
  `- ${bold(title)} (${markdownText(kindTitle)}${place ? `, ${markdownText(placeText(place))}` : ""}): ` +
  markdownText(sentence.replace(/^new: /, ""));

const fieldsItem = (change: Change): string =>
  `- ${bold(change.title)}: ${otherFieldsOf(change)
    .map(({ path, before, after }) => markdownText(`${path}: ${valueText(before)} → ${valueText(after)}`, MAX_MESSAGE))
    .join("; ")}`;

const sentItem = ({ title, requests }: Change): string =>
  `- ${bold(title)}: ${requests === null ? "known only during the run" : requests.map(request).join("; ")}`;

const request = (one: ReviewedRequest): string =>
  `${codeSpan(requestLine(one))}: ${markdownText(bodyText(one), MAX_MESSAGE)}`;

/** The totals by quantity and the bills of the sample customers, for each currency. */
function tiersItem({ title, money }: Change): string {
  const blocks = (money?.prices ?? []).flatMap(({ before, after, totals, bills }) => {
    const name = after?.text ?? before?.text ?? "";
    const rows = (totals?.rows ?? []).map(totalsCells);
    return [
      ...(rows.length === 0 && bills.length === 0 ? [] : [`${bold(title)}: ${markdownText(name)}`]),
      ...(rows.length === 0 ? [] : [tableOf(totals?.of ?? "", rows)]),
      ...(bills.length === 0 ? [] : [tableOf("Sample customer", bills.map(billCells))]),
    ];
  });
  return blocks.length === 0 ? `${bold(title)}: no totals` : blocks.join("\n\n");
}

const totalsCells = (row: TotalsRow): string[] => [grouped(row.quantity), ...amountCells(row)];

const billCells = (bill: Bill): string[] => [`${bill.name} (${quantitiesText(bill.quantities)})`, ...amountCells(bill)];

const amountCells = (amounts: TotalsRow | Bill): string[] => [
  amounts.before === undefined ? "—" : grouped(amounts.before),
  amounts.after === undefined ? "—" : grouped(amounts.after),
  differenceOf(amounts) || "—",
];

const tableOf = (what: string, rows: readonly (readonly string[])[]): string =>
  [
    `| ${markdownText(what)} | Now | After | Change |`,
    "| --- | ---: | ---: | ---: |",
    ...rows.map((cells) => `| ${cells.map((cell) => markdownText(cell)).join(" | ")} |`),
  ].join("\n");

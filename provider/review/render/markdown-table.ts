/** The table of changes in Markdown. */
import type { Change } from "../digest.js";
import { bold, markdownText } from "./escape.js";
import { type Row, rowOf } from "./rows.js";
import { placeText, restSentence } from "./summary.js";

export const MAX_ROWS = 20;

/** The first `shown` changes, and how many more there are. Empty without changes. */
export function table(changes: readonly Change[], shown: number): string {
  if (changes.length === 0) return "";
  const rows = changes.slice(0, shown).map((change) => line(change, rowOf(change)));
  const rest = restSentence(changes.slice(shown), shown > 0);
  const head = ["| What | Now | After | Change | Who keeps what |", "| --- | --- | --- | --- | --- |"];
  return [...(rows.length === 0 ? [] : [[...head, ...rows].join("\n")]), ...(rest === "" ? [] : [rest])].join("\n\n");
}

function line(change: Change, { now, after, what, who }: Row): string {
  const place = change.place === undefined ? "" : `, ${markdownText(placeText(change.place))}`;
  const cells = [
    `${bold(change.title)} (${markdownText(change.kindTitle)}${place})`,
    cell(now, "; "),
    cell(after, "; "),
    cell(what, ", "),
    cell(who, "; "),
  ];
  return `| ${cells.join(" | ")} |`;
}

const cell = (texts: readonly string[], separator: string): string =>
  texts.map((text) => markdownText(text)).join(separator) || "—";

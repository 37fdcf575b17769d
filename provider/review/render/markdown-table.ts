/** The table of changes in Markdown. */
import type { Change } from "../digest.js";
import { bold, markdownText } from "./escape.js";
import { type Row, rowOf } from "./rows.js";
import { placeText, restSentence } from "./summary.js";

export const MAX_ROWS = 20;

const HEAD = ["| What | Now | After | Change | Who keeps what |", "| --- | --- | --- | --- | --- |"];

/** Of a number of rows: the first changes, and how many more there are. Empty without changes. */
export function tableOf(changes: readonly Change[]): (shown: number) => string {
  const rows = changes.slice(0, MAX_ROWS).map((change) => line(change, rowOf(change)));
  return (shown) => {
    const rest = restSentence(changes.slice(shown), shown > 0);
    return [[...(shown > 0 ? HEAD : []), ...rows.slice(0, shown)].join("\n"), rest]
      .filter((block) => changes.length > 0 && block !== "")
      .join("\n\n");
  };
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

/** Totals by quantity and bills of sample customers, for a terminal. */
import type { Change } from "../digest.js";
import { oneLine } from "./escape.js";
import { quantityText } from "./rows.js";

type Lines = (text: string, indent?: number) => string;

/** A block for each change: "60 seats: 480.00 → 540.00 (+12.5 %)" in a line for each quantity and customer. */
export const tiersOf = (changes: readonly Change[], lines: Lines, bold: (text: string) => string): string[] =>
  changes.map((change) =>
    (change.money?.prices ?? [])
      .flatMap(({ before, after, totals, bills }) => [
        lines(bold(`${oneLine(change.title)}: ${oneLine(after?.text ?? before?.text ?? "")}`)),
        ...(totals?.rows ?? []).map((row) => lines(`${oneLine(quantityText(row, totals))}: ${sides(row)}`, 2)),
        ...bills.map((bill) => {
          const of = Object.entries(bill.quantities).map(([unit, quantity]) => `${quantity} ${unit}`);
          return lines(`${oneLine(bill.name)} (${oneLine(of.join(", "))}): ${sides(bill)}`, 2);
        }),
      ])
      .join("\n"),
  );

interface Sides {
  readonly before?: string;
  readonly after?: string;
  readonly percent?: string;
}

const sides = ({ before, after, percent }: Sides): string =>
  `${before ?? "—"} → ${after ?? "—"}${percent === undefined ? "" : ` (${oneLine(percent)})`}`;

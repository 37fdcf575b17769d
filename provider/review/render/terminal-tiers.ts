/** Totals by quantity and bills of sample customers, for a terminal. */
import { grouped } from "../../money/currency.js";
import type { Bill, Change, TotalsRow } from "../digest.js";
import { oneLine } from "./escape.js";
import { differenceOf, quantitiesText } from "./rows.js";

type Lines = (text: string, indent?: number) => string;

/** A block for each change: "60: 480.00 → 540.00 (+12.5 %)" in a line for each quantity and customer. */
export const tiersOf = (changes: readonly Change[], lines: Lines, bold: (text: string) => string): string[] =>
  changes.map((change) =>
    (change.money?.prices ?? [])
      .flatMap(({ before, after, totals, bills }) => [
        ...(totals || bills.length > 0
          ? [lines(bold(`${oneLine(change.title)}: ${oneLine(after?.text ?? before?.text ?? "")}`))]
          : []),
        ...(totals ? [lines(`Totals by ${oneLine(totals.of)}`, 2)] : []),
        ...(totals?.rows ?? []).map((row) => lines(`${grouped(row.quantity)}: ${sides(row)}`, 4)),
        ...(bills.length > 0 ? [lines("Sample customers", 2)] : []),
        ...bills.map((bill) =>
          lines(`${oneLine(bill.name)} (${oneLine(quantitiesText(bill.quantities))}): ${sides(bill)}`, 4),
        ),
      ])
      .join("\n"),
  );

function sides(amounts: TotalsRow | Bill): string {
  const { before, after } = amounts;
  const difference = differenceOf(amounts);
  const text = (amount: string | undefined): string => (amount === undefined ? "—" : grouped(amount));
  return `${text(before)} → ${text(after)}${difference === "" ? "" : ` (${oneLine(difference)})`}`;
}

/** What a change of prices means, in a sentence: "EUR 99.00 → 109.00 per month (+10.1 %), in place". */
import type { Direction, PriceChange, StatedPrice } from "./change.js";
import { grouped, withCode } from "./currency.js";
import { NOT_KNOWN } from "./sentences.js";

/** The member of a kind's `affects` that is used. */
export interface SaysWhoKeepsWhat {
  readonly priceChanged?: (before: string, recurring: boolean) => string;
}

const DIRECTIONS: Readonly<Record<Direction, string>> = {
  up: "dearer",
  down: "cheaper",
  mixed: "dearer for some, cheaper for others",
  same: "the totals stay the same",
  unknown: "",
};

/** Empty: no price changes. */
export function changeWords(affects: SaysWhoKeepsWhat | undefined, changes: readonly PriceChange[]): string {
  const changed = changes.filter(
    ({ before, after, direction }) => direction !== "same" || before?.text !== after?.text,
  );
  const clauses = changed.map(clause).join(", ");
  const who = whoKeepsWhat(affects, changes);
  return who === undefined ? clauses : `${clauses}${who.startsWith("in place") ? ", " : ": "}${who}`;
}

/** "a new price; current subscribers keep USD 20.00"; undefined: no price changes, or the kind does not say. */
export function whoKeepsWhat(
  affects: SaysWhoKeepsWhat | undefined,
  changes: readonly PriceChange[],
): string | undefined {
  const both = changes
    .filter(({ before, after, direction }) => direction !== "same" || before?.text !== after?.text)
    .flatMap(({ before, after }) => (before && after ? [before] : []));
  if (both.length === 0) return undefined;
  const recurring = both.some((price) => price.recurring === true);
  return affects?.priceChanged?.(oneOf([...new Set(both.map(amountWords))]), recurring);
}

/** "A, B or C" */
const oneOf = (texts: readonly string[]): string =>
  texts.length > 1 ? `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}` : texts.join("");

const amountWords = ({ amount, currency }: StatedPrice): string =>
  amount === undefined ? "the old price" : withCode(grouped(amount), currency);

/** One price: "EUR 99.00 → 109.00 per month (+10.1 %)". */
export function clause({ before, after, direction, percent }: PriceChange): string {
  if (!before || !after) return before ? `${before.text}, removed` : `${after?.text ?? ""}, new`;
  const how = percent ?? DIRECTIONS[direction];
  if (direction === "unknown" && before.text === after.text)
    return after.text === NOT_KNOWN
      ? "the amount changes"
      : `${after.text}, with another amount that is not known here`;
  return `${arrow(before, after)}${how === "" ? "" : ` (${how})`}`;
}

function arrow(before: StatedPrice, after: StatedPrice): string {
  if (before.text === after.text) return `${after.text}, other amounts by quantity`;
  const isSame = before.currency === after.currency && before.per !== undefined && before.per === after.per;
  if (!isSame || before.amount === undefined || after.amount === undefined) return `${before.text} → ${after.text}`;
  const amounts = `${grouped(before.amount)} → ${grouped(after.amount)}`;
  return [withCode(amounts, before.currency), after.per].filter((text) => text !== "").join(" ");
}

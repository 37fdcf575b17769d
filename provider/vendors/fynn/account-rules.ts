/** What Fynn's documentation leaves open and the account's settings say: how to clear fields, what an entry needs. */
import { canonicalDecimal } from "../../fields/decimal.js";
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import type { Clearing } from "../../kinds/absence.js";
import type { Settings } from "../../kinds/field.js";
import type { RuleViolation } from "../../kinds/kind.js";

/** Whether a PUT clears what it leaves out, and whether it takes null, is not documented. */
export const clearOptional = (settings: Settings): Clearing =>
  settings["clearOptionalFields"] === "omit" ? "omit" : "null";

/** Fields that the account's Fynn requires although its documentation does not say so: "PricePlan.billingInterval". */
export const requiredFields =
  (kind: string) =>
  (fields: JsonObject, settings: Settings): RuleViolation[] =>
    (settings["requiredFields"] as readonly string[])
      .filter((field) => field.startsWith(`${kind}.`))
      .map((field) => field.slice(kind.length + 1))
      .filter((name) => (fields[name] ?? null) === null)
      .map((name) => ({
        path: [name],
        message: "is missing, and the account's setting `requiredFields` requires it",
        remedy: `add \`${name}: …\`, or remove \`${kind}.${name}\` from \`requiredFields\``,
      }));

/** Where Fynn counts in minor units, an amount with decimals is refused, or wrong by a factor of 100. */
export function amountFits({ price }: JsonObject, settings: Settings): RuleViolation[] {
  const amount = isObject(price) ? price["amount"] : undefined;
  const value = amount === undefined ? undefined : canonicalDecimal(amount);
  if (value === undefined || settings["amountUnit"] === "written") return [];
  const path = ["price", "amount"];
  if (settings["amountUnit"] === "minor" && String(amount).includes(".")) {
    return [
      {
        path,
        message: `${String(amount)} has decimals, but the account's setting \`amountUnit\` is \`minor\``,
        remedy: "write a whole number of minor units (4990 for 49.90), or set `amountUnit` to `major` or `written`",
      },
    ];
  }
  if (canonicalDecimal(String(Number(value))) === value) return [];
  return [
    {
      path,
      message: `${value} has more digits than a number can store`,
      remedy: "write fewer digits, or set `amountUnit: written`",
    },
  ];
}

/** With a known unit, an amount goes out as a number; else as it is written. */
export function writtenAmount(price: Json, settings: Settings): Json {
  if (!isObject(price) || settings["amountUnit"] === "written") return price;
  const { amount } = price;
  return typeof amount === "string" ? { ...price, amount: Number(amount) } : price;
}

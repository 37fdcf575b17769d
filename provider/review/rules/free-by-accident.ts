import { Big } from "big.js";
import { amountsOf, plainText, withCurrency } from "../compare/amounts.js";
import { type Family, familiesOf } from "../compare/siblings.js";
import type { Side } from "../side.js";
import type { CatalogueRule, RuleFinding } from "./rule.js";

export const freeByAccident: CatalogueRule = {
  code: "free-by-accident",
  doc:
    "An amount is 0 although the same product costs something in another currency or for another interval, and " +
    "neither key nor name call it free.",
  severity: "warn",
  example: "the amount is USD 0.00, but it is EUR 99.00 in sequence/platform/monthly-eur",
  remedy: "write the amount; or, if it is free, say so in the key or the name",
  looksAt: "catalogue",
  check: (entries) => familiesOf(entries).flatMap(inFamily),
};

const FREE = new Set(
  "free freemium gratis kostenlos gratuit trial test internal included complimentary zero 0".split(" "),
);

const isCalledFree = ({ address, title, kind, fields }: Side): boolean =>
  [address.slice(address.indexOf("/") + 1), title, String(fields[kind.label ?? ""] ?? "")]
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .some((word) => FREE.has(word));

const inFamily = (family: Family): RuleFinding[] =>
  family.flatMap(({ side, price }): RuleFinding[] => {
    if (isCalledFree(side)) return [];
    const zero = amountsOf(price).filter(({ is, amount }) => is === "price" && new Big(amount).eq(0));
    const found = zero.flatMap(({ key, path }) => {
      const paid = family.flatMap((other) =>
        amountsOf(other.price)
          .filter((amount) => amount.key === key && new Big(amount.amount).gt(0))
          .map((amount) => ({ other, amount: amount.amount, path })),
      );
      return paid.slice(0, 1);
    });
    const [first] = found;
    if (!first) return [];
    const where = first.other.side === side ? "" : ` in ${first.other.side.address}`;
    return [
      {
        address: side.address,
        path: first.path,
        message:
          `the amount is ${withCurrency("0", price)}, ` +
          `but it is ${withCurrency(first.amount, first.other.price)}${where}`,
        remedy: "write the amount; or, if it is free, say so in the key or the name",
        values: `${price.currency ?? ""} ${plainText("0", price)}`.trim(),
      },
    ];
  });

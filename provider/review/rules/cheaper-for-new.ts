import { Big } from "big.js";
import { amountChanges, findingAbout } from "../compare/changes.js";
import { movesOf } from "../compare/moves.js";
import type { ChangeRule } from "./rule.js";

const REMEDY = "tell your customers, or move them to the new price at the vendor";

export const cheaperForNew: ChangeRule = {
  code: "cheaper-for-new",
  doc:
    "New customers pay less than existing ones, who keep the former price. It is reported for vendors that leave the " +
    "prices of existing customers as they are, and only for prices that are charged again and again.",
  severity: "note",
  example: "new customers pay less, and existing ones keep their price: USD 20.00 → 15.00 (−25.0 %)",
  remedy: REMEDY,
  looksAt: "change",
  check: (pairs) =>
    movesOf(pairs)
      .filter(({ after }) => after.kind.existingKeepPrice)
      .flatMap((move) => {
        const { after } = move;
        const cheaper = amountChanges(move).filter(
          ({ before, after, price }) =>
            // Who has bought something once pays nothing more for it.
            after.is === "price" && price.interval !== "once" && new Big(after.amount).lt(before.amount),
        );
        return findingAbout(
          after,
          cheaper,
          (listed) => `new customers pay less, and existing ones keep their price: ${listed}`,
          REMEDY,
        );
      }),
};

import { intervalWords } from "../../money/interval.js";
import { UNKNOWN } from "../../validation/engine-words.js";
import { activeOf, intervalKey } from "../compare/siblings.js";
import type { Side } from "../side.js";
import type { CatalogueRule } from "./rule.js";

export const sameLabel: CatalogueRule = {
  code: "same-label",
  doc:
    "Two active prices of a product, or two products that contain their prices, have the same name, currency and " +
    "interval, so that people cannot tell them apart.",
  severity: "warn",
  example: '"Platform" is also the name of sequence/platform/monthly, which is charged per month in EUR too',
  remedy: "give one of the two another name, or archive it",
  looksAt: "catalogue",
  check: (entries) => {
    const labelled = activeOf(entries).flatMap((side) =>
      (labelOf(side) === undefined ? [] : side.prices).map((price) => ({ side, price })),
    );
    const alike = Map.groupBy(labelled, ({ side, price }) =>
      JSON.stringify([
        side.kind.type,
        side.parent ?? side.account,
        labelOf(side),
        price.currency ?? null,
        intervalKey(price.interval),
      ]),
    );
    const reported = new Set<Side>();
    return [...alike.values()].flatMap(([first, ...others]) =>
      others.flatMap(({ side, price }) => {
        if (!first || price.currency === undefined || side === first.side || reported.has(side)) return [];
        reported.add(side);
        const how = [intervalWords(price.interval), `in ${price.currency}`].filter((word) => word !== "").join(" ");
        return [
          {
            address: side.address,
            path: side.kind.label === undefined ? [] : [side.kind.label],
            message:
              `${JSON.stringify(labelOf(side))} is also the name of ${first.side.address}, ` +
              `which is charged ${how} too`,
            remedy: "give one of the two another name, or archive it",
            values: first.side.address,
          },
        ];
      }),
    );
  },
};

function labelOf({ kind, fields }: Side): string | undefined {
  const label = kind.label === undefined ? undefined : fields[kind.label];
  return typeof label === "string" && label !== UNKNOWN ? label.trim() : undefined;
}

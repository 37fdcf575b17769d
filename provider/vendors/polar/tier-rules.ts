/** Rules for tiers of seats and units. Polar would sort them, and store another list than the entry has. */
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import type { Rule, RuleViolation } from "../../kinds/kind.js";
import { type Path, pricesOf, tiersOf } from "./price-list.js";

export const tierRules: readonly Rule[] = [
  {
    code: "seat-tiers",
    doc: "Seat tiers with gaps, or a tier before the last without an upper bound.",
    check: seatTiersWithoutGaps,
  },
  {
    code: "unit-tiers",
    doc:
      "Unit tiers that are not ascending, a tier before the last without an upper bound, or a `minimum_units` " +
      "above the last tier.",
    check: unitTiersAscend,
  },
  {
    code: "unit-label",
    doc: "A `unit_label` without the form `other`, or with a form that is empty or too long.",
    check: unitLabelsAreWhole,
  },
];

function seatTiersWithoutGaps(fields: JsonObject): RuleViolation[] {
  return pricesOf(fields).flatMap((price) => {
    const tiers = tiersOf(price, "seat_tiers");
    return tiers.flatMap(({ tier, at }, index): RuleViolation[] => {
      const [least, most] = [tier["min_seats"], tier["max_seats"]];
      const before = tiers[index - 1]?.tier["max_seats"];
      const violations: RuleViolation[] = [];
      if (typeof before === "number" && typeof least === "number" && least !== before + 1) {
        const message = `the tier must begin with seat ${before + 1}: the previous tier ends with seat ${before}`;
        violations.push({ path: [...at, "min_seats"], message, remedy: `write \`min_seats: ${before + 1}\`` });
      }
      if (typeof most === "number" && typeof least === "number" && most < least) {
        const message = `the tier ends before it begins (${least} to ${most})`;
        violations.push({ path: [...at, "max_seats"], message, remedy: "swap `min_seats` and `max_seats`" });
      }
      if (index < tiers.length - 1 && !isSet(most)) violations.push(endless(at, "max_seats"));
      return violations;
    });
  });
}

function unitTiersAscend(fields: JsonObject): RuleViolation[] {
  return pricesOf(fields).flatMap((price): RuleViolation[] => {
    if (price.one["amount_type"] !== "unit_based") return [];
    const tiers = tiersOf(price, "tiers");
    const violations = tiers.flatMap(({ tier, at }, index): RuleViolation[] => {
      const [bound, before] = [tier["bound"], tiers[index - 1]?.tier["bound"]];
      if (index < tiers.length - 1 && !isSet(bound)) return [endless(at, "bound")];
      if (typeof bound !== "number" || typeof before !== "number" || bound > before) return [];
      const path = [...at, "bound"];
      return bound === before
        ? [
            {
              path,
              message: `two tiers end with unit ${bound}`,
              remedy: "remove one of them, or give them different bounds",
            },
          ]
        : [
            {
              path,
              message: `the tier ends with unit ${bound}, but the previous tier ends with unit ${before}`,
              remedy: "put the tiers in ascending order of `bound`",
            },
          ];
    });
    const [least, last] = [price.one["minimum_units"], tiers.at(-1)?.tier["bound"]];
    if (violations.length > 0 || typeof least !== "number" || typeof last !== "number" || least <= last)
      return violations;
    return [
      {
        path: [...price.path, "minimum_units"],
        message: `the last tier ends with unit ${last}, but a customer must buy at least ${least} units`,
        remedy: `write at most ${last}, or raise or remove the \`bound\` of the last tier`,
      },
    ];
  });
}

const endless = (path: Path, member: string): RuleViolation => ({
  path,
  message: "only the last tier may have no upper bound",
  remedy: `add \`${member}\`, or move this tier to the end`,
});

const LONGEST = 32;

function unitLabelsAreWhole(fields: JsonObject): RuleViolation[] {
  return pricesOf(fields).flatMap(({ one, path }): RuleViolation[] => {
    const labels: Json = one["unit_label"] ?? null;
    if (!isObject(labels)) return [];
    const at = [...path, "unit_label"];
    if (Object.keys(labels).length === 0) {
      const remedy = "write `unit_label: { en: { other: units } }`, or remove the line";
      return [{ path: at, message: "`unit_label` has no language", remedy }];
    }
    return Object.entries(labels).flatMap(([locale, forms]) =>
      isObject(forms) ? unitForms([...at, locale], forms) : [],
    );
  });
}

function unitForms(at: Path, forms: JsonObject): RuleViolation[] {
  const violations = Object.entries(forms).flatMap(([form, words]): RuleViolation[] => {
    if (typeof words !== "string") return [];
    const { length } = [...words.trim()];
    if (length === 0)
      return [
        { path: [...at, form], message: `the form \`${form}\` is empty`, remedy: "write the word, or remove the line" },
      ];
    if (length <= LONGEST) return [];
    return [
      {
        path: [...at, form],
        message: `the form \`${form}\` has ${length} characters`,
        remedy: `write at most ${LONGEST} characters`,
      },
    ];
  });
  if (Object.hasOwn(forms, "other")) return violations;
  return [
    ...violations,
    { path: at, message: "the form `other` is missing", remedy: "add `other: …`, the word for any number of units" },
  ];
}

const isSet = (value: Json | undefined): boolean => value !== undefined && value !== null;

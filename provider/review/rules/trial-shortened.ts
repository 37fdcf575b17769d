import type { Trial } from "../../kinds/kind.js";
import { movesOf } from "../compare/moves.js";
import type { ChangeRule } from "./rule.js";

export const trialShortened: ChangeRule = {
  code: "trial-shortened",
  doc: "The trial of a product or price becomes shorter, or there is none any more.",
  severity: "warn",
  example: "the trial becomes shorter: 30 days → 14 days",
  remedy: "write the former length; or, if the new one is right, accept the change",
  looksAt: "change",
  check: (pairs) =>
    movesOf(pairs).flatMap(({ before, after }) => {
      const [was, is] = [before.kind.trial?.(before.fields), after.kind.trial?.(after.fields)];
      if (was === undefined || is === undefined || !isShorter(was, is)) return [];
      const values = `${text(was)} -> ${text(is)}`;
      return [
        {
          address: after.address,
          message: `the trial becomes shorter: ${text(was)} → ${text(is)}`,
          remedy: "write the former length; or, if the new one is right, accept the change",
          values,
        },
      ];
    }),
};

/** Shortest and longest, in days. */
const DAYS = { day: [1, 1], week: [7, 7], month: [28, 31], year: [365, 366] } as const;

function isShorter(was: Trial, is: Trial): boolean {
  if (was === "none") return false;
  if (is === "none") return true;
  if (was === "some" || is === "some") return false;
  if (was.unit === is.unit) return is.count < was.count;
  return is.count * DAYS[is.unit][1] < was.count * DAYS[was.unit][0];
}

const text = (trial: Trial): string => {
  if (trial === "none" || trial === "some") return trial === "none" ? "no trial" : "a trial";
  return `${trial.count} ${trial.unit}${trial.count === 1 ? "" : "s"}`;
};

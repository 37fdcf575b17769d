import { stable } from "../../fields/compare.js";
import { holdsUnknown } from "../../validation/unknown.js";
import { pricePairs } from "../compare/changes.js";
import { type Move, movesOf } from "../compare/moves.js";
import type { ChangeRule, RuleFinding } from "./rule.js";

const REMEDY = "write the former value; or, if the new one is right, accept the change";

export const taxChanged: ChangeRule = {
  code: "tax-changed",
  doc: "The treatment of tax changes, so that customers pay another total for the same amount.",
  severity: "warn",
  example: "tax changes: exclusive → inclusive",
  remedy: REMEDY,
  looksAt: "change",
  check: (pairs) => movesOf(pairs).flatMap((move) => [...ofPrices(move), ...ofField(move)].slice(0, 1)),
};

function ofPrices({ before, after }: Move): RuleFinding[] {
  const changed = pricePairs(before, after).filter((pair) => pair.before.tax !== pair.after.tax);
  const [first] = changed;
  if (!first) return [];
  const [was, is] = [first.before.tax ?? "not set", first.after.tax ?? "not set"];
  return [
    {
      address: after.address,
      path: first.after.path,
      message: `tax changes: ${was} → ${is}`,
      remedy: REMEDY,
      values: `${was} -> ${is}`,
    },
  ];
}

function ofField({ before, after }: Move): RuleFinding[] {
  const name = after.kind.taxedBy;
  if (name === undefined || before.kind !== after.kind) return [];
  const [was = null, is = null] = [before.fields[name], after.fields[name]];
  if (holdsUnknown(was) || holdsUnknown(is) || stable(was) === stable(is)) return [];
  const text = (value: unknown): string =>
    value === null
      ? "not set"
      : JSON.stringify(value)
          .replace(/[{}":]+/g, " ")
          .trim();
  return [
    {
      address: after.address,
      path: [name],
      message: `\`${name}\` changes: ${text(was)} → ${text(is)}`,
      remedy: REMEDY,
      values: `${text(was)} -> ${text(is)}`,
    },
  ];
}

/** Whether a price becomes dearer or cheaper: its totals are compared at all quantities where something changes. */
import { Big } from "big.js";
import { type Exact, isMetered, partTotal } from "./bill.js";
import type { Direction } from "./change.js";
import { lengths } from "./interval.js";
import type { Part, Price } from "./price.js";
import { afterJump, breakpoints, endOfLine, unitsOf } from "./quantities.js";

/** Beyond any quantity at which a price still changes its course. */
const FAR = "1000000000000";

/** Prices of different intervals are compared for the same length of time. */
export function directionOf(before: Price, after: Price): Direction {
  const times = lengths(before.interval, after.interval);
  if (!times || before.currency !== after.currency || before.asWritten !== after.asWritten) return "unknown";
  const [old, now] = comparable(before, after);
  if ([...old.parts, ...now.parts].some(({ type }) => type === "unknown" || type === "pay-what-you-want"))
    return "unknown";
  const [was, is] = [unitsOf([old]), unitsOf([now])];
  if (was.some((of) => !is.includes(of)) && is.some((of) => !was.includes(of))) return "unknown";
  let [least, most] = [new Big(0), new Big(0)];
  for (const of of [undefined, ...unitsOf([old, now])]) {
    const differences = differencesOf(old, now, of, times);
    const [first] = differences;
    if (first === undefined) return "unknown";
    least = least.plus(differences.reduce((a, b) => (a.lt(b) ? a : b), first));
    most = most.plus(differences.reduce((a, b) => (a.gt(b) ? a : b), first));
  }
  if (most.gt(0)) return least.lt(0) ? "mixed" : "up";
  return least.lt(0) ? "down" : "same";
}

/**
 * Unknown parts that are the same leave no difference. What customers choose is compared by the least amount, then by
 * the suggested one.
 */
function comparable(before: Price, after: Price): readonly [Price, Price] {
  const unknown = ({ parts }: Price): ReadonlySet<string> =>
    new Set(parts.flatMap((part) => (part.type === "unknown" && part.written !== undefined ? [nameOf(part)] : [])));
  const [of, among] = [unknown(before), unknown(after)];
  const both = new Set([...of].filter((name) => among.has(name)));
  const rest = ({ parts }: Price): readonly Part[] =>
    parts.filter((part) => part.type !== "unknown" || !both.has(nameOf(part)));
  const [old, now] = [rest(before), rest(after)];
  return [
    { ...before, parts: old.map((part) => chosen(part, now)) },
    { ...after, parts: now.map((part) => chosen(part, old)) },
  ];
}

const nameOf = ({ reason, written }: Extract<Part, { type: "unknown" }>): string => JSON.stringify([reason, written]);

function chosen(part: Part, others: readonly Part[]): Part {
  const other = others.find(({ type }) => type === "pay-what-you-want");
  if (part.type !== "pay-what-you-want" || other?.type !== "pay-what-you-want") return part;
  const isSame = new Big(part.minimum ?? 0).eq(other.minimum ?? 0);
  const preset = part.preset !== undefined && other.preset !== undefined ? part.preset : "0";
  return { type: "flat", amount: isSame ? preset : (part.minimum ?? "0"), path: part.path };
}

/** Of the parts that charge one unit, or of those that charge none: after less before, where both are known. */
function differencesOf(
  before: Price,
  after: Price,
  of: string | undefined,
  [old, now]: readonly [number, number],
): readonly Big[] {
  const [was, is] = [partsOf(before, of), partsOf(after, of)];
  if (old === now && JSON.stringify(was, withoutPaths) === JSON.stringify(is, withoutPaths)) return [new Big(0)];
  const difference = (quantity: Big): Exact => {
    const [from, to] = [sum(was, of, quantity), sum(is, of, quantity)];
    if (typeof from === "string") return from;
    return typeof to === "string" ? to : to.times(old).minus(from.times(now));
  };
  if (of === undefined) return [difference(new Big(0))].filter((amount) => typeof amount !== "string");
  const points = [...breakpoints([before, after], of), FAR].map((quantity) => new Big(quantity));
  return points
    .flatMap((point, index) => {
      const next = points[index + 1];
      if (next === undefined) return [difference(point)];
      return [difference(point), afterJump(difference, point, endOfLine([...was, ...is], point, next))];
    })
    .filter((amount) => typeof amount !== "string");
}

const partsOf = ({ parts }: Price, of: string | undefined): readonly Part[] =>
  parts.filter((part) => (isMetered(part) ? part.of : undefined) === of);

const withoutPaths = (key: string, value: unknown): unknown => (key === "path" ? undefined : value);

function sum(parts: readonly Part[], of: string | undefined, quantity: Big): Exact {
  let total = new Big(0);
  for (const part of parts) {
    const amount = partTotal(part, of === undefined ? {} : { [of]: quantity.toFixed() });
    if (typeof amount === "string") return amount;
    total = total.plus(amount);
  }
  return total;
}

/** Sample customers: `x-examples: { big team: { seats: 60 } }`. They reach neither the engine nor the vendor. */
import { canonicalDecimal, compareDecimals } from "../fields/decimal.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { Path, Problem } from "../validation/problem.js";
import { EXAMPLES_KEY } from "../validation/schema.js";
import type { Examples } from "./model.js";
import type { Places } from "./places.js";

export interface ReadExamples {
  /** Merged when they are asked for: many entries with examples of their own may share many of the file. */
  readonly examples: () => Examples;
  readonly problems: readonly Problem[];
}

/** Those of the file or entry at `path`, merged over `outer`: a customer's quantities are replaced as a whole. */
export function examplesOf(holder: JsonObject, path: Path, outer: () => Examples, places: Places): ReadExamples {
  const value = Object.hasOwn(holder, EXAMPLES_KEY) ? holder[EXAMPLES_KEY] : undefined;
  if (value === undefined) return { examples: outer, problems: [] };
  const at = [...path, EXAMPLES_KEY];
  const problem = (where: Path, message: string, remedy: string): Problem => ({
    code: "bad-example",
    severity: "problem",
    place: places.value(where),
    message,
    remedy,
  });
  if (!isObject(value)) {
    const message = `\`${EXAMPLES_KEY}\` must be a map of sample customers`;
    return {
      examples: outer,
      problems: [problem(at, message, `write \`${EXAMPLES_KEY}: { big team: { seats: 60 } }\``)],
    };
  }
  const problems: Problem[] = [];
  const read: Record<string, Readonly<Record<string, string>>> = {};
  for (const [name, quantities] of Object.entries(value)) {
    if (!isObject(quantities)) {
      const message = `the sample customer \`${name}\` must be a map of quantities`;
      problems.push(problem([...at, name], message, `write \`${name}: { seats: 60 }\``));
      continue;
    }
    const units = Object.entries(quantities).map(([unit, count]) => ({ unit, count, quantity: quantityOf(count) }));
    for (const { unit, count, quantity } of units)
      if (quantity === undefined)
        problems.push(
          problem(
            [...at, name, unit],
            `${said(count)} is not a quantity of ${unit}`,
            "write a number that is not below zero, such as 60",
          ),
        );
    read[name] = Object.fromEntries(
      units.flatMap(({ unit, quantity }) => (quantity === undefined ? [] : [[unit, quantity]])),
    );
  }
  return { examples: () => ({ ...outer(), ...read }), problems };
}

function quantityOf(value: Json): string | undefined {
  const quantity = canonicalDecimal(value);
  return quantity !== undefined && compareDecimals(quantity, "0") >= 0 ? quantity : undefined;
}

const said = (value: Json): string => (value === null ? "no value" : isObject(value) ? "a map" : JSON.stringify(value));

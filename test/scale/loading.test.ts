/** From YAML text to checked entries: catalogues without problems, and with one in every entry. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { startCounting } from "../support/operations.js";
import { catalogueOf, type Edition } from "./catalogue.js";
import { expectLinear } from "./linear.js";

startCounting();
const { checkCatalogue, loadCatalogue } = await import("../../provider/catalogue/load.js");
const { renderProblems } = await import("../../provider/catalogue/render.js");
const { registry } = await import("../../provider/vendors/registry.js");

const options = { registry, values: {} };
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const filesOf = (units: number, edition: Edition = {}) =>
  Object.entries(catalogueOf(units, edition)).map(([name, text]) => ({ name, text }));

describe("a catalogue is loaded", () => {
  it("from one file for each vendor", () =>
    expectLinear(20, (units) => {
      const folder = mkdtempSync(join(tmpdir(), "billing-catalogue-scale-"));
      folders.push(folder);
      for (const { name, text } of filesOf(units)) writeFileSync(join(folder, name), text);
      return () => expect(loadCatalogue(folder, options).problems).toEqual([]);
    }));

  it("from one file for each unit, each of an account of its own", () =>
    expectLinear(20, (units) => {
      const files = Array.from({ length: units }, (_, number) =>
        filesOf(1).map(({ name, text }) => ({
          name: `${number}-${name}`,
          text: `account: account-${number}-${name.replace(".yaml", "")}\n${text}`,
        })),
      ).flat();
      return () => expect(checkCatalogue(files, options).problems).toEqual([]);
    }));
});

describe("a catalogue with a problem in every entry", () => {
  it.each<[string, (number: number) => JsonObject]>([
    ["a mistyped field", () => ({ nmae: "A" })],
    ["an unknown field, another in each", (number) => ({ [`field${number}`]: "A" })],
    ["a value of another type", (number) => ({ name: [number] })],
    ["one name for all", () => ({ name: "The same" })],
    ["one object for all", () => ({ lifecycle: { adopt: "one" } })],
    ["renamed from one that is there", (number) => ({ lifecycle: { renamedFrom: `plan-${number + 1}` } })],
    ["all renamed from the same", () => ({ lifecycle: { renamedFrom: "plan-0" } })],
    ["a placeholder that has no value", (number) => ({ name: `\${value${number}}` })],
  ])("%s", (_name, broken) =>
    expectLinear(20, (units) => {
      const files = filesOf(units, { broken });
      return () => {
        const { problems } = checkCatalogue(files, options);
        expect(problems.length).toBeGreaterThan(units);
        expect(renderProblems(problems, { registry, files })).not.toBe("");
      };
    }));

  // Up to 500 names are searched for one that is close.
  it("a name of nothing", () =>
    expectLinear(510, (number) => {
      const files = [{ name: "polar.yaml", text: namesOfNothing(number) }];
      return () => expect(checkCatalogue(files, options).problems).toHaveLength(number);
    }));
});

function namesOfNothing(number: number): string {
  const numbers = Array.from({ length: number }, (_, index) => index);
  const counted = "filter: { conjunction: and, clauses: [] }, aggregation: { func: count }";
  const price = "amount_type: metered_unit, unit_amount: '1'";
  return [
    "vendor: polar",
    "meters:",
    ...numbers.map((index) => `  calls-${index}: { name: Calls ${index}, ${counted} }`),
    "products:",
    ...numbers.map(
      (index) =>
        `  pro-${index}: { name: Pro, recurring_interval: month, prices: [{ ${price}, meter: call-${index} }] }`,
    ),
  ].join("\n");
}

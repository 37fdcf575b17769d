/** From a preview or from files to a review, and from that to every form in which it is shown. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { Review } from "../../provider/review/digest.js";
import { startCounting } from "../support/operations.js";
import { catalogueOf, type Edition } from "./catalogue.js";
import { expectLinear } from "./linear.js";

startCounting();
const { checkCatalogue } = await import("../../provider/catalogue/load.js");
const { parsePreview } = await import("../../provider/review/preview.js");
const { reviewFiles } = await import("../../provider/review/review-files.js");
const { reviewPreview } = await import("../../provider/review/review-preview.js");
const { githubAnnotations } = await import("../../provider/review/render/github.js");
const { sarif } = await import("../../provider/review/render/sarif.js");
const { html, markdown, reviewJson, terminal } = await import("../../provider/review.js");
const { registry } = await import("../../provider/vendors/registry.js");
const { previewText } = await import("./preview.js");

const readText = (texts: Readonly<Record<string, string>>) => {
  const files = Object.entries(texts).map(([name, text]) => ({ name, text }));
  const read = checkCatalogue(files, { registry, values: {} });
  expect(read.problems.filter(({ severity }) => severity === "problem")).toEqual([]);
  return { ...read, directory: "catalogue" };
};
const read = (units: number, edition: Edition) => readText(catalogueOf(units, edition));
const LATER = { later: true } as const;

describe("files against files", () => {
  const compare = (size: number, texts: (size: number, later: boolean) => Readonly<Record<string, string>>) =>
    expectLinear(size, (number) => {
      const [before, after] = [readText(texts(number, false)), readText(texts(number, true))];
      return () => {
        const made = reviewFiles({ before, after, base: "main", commit: "" });
        expect(made.changes.length).toBeGreaterThan(number / 2);
      };
    });

  it("where every unit changes", () => compare(20, (units, later) => catalogueOf(units, { later })));

  it("where every finding was accepted with other values", () => {
    const accept = { "big-change": "1.00 -> 2.00: why", "times-ten": "1.00 -> 10.00: why" };
    const broken = (): JsonObject => ({ lifecycle: { accept } });
    return compare(20, (units, later) => catalogueOf(units, { later, broken }));
  });

  it("where each entry is in an account of its own", () =>
    compare(40, (number, later) =>
      Object.fromEntries(
        Array.from({ length: number }, (_, index) => [
          `${index}.yaml`,
          `vendor: polar\naccount: account-${index}\n` +
            "meters:\n  calls:\n    name: Calls\n    aggregation: { func: count }\n" +
            `    filter: { conjunction: and, clauses: [] }\n    unit: ${later ? "token" : "scalar"}\n`,
        ]),
      ),
    ));

  it.each<[string, (index: number, later: boolean) => JsonObject]>([
    ["prices of one product", (index, later) => ({ [`price-${index}`]: price(later ? 2 : 1, index) })],
    [
      "prices of one product under new keys",
      (index, later) => ({ [`${later ? "new" : "old"}-${index}`]: price(1, index) }),
    ],
    [
      "prices of one product in several currencies",
      (index, later) => ({
        [`price-${index}-eur`]: price(later ? 2 : 1, index),
        [`price-${index}-usd`]: { ...price(1, index), currency: "USD" },
      }),
    ],
  ])("%s", (_name, entry) =>
    compare(40, (number, later) => {
      const listPrices = Object.assign({}, ...Array.from({ length: number }, (_, index) => entry(index, later)));
      return {
        "sequence.yaml": JSON.stringify({ vendor: "sequence", products: { plan: { name: "Plan", listPrices } } }),
      };
    }));

  it("equal products under new keys, which are one offer", () =>
    compare(40, (number, later) => {
      const amount = { amount_type: "fixed", price_amount: 1_000 };
      const products = Object.fromEntries(
        Array.from({ length: number }, (_, index) => [
          `${later ? "new" : "old"}-${index}`,
          { name: "Pro", recurring_interval: "month", prices: [amount] },
        ]),
      );
      return { "polar.yaml": JSON.stringify({ vendor: "polar", products }) };
    }));
});

const price = (amount: number, index: number): JsonObject => ({
  name: `Price ${index}`,
  currency: "EUR",
  billingFrequency: "MONTHLY",
  billingType: "IN_ADVANCE",
  structure: { pricingType: "FIXED", price: `${amount + index}.00` },
});

describe("a preview", () => {
  const reviewed = (units: number, said: readonly string[]) => {
    const [before, after] = [read(units, {}), read(units, LATER)];
    const text = previewText(before.entries, after.entries, said);
    return () => {
      const made = reviewPreview({ registry, preview: parsePreview(text), catalogue: after });
      expect(made.changes.length).toBeGreaterThan(units);
    };
  };

  it("where every unit changes, with a message for each entry", () => expectLinear(20, (units) => reviewed(units, [])));

  it("with as many messages for a single entry", () =>
    expectLinear(20, (units) =>
      reviewed(
        units,
        Array.from({ length: 100 * units }, (_, number) => `message ${number}`),
      ),
    ));

  it("of which only the files know the entries", () =>
    expectLinear(20, (units) => {
      const after = read(units, LATER);
      const preview = parsePreview(previewText([], after.entries.slice(0, 1)));
      return () => reviewPreview({ registry, preview, catalogue: after });
    }));
});

describe("a review becomes", () => {
  it.each<[string, (made: Review) => string]>([
    ["JSON", reviewJson],
    ["HTML", html],
    ["SARIF", (made) => sarif(made, [])],
    ["annotations", githubAnnotations],
    ["text", (made) => terminal(made, { colour: true, columns: 80 })],
    ["Markdown without a limit", (made) => markdown(made, { forge: "gitlab" })],
    ["Markdown for a small comment", (made) => markdown(made, { forge: "bitbucket" })],
  ])("%s", (_name, render) =>
    expectLinear(
      20,
      (units) => {
        const made = reviewFiles({ before: read(units, {}), after: read(units, LATER), base: "main", commit: "" });
        return () => expect(render(made)).not.toBe("");
      },
      // What has a limit grows less.
      { least: 1 },
    ));
});

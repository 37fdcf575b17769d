/** Builders of files that have one mistake, and what is said of them. */
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { registry } from "../../provider/vendors/registry.js";

/** Each problem as `line:column code: what to do`, or the beginning of it. */
export type Malformed = readonly [name: string, text: string, problems: readonly string[]];

export const HEAD = "vendor: sequence\nproducts:\n";
export const PRODUCT = `${HEAD}  platform:\n    name: Platform\n`;

const below = (depth: number, lines: readonly string[]): string =>
  lines.map((line) => `${" ".repeat(depth)}${line}\n`).join("");

/** A list price of Sequence with these lines. */
export const price = (lines: readonly string[]): string =>
  `${PRODUCT}    listPrices:\n      monthly:\n${below(8, lines)}`;
export const FULL = [
  "name: Monthly",
  "currency: EUR",
  "billingFrequency: MONTHLY",
  "billingType: IN_ADVANCE",
  'structure: { pricingType: FIXED, price: "99.00" }',
];
/** The same, whole but for one line, which these replace. */
export const change = (at: number, ...lines: string[]): string =>
  price([...FULL.slice(0, at), ...lines, ...FULL.slice(at + 1)]);

export const polar = (lines: readonly string[]): string =>
  `vendor: polar\nproducts:\n  pro:\n    name: Pro plan\n${below(4, lines)}`;
export const fynn = (lines: readonly string[]): string =>
  `vendor: fynn\nproducts:\n  seat:\n    name: Seat\n    type: product\n${below(4, lines)}`;

export const problemsOf = (text: string) =>
  checkCatalogue([{ name: "catalogue.yaml", text }], { registry, values: {} }).problems;

export const said = (text: string): string[] =>
  problemsOf(text).map(({ place, code, remedy }) => `${place.line}:${place.column} ${code}: ${remedy}`);

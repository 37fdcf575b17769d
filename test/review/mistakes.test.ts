/** Mistakes that people made, each in YAML before and after, with what the review says. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findings } from "../../provider/review/findings.js";
import { changeOf } from "./sides.js";

const FOLDER = fileURLToPath(new URL("mistakes", import.meta.url));
const read = (name: string, which: string): string => readFileSync(`${FOLDER}/${name}/${which}.yaml`, "utf8");

const CAUGHT: Readonly<Record<string, string>> = {
  "a-21st-seat": "warn total-falls: 21 Seats cost EUR 420.00, but 20 cost EUR 500.00",
  "a-yearly-price-left-above":
    "warn yearly-dearer: EUR 9,900 per year is more than 12 times EUR 800 per month (EUR 9,600)",
  "jpy-in-hundredths":
    "warn currency-spread: JPY 750,000 for EUR 49.90 is 99.7 times as much as usual: the median of 4 prices is " +
    "JPY 150.8 for EUR 1",
  "5-becomes-50": "block times-ten: the amount is multiplied by 10: EUR 5.00 → 50.00 (+900.0 %)",
  "20-becomes-200": "block times-ten: the amount is multiplied by 10: USD 20.00 → 200.00 (+900.0 %)",
  "19.99-becomes-19.98": "warn one-cent-off: the amount changes by no more than 0.01: EUR 19.99 → 19.98 (−0.1 %)",
};

describe("a real mistake", () => {
  it("is listed here for each folder", () => {
    expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(CAUGHT).sort());
  });

  it.each(Object.entries(CAUGHT))("%s is caught", (name, said) => {
    const found = findings({ pairs: changeOf(read(name, "before"), read(name, "after")) });
    expect(found.map(({ severity, code, message }) => `${severity} ${code}: ${message}`)).toContain(said);
  });

  it.each(Object.keys(CAUGHT))("the catalogue before %s has nothing to find", (name) => {
    const before = read(name, "before");
    expect(
      findings({ pairs: changeOf("vendor: sequence\nproducts: { none: { name: None } }\n", before) }).filter(
        ({ severity, code }) => severity !== "note" && code !== "irreversible",
      ),
    ).toEqual([]);
  });
});

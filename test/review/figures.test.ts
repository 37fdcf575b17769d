/** Every figure of a review is derived a second time, from the YAML alone: in the golden cases and on random edits. */
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { reviewFiles } from "../../provider/review/review-files.js";
import type { Review } from "../../provider/review.js";
import { registry } from "../../provider/vendors/registry.js";
import { Random } from "../support/random.js";
import { runs } from "../support/runs.js";
import { CASES, configOf, goldenOf, reviewOfCase, textOf } from "./cases.js";
import { type Catalogues, checkFigures, numbersIn } from "./figures.js";
import { saneCatalogue, saneEdit } from "./sane.js";
import { yamlOf } from "./sane-yaml.js";

const totals = { reviews: 0, figures: 0, altered: 0 };

afterAll(() => console.log(`figures: ${totals.figures} in ${totals.reviews} reviews, ${totals.altered} altered`));

/** Amounts that are known only with a stack, and files with problems, have no figures. */
const WITH_FIGURES = CASES.filter((name) => !/\/(placeholder|problem)$/.test(name));

const cataloguesOf = (name: string): Catalogues => ({
  before: textOf(name, "before"),
  after: textOf(name, "after"),
  isMinor: configOf(name)?.["catalogue:accounts"]?.includes('"amountUnit":"minor"') ?? false,
});

describe.each(WITH_FIGURES)("%s", (name) => {
  const review = reviewOfCase(name);
  const catalogues = cataloguesOf(name);

  it("has the figures that follow from its YAML", () => {
    const { wrong, figures } = checkFigures(review, catalogues);
    expect(wrong).toEqual([]);
    totals.reviews += 1;
    totals.figures += figures;
  });

  it("shows no other decimals", () => {
    const { known } = checkFigures(review, catalogues);
    for (const file of ["review.md", "review.txt"]) {
      const shown = numbersIn(readFileSync(goldenOf(name, file), "utf8")).filter((number) => number.includes("."));
      expect(shown.filter((number) => !known.has(number))).toEqual([]);
    }
  });

  it("is found wrong as soon as a figure differs by the smallest unit", () => {
    for (const { where, altered } of alterations(review)) {
      totals.altered += 1;
      expect(checkFigures(altered, catalogues).wrong, where).not.toEqual([]);
    }
  });
});

/** The review with one figure changed in its last digit, for each figure of its prices. */
function alterations(review: Review): { where: string; altered: Review }[] {
  const found: { where: string; altered: Review }[] = [];
  const visit = (value: unknown, path: readonly string[], set: (changed: unknown) => Review): void => {
    if (typeof value === "string") {
      if (!FIGURES.has(path.at(-1) ?? "") && !path.includes("curve")) return;
      for (const text of altered(value))
        found.push({ where: `${path.join(".")}: ${value} → ${text}`, altered: set(text) });
    } else if (Array.isArray(value)) {
      // The quantity of a corner is no figure, and what follows a jump is none of the second path.
      const isCorner = path.at(-2) === "before" || path.at(-2) === "after";
      for (const [index, item] of value.entries()) {
        if (isCorner && path.includes("curve") && (index === 0 || isJump(value, path))) continue;
        visit(item, [...path, String(index)], (changed) => set(value.with(index, changed)));
      }
    } else if (typeof value === "object" && value !== null) {
      for (const [key, item] of Object.entries(value))
        visit(item, [...path, key], (changed) => set({ ...value, [key]: changed }));
    }
  };
  const isJump = (corner: readonly unknown[], path: readonly string[]): boolean => {
    const corners = path
      .slice(0, -1)
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], review.changes);
    return (corners as unknown[][])[Number(path.at(-1)) - 1]?.[0] === corner[0] || !/^\d+$/.test(String(corner[0]));
  };
  for (const [index, change] of review.changes.entries())
    visit(change.money, [String(index), "money"], (money) => ({
      ...review,
      changes: review.changes.with(index, { ...change, money: money as NonNullable<typeof change.money> }),
    }));
  return found;
}

const FIGURES = new Set(["amount", "before", "after", "percent"]);

/** "99.00" → "99.01" and "99.10"? Only the last digit, up or down. */
const altered = (text: string): string[] =>
  /\d/.test(text) ? [text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10))] : [];

describe("300 random catalogues and edits", () => {
  const VENDORS = ["sequence", "fynn", "polar"] as const;

  it("have the figures that follow from their YAML", () => {
    for (let seed = 1; seed <= runs(300); seed++) {
      const random = new Random(seed);
      const vendor = VENDORS[seed % 3] ?? "sequence";
      const sane = saneCatalogue(vendor, random);
      // A gentle edit, or another catalogue altogether: then prices change their form too.
      const after = yamlOf(seed % 2 === 0 ? saneEdit(sane, random) : saneCatalogue(vendor, random));
      const catalogues = { before: yamlOf(sane), after };
      const read = (text: string) => ({
        ...checkCatalogue([{ name: `${vendor}.yaml`, text }], { registry, values: undefined }),
        directory: "catalogue",
      });
      const review = reviewFiles({ before: read(catalogues.before), after: read(after), base: "main", commit: "" });
      expect(review.source.failed, `seed ${seed}`).toBe(false);
      const { wrong, figures } = checkFigures(review, catalogues);
      expect(wrong, `seed ${seed}`).toEqual([]);
      totals.reviews += 1;
      totals.figures += figures;
    }
  });
});

/**
 * The pictures in docs/pictures: the review of a change, as a web page. CATALOGUE_TEST_DOCS=write in the environment
 * makes them again; otherwise the page must be the one that they show.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { html, review } from "../../../provider/review.ts";
import { ROOT } from "../../../tools/local/repository.ts";
import { screenshot, startBrowser } from "../../support/browser.ts";

const FOLDER = join(ROOT, "docs/pictures");
const isWritten = process.env["CATALOGUE_TEST_DOCS"] === "write";

const BEFORE = `vendor: sequence
products:
  platform:
    name: Platform
    listPrices:
      monthly:
        name: Platform, monthly
        currency: EUR
        billingFrequency: MONTHLY
        billingType: IN_ADVANCE
        structure: { pricingType: FIXED, price: "99.00" }
      legacy:
        name: Platform, monthly (2024)
        currency: EUR
        billingFrequency: MONTHLY
        billingType: IN_ADVANCE
        structure: { pricingType: FIXED, price: "79.00" }
`;
const AFTER = `${BEFORE.replace('"99.00"', '"109.00"')}        archived: true
      yearly:
        name: Platform, yearly
        currency: EUR
        billingFrequency: YEARLY
        billingType: IN_ADVANCE
        structure: { pricingType: FIXED, price: "1090.00" }
`;

const folder = mkdtempSync(join(tmpdir(), "catalogue-picture-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const page = ((): string => {
  for (const [name, text] of Object.entries({ before: BEFORE, after: AFTER })) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "sequence.yaml"), text);
  }
  const config = { "catalogue:accounts": JSON.stringify({ sequence: { environment: "production" } }) };
  const [before, after] = [join(folder, "before"), join(folder, "after")];
  return html(
    review({
      before,
      after,
      base: "origin/main",
      commit: "4c8715e",
      directory: "catalogue",
      config,
      stack: "production",
    }),
  );
})();
const digest = createHash("sha256").update(page).digest("hex");

describe.each(["light", "dark"] as const)("the picture of a review, %s", (colorScheme) => {
  const file = join(FOLDER, `review-${colorScheme}.png`);

  beforeAll(async () => {
    if (!isWritten) return;
    const browser = await startBrowser();
    const context = await browser.newContext({ colorScheme, viewport: { width: 1000, height: 1300 } });
    const shown = await context.newPage();
    await shown.setContent(page);
    await screenshot(shown, { path: file });
    await browser.close();
    writeFileSync(join(FOLDER, "review.sha256"), `${digest}\n`);
  });

  it("shows the page that is made now, and is small", () => {
    expect(readFileSync(join(FOLDER, "review.sha256"), "utf8")).toBe(`${digest}\n`);
    const bytes = readFileSync(file);
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    // The size of the picture, in its header.
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1000, 1300]);
    expect(statSync(file).size).toBeLessThan(150_000);
  });
});

/**
 * The review of a stack with the real CLI, next to the requests that `up` then sends: the same. One catalogue of all
 * vendors, and one edit that archives, changes, renames, replaces, adopts, creates and removes.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change, Review } from "../../provider/review/digest.js";
import type { Output } from "../../tools/local/processes.ts";
import { Stack } from "../../tools/local/stack.ts";
import { sentWrites, unplanned } from "../support/planned.js";
import { startVendors, type Vendors } from "./sandboxes.js";

const listPrice = (name: string, currency: string, structure: string, rest = ""): string =>
  `{ name: ${name}, currency: ${currency}, billingFrequency: MONTHLY, billingType: IN_ADVANCE, ` +
  `structure: ${structure}${rest} }`;
const fixed = (amount: string): string => `{ pricingType: FIXED, price: "${amount}" }`;
const volume = (...prices: readonly string[]): string =>
  `{ pricingType: VOLUME, usageMetricId: metric-1, tiers: [` +
  prices
    .map((price, index) =>
      index < prices.length - 1
        ? `{ upperBound: "${(index + 1) * 10}", price: "${price}", isPricePercentage: false }`
        : `{ price: "${price}", isPricePercentage: false }`,
    )
    .join(", ") +
  "] }";
const plan = (name: string, amount: number, rest = ""): string =>
  `{ internalName: ${name}, type: flat_fee, currencyCode: EUR, billingInterval: 1M, price: { amount: ${amount} ` +
  `}${rest} }`;
const fynnProduct = (name: string, rest: string): string =>
  `{ name: ${name}, type: product, measurement: { id: m-1 }, taxGroup: { id: t-1 }, productFamilies: [{ id: f-1 ` +
  `}]${rest} }`;
const polarProduct = (name: string, prices: string, rest = ""): string =>
  `{ name: ${name}, recurring_interval: month, prices: [${prices}]${rest} }`;
const usd = (amount: number): string => `{ amount_type: fixed, price_amount: ${amount} }`;

const file = (vendor: string, ...lines: readonly string[]): Record<string, string> => ({
  [`${vendor}.yaml`]: [`vendor: ${vendor}`, ...lines, ""].join("\n"),
});
const ARCHIVED = ", archived: true";

const BEFORE = {
  ...file(
    "sequence",
    "products:",
    "  platform:",
    "    name: Platform",
    "    listPrices:",
    `      monthly: ${listPrice("Monthly", "EUR", fixed("99.00"))}`,
    `      legacy: ${listPrice("Legacy", "EUR", fixed("79.00"))}`,
    `      gone: ${listPrice("Gone", "EUR", fixed("69.00"))}`,
    `      seats: ${listPrice("Seats", "EUR", volume("25.00", "20.00"))}`,
    `      moved: ${listPrice("Moved", "EUR", fixed("59.00"))}`,
    "  retired: { name: Retired }",
    "  old-key: { name: Renamed }",
  ),
  ...file(
    "fynn",
    "products:",
    "  workspace: " +
      `${fynnProduct("Workspace", `, pricePlans: { team: ${plan("Team", 4_900)}, solo: ${plan("Solo", 900)} }`)}`,
    `  closing: ${fynnProduct("Closing", "")}`,
  ),
  ...file(
    "polar",
    "products:",
    `  pro: ${polarProduct("Pro plan", usd(2_000))}`,
    `  basic: ${polarProduct("Basic plan", usd(900))}`,
    `  yearly: ${polarProduct("Long plan", usd(9_900))}`,
    `  left: ${polarProduct("Left plan", usd(700))}`,
    `  kept: ${polarProduct("Kept plan", usd(600), ", lifecycle: { onRemove: retain }")}`,
  ),
};

const ADOPTED = "5a0b5d54-6a0e-4d5e-9b25-0f6d3e0b7c01";
const AFTER = {
  ...file(
    "sequence",
    "products:",
    "  platform:",
    "    name: Platform",
    "    listPrices:",
    `      monthly: ${listPrice("Monthly", "EUR", fixed("109.00"))}`,
    `      legacy: ${listPrice("Legacy", "EUR", fixed("79.00"), ARCHIVED)}`,
    `      seats: ${listPrice("Seats", "EUR", volume("25.00", "18.00"))}`,
    `      moved: ${listPrice("Moved", "USD", fixed("59.00"))}`,
    `      added: ${listPrice("Added", "EUR", fixed("9.00"))}`,
    "  retired: { name: Retired, archived: true }",
    "  new-key: { name: Renamed, lifecycle: { renamedFrom: old-key } }",
    `  found: { name: Found, label: Ours now, lifecycle: { adopt: ${ADOPTED} } }`,
  ),
  ...file(
    "fynn",
    "products:",
    "  workspace: " +
      `${fynnProduct(
        "Workspace",
        `, pricePlans: { team: ${plan("Team", 5_900)}, solo: ` + `${plan("Solo", 900, ARCHIVED)} }`,
      )}`,
    `  closing: ${fynnProduct("Closing", ARCHIVED)}`,
  ),
  ...file(
    "polar",
    "products:",
    `  pro: ${polarProduct("Pro plan", usd(2_500))}`,
    `  basic: ${polarProduct("Basic plan", usd(900), ARCHIVED)}`,
    `  yearly: ${polarProduct("Long plan", usd(9_900)).replace("interval: month", "interval: year")}`,
    `  left: ${polarProduct("Left plan", usd(700), ", lifecycle: { onRemove: retain }")}`,
    "  kept: " +
      polarProduct("Kept plan", usd(600), ", lifecycle: { onRemove: retain }").replace("al: month", "al: year"),
  ),
};

let vendors: Vendors;
let stack: Stack;
let reviewed: Output;
let review: Review;
let fromPreview: Review;
let fromFiles: Review;
let sent: ReturnType<typeof sentWrites>;

const git = (...args: readonly string[]): void =>
  void execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: stack.folder });

beforeAll(async () => {
  vendors = await startVendors();
  const time = { createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z" };
  vendors.sequence.products.put({ id: ADOPTED, name: "Found", ...time });
  stack = await Stack.create({
    catalogue: BEFORE,
    config: { accounts: vendors.accounts },
    environment: vendors.environment,
  });
  git("init", "--quiet");
  git("add", "catalogue", "Pulumi.yaml");
  git("commit", "--quiet", "--message", "The catalogue");
  await stack.upOk();
  stack.write(AFTER);
  const ids = await stack.ids();
  for (let number = 0; number < 3; number += 1) vendors.polar.subscribe(ids["polar/basic"] ?? "");
  reviewed = await stack.catalogue("review", "--stack", stack.name, "--impact", "--format", "json");
  review = JSON.parse(reviewed.stdout) as Review;
  const { stdout } = await stack.run("preview", "--json", "--show-sames", "--stack", stack.name);
  writeFileSync(join(stack.folder, "preview.json"), stdout);
  fromPreview = JSON.parse(
    (await stack.catalogue("review", "--from", "preview.json", "--format", "json")).stdout,
  ) as Review;
  fromFiles = JSON.parse((await stack.catalogue("review", "--base", "HEAD", "--format", "json")).stdout) as Review;
  vendors.clear();
  await stack.upOk();
  sent = vendors.all.flatMap(({ exchanges }) => sentWrites(exchanges));
});
afterAll(async () => {
  stack.remove();
  await vendors.close();
});

const changeAt = (address: string): Change => {
  const found = review.changes.find((change) => change.address === address);
  if (!found) throw new Error(`no change of ${address}`);
  return found;
};

describe("the review of the preview is what up sends", () => {
  it("every request that was sent stands in the review, and no other", () => {
    const announced = review.changes.flatMap(({ requests }) => requests ?? []);
    expect(unplanned(announced as Parameters<typeof unplanned>[0], sent)).toBeUndefined();
    expect(review.changes.every(({ requests }) => requests !== null)).toBe(true);
  });

  it.each([
    ["sequence/platform/monthly", "update", "EUR 99.00 → 109.00 per month (+10.1 %), in place"],
    ["sequence/platform/legacy", "archive", "archived; Sequence cannot bring it back"],
    ["sequence/platform/gone", "archive", "removed from the files and archived; Sequence cannot bring it back"],
    ["sequence/platform/seats", "update", "cheaper"],
    ["sequence/platform/moved", "replace", "EUR 59.00 per month → USD 59.00 per month"],
    ["sequence/platform/added", "create", "new: EUR 9.00 per month"],
    ["sequence/retired", "archive", "archived; Sequence cannot bring it back"],
    ["sequence/new-key", "rename", "renamed from sequence/old-key"],
    ["sequence/found", "adopt", `adopts the existing product ${ADOPTED}`],
    ["fynn/workspace/team", "update", "in place"],
    ["fynn/workspace/solo", "archive", "archived"],
    ["fynn/closing", "archive", "archived"],
    ["polar/pro", "update", "USD 20.00 → 25.00 per month (+25.0 %): a new price; current subscribers keep USD 20.00"],
    ["polar/basic", "archive", "archived"],
    ["polar/yearly", "replace", "a new product replaces the old one"],
    ["polar/kept", "replace", "a new product replaces the old one"],
  ] as const)("%s: %s, %s", (address, action, words) => {
    const change = changeAt(address);
    expect(change.action).toBe(action);
    expect(change.sentence).toContain(words);
    expect(change.removed || change.place !== undefined).toBe(true);
  });

  it("lists these changes and no others", () => {
    expect(review.changes).toHaveLength(16);
  });

  it("the five archive operations, each with the vendor's own call and the id of the object", async () => {
    const calls = (address: string): string[] =>
      (changeAt(address).requests ?? []).map(({ method, path }) => `${method} ${path}`);
    const id = (address: string): string => changeAt(address).id ?? "";
    expect(calls("sequence/retired")).toEqual([`POST /products/${id("sequence/retired")}/archive`]);
    expect(calls("sequence/platform/legacy")).toEqual([`POST /list-prices/${id("sequence/platform/legacy")}/archive`]);
    expect(calls("fynn/closing")).toEqual([`PUT /catalogue/products/${id("fynn/closing")}/archive`]);
    expect(calls("fynn/workspace/solo")).toEqual([`PUT /price-plans/${id("fynn/workspace/solo")}/archive`]);
    expect(changeAt("polar/basic").requests).toEqual([
      { method: "PATCH", path: `/v1/products/${id("polar/basic")}`, fields: ["is_archived"] },
    ]);
  });

  it("with --impact it says how many are on what is archived", () => {
    expect(changeAt("polar/basic").impact).toContainEqual(
      expect.objectContaining({ of: "active subscriptions", count: 3 }),
    );
    expect(changeAt("polar/pro").impact).toContainEqual(
      expect.objectContaining({ of: "active subscriptions", count: 0 }),
    );
    expect(review.messages.filter(({ text }) => text.includes("could not be counted"))).toEqual([]);
  });

  it("blocks, as half of it is archived; prints nothing else, and leaves the selected stack", async () => {
    expect(reviewed.code).toBe(3);
    expect(review.findings).toContainEqual(expect.objectContaining({ code: "many-archives", severity: "block" }));
    expect(reviewed.stderr).toBe("");
    const { stdout } = await stack.ok("stack", "ls", "--json");
    expect(JSON.parse(stdout)).toMatchObject([{ name: stack.name, current: true }]);
  });

  it("the review of what pulumi preview --json has printed is the same, without the counts", () => {
    const counted = review.changes.map(({ impact: _impact, ...change }) => change);
    expect(fromPreview.changes).toEqual(counted);
    expect(fromPreview.findings).toEqual(review.findings);
    expect(fromPreview.priceList).toEqual(review.priceList);
  });

  it("the review of the files alone has the same changes, but for the adoption and the ids", () => {
    const words = ({ changes }: Review) =>
      changes
        .filter(({ action }) => action !== "adopt")
        .map(({ address, action, sentence, fields, place }) => ({ address, action, sentence, fields, place }))
        .sort((a, b) => (a.address < b.address ? -1 : 1));
    expect(words(fromFiles)).toEqual(words(review));
    expect(fromFiles.source).toMatchObject({ from: "files", base: "HEAD", failed: false });
  });
});

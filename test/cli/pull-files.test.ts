/** `catalogue pull` into files that people have written: only what the vendor changed is changed. */
import { describe, expect, it } from "vitest";
import type { PulledItem } from "../../provider/cli/pull/request.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import { pulled, worldWith } from "../support/pulled.js";
import { fixtureOf, sandboxOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

const lines = (...all: string[]): string => `${all.join("\n")}\n`;

const SEQUENCE = lines(
  "# Our prices. Ask finance before you change them.",
  "vendor: sequence",
  "",
  "x-monthly: &monthly { billingFrequency: MONTHLY, billingType: IN_ADVANCE } # as in the contracts",
  "",
  "products:",
  "  # The base product.",
  "  platform:",
  "    name: 'Platform' # shown on invoices",
  "    label: Platform fee",
  "    listPrices:",
  "      monthly:",
  "        <<: *monthly",
  "        name: Platform, monthly",
  "        currency: EUR",
  '        structure: { pricingType: FIXED, price: "${platformPrice}" }',
  "",
  "      # Only for old customers.",
  "      legacy:",
  "        <<: *monthly",
  "        name: Platform (2024)",
  "        currency: EUR",
  "        structure: {pricingType: FIXED, price: '399.0'}   # since 2024",
  "",
  "  calls:",
  "    name: API calls",
  "    listPrices:",
  "      graduated:",
  "        billingFrequency: MONTHLY",
  "        billingType: IN_ARREARS",
  "        name: API calls",
  "        currency: EUR",
  "        structure:",
  "          pricingType: GRADUATED",
  "          usageMetricId: m-1",
  "          usageCalculationMode: BILLING_PERIOD",
  "          tiers:",
  '            - { upperBound: "1000", price: "0.00", isPricePercentage: false } # free',
  "            # The rest.",
  '            - { price: "0.10", isPricePercentage: false }',
);

const FILE = "sequence.yaml";
const fixture = fixtureOf("sequence");

async function running(text = SEQUENCE): Promise<World> {
  const world = worldWith("sequence", { platformPrice: "499.00" });
  expect((await world.up({ [FILE]: text })).errors).toEqual([]);
  world.clear();
  return world;
}

const edit = (world: World, address: string, members: JsonObject): void =>
  fixture.edit(sandboxOf(fixture, world), world.ids[`sequence/${address}`] ?? "", members);

/** Outcome, address and changes of what is told. */
const told = (items: readonly PulledItem[]): unknown[] =>
  items.map(({ outcome, address, fields }) => [outcome, address, fields?.map(({ change }) => change) ?? []]);

describe("a file that a person has written", () => {
  it("is not touched where the vendor has what it says", async () => {
    const world = await running();
    expect(await pulled(world, "sequence", { [FILE]: SEQUENCE })).toMatchObject({ files: [], items: [] });
    expect(world.writes).toEqual([]);
  });

  it("gets the vendor's changes and keeps every other byte, and a second pull changes nothing", async () => {
    const world = await running();
    edit(world, "platform", { name: "Platform: all" });
    edit(world, "platform/legacy", {
      structure: { pricingType: "FIXED", price: "429.00" },
      billingFrequency: "YEARLY",
    });
    edit(world, "calls/graduated", {
      structure: {
        pricingType: "GRADUATED",
        usageMetricId: "m-1",
        usageCalculationMode: "BILLING_PERIOD",
        tiers: [
          { upperBound: "1000", price: "0.00", isPricePercentage: false },
          { upperBound: "5000", price: "0.10", isPricePercentage: false },
          { price: "0.05", isPricePercentage: false },
        ],
      },
    });
    const result = await pulled(world, "sequence", { [FILE]: SEQUENCE });
    expect(told(result.items)).toEqual([
      ["changed", "sequence/platform", ['name Platform → "Platform: all"']],
      ["changed", "sequence/platform/legacy", ["structure.price 399.0 → 429.00", "billingFrequency MONTHLY → YEARLY"]],
      ["changed", "sequence/calls/graduated", [expect.stringMatching(/^structure\.tiers /)]],
    ]);
    expect(result.texts[FILE]).toBe(
      SEQUENCE.replace("'Platform' # shown", "'Platform: all' # shown")
        .replace(
          "price: '399.0'}   # since 2024\n",
          "price: '429.00'}   # since 2024\n        billingFrequency: YEARLY\n",
        )
        .replace(
          '            - { price: "0.10", isPricePercentage: false }\n',
          '            - { price: "0.10", isPricePercentage: false, upperBound: "5000" }\n' +
            '            - { price: "0.05", isPricePercentage: false }\n',
        ),
    );
    expect((await pulled(world, "sequence", result.texts)).files).toEqual([]);
    expect((await world.preview(result.texts)).errors).toEqual([]);
  });

  it("keeps what a person has changed since the last `up`, unless --force is given", async () => {
    const world = await running();
    const edited = SEQUENCE.replace("label: Platform fee", "label: Base fee");
    const result = await pulled(world, "sequence", { [FILE]: edited });
    expect(result.files).toEqual([]);
    expect(told(result.items)).toEqual([["edited", "sequence/platform", ['label "Base fee" → "Platform fee"']]]);
    const forced = await pulled(world, "sequence", { [FILE]: edited }, { force: true });
    expect(forced.texts[FILE]).toBe(SEQUENCE);
  });

  it("keeps what both have changed, and says so", async () => {
    const world = await running();
    edit(world, "platform", { label: "Fee" });
    const edited = SEQUENCE.replace("label: Platform fee", "label: Base fee");
    const result = await pulled(world, "sequence", { [FILE]: edited });
    expect(result.files).toEqual([]);
    expect(told(result.items)).toEqual([["conflict", "sequence/platform", ['label "Base fee" → Fee']]]);
    expect((await pulled(world, "sequence", { [FILE]: edited }, { force: true })).texts[FILE]).toBe(
      SEQUENCE.replace("label: Platform fee", "label: Fee"),
    );
  });

  it("without rows of the stack, a difference is a conflict", async () => {
    const world = await running();
    const fresh = worldWith("sequence", { platformPrice: "499.00" });
    (fresh as { sandboxes: unknown }).sandboxes = world.sandboxes;
    (fresh as { network: unknown }).network = world.network;
    (fresh as { clock: unknown }).clock = world.clock;
    edit(world, "platform", { label: "Fee" });
    const result = await pulled(fresh, "sequence", { [FILE]: SEQUENCE });
    expect(told(result.items)).toEqual([["conflict", "sequence/platform", ['label "Platform fee" → Fee']]]);
    expect(result.items[0]?.message).toMatch(/the stack's state does not tell which/);
  });

  it("keeps a value of the stack, and says how to set it", async () => {
    const world = await running();
    edit(world, "platform/monthly", { structure: { pricingType: "FIXED", price: "529.00" } });
    const { files, items } = await pulled(world, "sequence", { [FILE]: SEQUENCE });
    expect(files).toEqual([]);
    expect(items).toEqual([
      expect.objectContaining({
        outcome: "refused",
        address: "sequence/platform/monthly",
        remedy: expect.stringMatching(/^pulumi config set --path 'catalogue:values.platformPrice' '529.00'/),
      }),
    ]);
  });

  it("names only the fields that it named before, unless --all-fields is given", async () => {
    const world = await running();
    edit(world, "calls", { label: "Set in the dashboard" });
    const file = { [FILE]: SEQUENCE };
    expect((await pulled(world, "sequence", file)).files).toEqual([]);
    const all = await pulled(world, "sequence", file, { allFields: true });
    expect(all.texts[FILE]).toContain("name: API calls\n    listPrices:");
    expect(all.texts[FILE]).toMatch(/\n {4}label: Set in the dashboard\n/);
    expect((await pulled(world, "sequence", all.texts, { allFields: true })).files).toEqual([]);
  });

  it("says that an object was archived at the vendor", async () => {
    const polar = fixtureOf("polar");
    const world = worldWith("polar");
    const text = lines(
      "vendor: polar",
      "products:",
      "  pro: # our plan",
      "    name: Pro",
      "    prices:",
      "      - { amount_type: free }",
    );
    expect((await world.up({ "polar.yaml": text })).errors).toEqual([]);
    const all = await pulled(world, "polar", { "polar.yaml": text }, { allFields: true });
    expect(all.texts["polar.yaml"]).not.toMatch(/catalogue_|metadata/);
    polar.archive(sandboxOf(polar, world), world.ids["polar/pro"] ?? "");
    const result = await pulled(world, "polar", { "polar.yaml": text });
    expect(told(result.items)).toEqual([["changed", "polar/pro", ["archived false → true"]]]);
    expect(result.texts["polar.yaml"]).toBe(`${text}    archived: true\n`);
  });
});

describe("new objects", () => {
  it("go to the file of their product, or of the account, and keep its style", async () => {
    const world = await running();
    const id = fixture.copy(sandboxOf(fixture, world), world.ids["sequence/platform/legacy"] ?? "", {
      currency: "USD",
    });
    fixture.copy(sandboxOf(fixture, world), world.ids["sequence/calls"] ?? "", { name: "Storage" });
    const result = await pulled(world, "sequence", { [FILE]: SEQUENCE });
    expect(told(result.items)).toEqual([
      ["added", "sequence/platform/platform-2024-usd", []],
      ["added", "sequence/storage", []],
    ]);
    expect(result.items[0]?.id).toBe(id);
    const text = result.texts[FILE] ?? "";
    expect(text.startsWith(SEQUENCE.slice(0, SEQUENCE.indexOf("\n  calls:")))).toBe(true);
    expect(text).toContain(
      lines(
        "      platform-2024-usd:",
        "        name: Platform (2024)",
        "        currency: USD",
        '        structure: { pricingType: FIXED, price: "399.0" }',
        "        billingFrequency: MONTHLY",
        "        billingType: IN_ADVANCE",
      ),
    );
    expect(text.endsWith("\n\n  storage:\n    name: Storage\n")).toBe(true);
    expect((await pulled(world, "sequence", result.texts)).files).toEqual([]);
  });

  it("go to another file where one is named, which must be of the account", async () => {
    const world = await running();
    fixture.copy(sandboxOf(fixture, world), world.ids["sequence/calls"] ?? "", { name: "Storage" });
    const file = { [FILE]: SEQUENCE, "polar.yaml": "vendor: polar\nproducts: {}\n" };
    const result = await pulled(world, "sequence", file, { into: "more/new.yaml" });
    expect(result.texts["more/new.yaml"]).toBe("vendor: sequence\n\nproducts:\n  storage:\n    name: Storage\n");
    await expect(pulled(world, "sequence", file, { into: "polar.yaml" })).rejects.toThrow(
      "polar.yaml is not a file of account sequence",
    );
  });
});

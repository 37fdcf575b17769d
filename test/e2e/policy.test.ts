/** examples/policy with the real CLI: one catalogue that follows its rules, and one that breaks each of them. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Output, outputOf } from "../../tools/local/processes.ts";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";

const PACK = join(ROOT, "examples/policy");

const listPrice = (name: string, currency: string, amount: string): string =>
  `{ name: "${name}", currency: ${currency}, billingFrequency: MONTHLY, billingType: IN_ADVANCE, ` +
  `structure: { pricingType: FIXED, price: "${amount}" } }`;
const plan = (currency: string, amount: number): string =>
  `{ internalName: Team, type: flat_fee, currencyCode: ${currency}, billingInterval: 1M, ` +
  `price: { amount: ${amount} } }`;
const fynnProduct = "name: Workspace, type: product, measurement: { id: m-1 }, taxGroup: { id: t-1 }";
const seats = (price: number): string =>
  "{ name: Pro, recurring_interval: month, prices: [{ amount_type: seat_based, seat_tiers: " +
  `{ seat_tier_type: volume, tiers: [{ min_seats: 1, price_per_seat: ${price} }] } }] }`;

/** At the limit of every rule. */
const FOLLOWS = {
  "sequence.yaml": `
vendor: sequence
products:
  platform: { name: Platform, listPrices: { monthly-1: ${listPrice("Monthly", "EUR", "10000.00")} } }
  old: { name: Old, archived: true, lifecycle: { onRemove: archive } }
`,
  "fynn.yaml": `
vendor: fynn
products:
  workspace: { ${fynnProduct}, pricePlans: { team: ${plan("USD", 1_000_000)} } }
`,
  "polar.yaml": `
vendor: polar
products:
  pro: ${seats(1_000_000)}
`,
};

const BREAKS = {
  "sequence.yaml": `
vendor: sequence
products:
  platform: { name: Platform, listPrices: { monthly_1: ${listPrice("monthly", "CHF", "10000.01")} } }
  unsold: { name: Unsold, lifecycle: { onRemove: archive } }
`,
  "fynn.yaml": `
vendor: fynn
products:
  workspace: { ${fynnProduct}, pricePlans: { team: ${plan("GBP", 1_000_001)} } }
`,
  "polar.yaml": `
vendor: polar
products:
  pro: ${seats(1_000_001)}
`,
};

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.create({
    catalogue: FOLLOWS,
    config: {
      accounts: {
        sequence: { environment: "production" },
        fynn: { baseUrl: "https://acme.coreapi.io" },
      },
    },
  });
});
afterAll(() => stack?.remove());

/** By options, or by the environment, which also holds for the previews of `catalogue review` and `catalogue apply`. */
type Way = "options" | "environment";
const CONFIG = { "highest-price": { limit: 9_999.5 } };

function previewWith(pack: string, way: Way): Promise<Output> {
  const config = join(stack.folder, "limits.json");
  writeFileSync(config, JSON.stringify(CONFIG));
  const args = ["preview", "--stack", stack.name];
  if (way === "options") return outputOf(stack.start([...args, "--policy-pack", pack]));
  const environment = { PULUMI_OPTION_POLICY_PACK: pack, PULUMI_OPTION_POLICY_PACK_CONFIG: config };
  return outputOf(stack.start(args, { environment }));
}

/**
 * The released CLI starts a pack of `runtime: nodejs` with its language host. The language host that is built from Go
 * modules answers that it cannot; then a copy of the pack is started as older CLIs did: by an executable that is
 * named after the runtime.
 */
async function preview(way: Way): Promise<Output> {
  const output = await previewWith(PACK, way);
  if (!output.text.includes(`could not read plugin [${PACK}]: not supported`)) return output;
  const copy = join(stack.folder, "policy");
  if (!stack.environment["PATH"]) {
    cpSync(PACK, copy, { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    const project = readFileSync(join(copy, "PulumiPolicy.yaml"), "utf8");
    expect(project).toContain("runtime: nodejs\n");
    writeFileSync(join(copy, "PulumiPolicy.yaml"), project.replace("runtime: nodejs\n", "runtime: pack\n"));
    const bin = join(stack.folder, "bin");
    mkdirSync(bin);
    const start = '#!/bin/sh\nexec node node_modules/@pulumi/pulumi/cmd/run-policy-pack "$@"\n';
    writeFileSync(join(bin, "pulumi-analyzer-policy-pack"), start, { mode: 0o755 });
    stack.environment["PATH"] = `${bin}${delimiter}${process.env["PATH"]}`;
  }
  return previewWith(copy, way);
}

/** What the CLI prints of each violation: the level and the rule, with the entry; and the sentence. */
const violations = (text: string): Record<string, string[]> => {
  const found: Record<string, string[]> = {};
  const pattern = /- \[(\w+)\] {2}(\S+) {2}\(pulumi-nodejs:dynamic\/\S+ (\S+)\)\n.*\n +(.*)\n/g;
  for (const [, level, rule, address, sentence = ""] of text.matchAll(pattern)) {
    expect(sentence).toContain(address);
    const key = `${level} ${rule}`;
    found[key] = [...(found[key] ?? []), sentence.replace(/; what to do: .*/, "")];
  }
  return found;
};

it("a catalogue that follows the rules passes", async () => {
  const { code, text } = await preview("options");
  expect(code, text).toBe(0);
  expect(text).toMatch(/Policies:\n +✅ billing-catalogue@v1\.0\.0/);
});

it("a catalogue that breaks the rules is refused, and each violation is named", async () => {
  stack.write(BREAKS);
  const { code, text } = await preview("environment");
  expect(code, text).toBe(1);
  expect(violations(text)).toEqual({
    "mandatory active-products-have-active-prices": ["sequence/unsold is active and has no active price"],
    "mandatory allowed-currencies": [
      "fynn/workspace/team has a price in GBP",
      "sequence/platform/monthly_1 has a price in CHF",
    ],
    "mandatory highest-price": [
      "fynn/workspace/team has the amount 10000.01, and the limit is 9999.5",
      "polar/pro has the amount 10000.01, and the limit is 9999.5",
      "sequence/platform/monthly_1 has the amount 10000.01, and the limit is 9999.5",
    ],
    "mandatory production-removal-forbidden": [
      "sequence/unsold may be removed, and its account sequence is in production",
    ],
    "advisory names": [
      "the key of sequence/platform/monthly_1 is not in kebab-case",
      'sequence/platform/monthly_1: the name "monthly" does not begin with a capital letter or a digit',
    ],
  });
});

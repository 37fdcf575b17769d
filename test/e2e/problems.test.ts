/** What people get wrong: the catalogue, the configuration, the credentials. Nothing is ever sent. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

/** Twelve mistakes over three files, each with the line and column that must be named. */
const MISTAKES = {
  "sequence.yaml": `vendor: sequence
products:
  platform:
    name: Platform
    lable: Platform fee
    listPrices:
      monthly:
        name: Platform monthly
        currency: EUR
        billingFrequency: MONTHLY
        billingType: IN_ADVANCE
        structure: { pricingType: FIXED, price: 99.00 }
      usage:
        name: Usage
        currency: EUR
        billingFrequency: MONTHLY
        billingType: IN_ARREARS
        structure:
          pricingType: GRADUATED
          usageMetricId: m1
          usageCalculationMode: BILLING_PERIOD
          tiers:
            - { price: "1", upperBound: "100", isPricePercentage: false }
            - { price: "2", upperBound: "50", isPricePercentage: false }
            - { price: "3", isPricePercentage: false }
      yearly:
        name: \${nme}
        currency: EUR
        billingFrequency: YEARLY
        billingType: IN_ADVANCE
        structure: { pricingType: FIXD, price: "99.00" }
`,
  "fynn.yaml": `vendor: fynn
products:
  seat:
    name: Seat
    number: S
    type: product
    archived: "yes"
    pricePlans:
      monthly:
        type: flat_fee
        currencyCode: EUR
  seat:
    name: Again
    type: product
`,
  "polar.yaml": `vendor: polar
products:
  pro:
    name: Pr
    recurring_interval_count: 2
    prices:
      - { amount_type: fixed, price_amount: 10.5 }
  Basic:
    name: Basic
    prices: []
`,
};

const EXPECTED = [
  "fynn.yaml:5:13 error[bad-length]",
  "fynn.yaml:7:15 error[wrong-type]",
  "fynn.yaml:10:15 error[price-missing]",
  "fynn.yaml:12:3 error[duplicate-key]",
  "polar.yaml:4:11 error[bad-length]",
  "polar.yaml:5:31 error[count-without-interval]",
  "polar.yaml:7:45 error[not-whole]",
  "polar.yaml:8:3 error[bad-key]",
  "polar.yaml:10:13 error[bad-length]",
  "sequence.yaml:5:5 error[unknown-field]",
  "sequence.yaml:12:49 error[number-not-text]",
  "sequence.yaml:24:41 error[tiers-not-ascending]",
  "sequence.yaml:27:15 error[unknown-placeholder]",
  "sequence.yaml:31:35 error[unknown-value]",
];

describe("problems", () => {
  let vendors: Vendors;
  let stack: Stack;
  const good = {
    "sequence.yaml": JSON.stringify({ vendor: "sequence", products: { platform: { name: "Platform" } } }),
  };

  beforeAll(async () => {
    vendors = await startVendors();
    stack = await Stack.create({
      catalogue: MISTAKES,
      config: { accounts: vendors.accounts, values: { name: "x" } },
      environment: vendors.environment,
    });
  });
  afterAll(async () => {
    stack.remove();
    await vendors.close();
  });

  it.each([
    "preview",
    "up --yes",
    "up --yes --skip-preview",
  ])("pulumi %s reports every mistake at its place and sends nothing", async (command) => {
    const { code, text } = await stack.run(...command.split(" "), "--stack", stack.name);
    expect(code).not.toBe(0);
    const found = text.match(/[a-z]+\.yaml:[0-9]+:[0-9]+ error\[[a-z-]+\]/g) ?? [];
    expect([...found].sort()).toEqual([...EXPECTED].sort());
    expect(text).toContain("did you mean `label`?");
    expect(text).toContain("14 problems in 3 files");
    expect(text).not.toMatch(/^\s+at .*:[0-9]+:[0-9]+/m);
    expect(vendors.requests()).toEqual([]);
    expect(await stack.state()).toEqual([]);
  });

  it("an empty catalogue folder does not remove everything", async () => {
    stack.write({});
    const { code, text } = await stack.up();
    expect(code).not.toBe(0);
    expect(text).toContain("no-catalogue");
  });

  it("values set as a secret are refused: they would stand in previews and in the state", async () => {
    await stack.ok(
      "config",
      "set",
      "--secret",
      "--path",
      "catalogue:values.platformPrice",
      "value-canary-1",
      "--stack",
      stack.name,
    );
    const { code, stdout, stderr } = await stack.run("preview");
    const text = stdout + stderr;
    expect(code).not.toBe(0);
    expect(text).toContain("catalogue:values is secret configuration");
    expect(text).toContain("set the values again without --secret");
    expect(text).not.toContain("value-canary-1");
    expect(text).not.toMatch(/^\s+at /m);
  });

  it("plain-text credentials in the stack's configuration are refused", async () => {
    stack.write(good);
    stack.configure({ credentials: { sequence: { clientId: "plain-canary-1", clientSecret: "plain-canary-2" } } });
    const { code, text } = await stack.run("preview", "--stack", stack.name);
    stack.configure({ credentials: undefined });
    expect(code).not.toBe(0);
    expect(text).toContain("in plain text");
    expect(text).toContain("pulumi config set --secret --path");
    expect(text).not.toContain("plain-canary");
  });

  it("missing credentials name themselves", async () => {
    stack.environment = {};
    const { code, text } = await stack.up();
    stack.environment = vendors.environment;
    expect(code).not.toBe(0);
    expect(text).toContain("SEQUENCE_CLIENT_ID and SEQUENCE_CLIENT_SECRET are not set");
    expect(text).toContain("catalogue:credentials.sequence.clientId");
    expect(text).not.toMatch(/^\s+at .*\.js:[0-9]+/m);
  });

  it("a mistake in the accounts says where and what to do", async () => {
    stack.configure({ accounts: { ...vendors.accounts, sequence: { baseUrl: "http://sequence.example.com" } } });
    const { code, text } = await stack.run("preview", "--stack", stack.name);
    stack.configure({ accounts: vendors.accounts });
    expect(code).not.toBe(0);
    expect(text).toContain("catalogue:accounts.sequence.baseUrl");
    expect(text).toContain("use https");
    expect(text).not.toMatch(/^\s+at .*\.js:[0-9]+/m);
  });

  it("a setting that the catalogue does not have is refused, with the one that is meant", async () => {
    stack.configure({ valuez: { a: "b" } });
    const { code, text } = await stack.run("preview", "--stack", stack.name);
    stack.configure({ valuez: undefined });
    expect(code).not.toBe(0);
    expect(text).toContain("catalogue:valuez is not a setting of the catalogue");
    expect(text).toContain("did you mean `catalogue:values`?");
    expect(text).not.toMatch(/^\s+at .*\.js:[0-9]+/m);
  });

  it("credentials as secret configuration work and stay secret", async () => {
    stack.environment = {};
    await stack.ok(
      "config",
      "set",
      "--secret",
      "--path",
      "catalogue:credentials.sequence.clientId",
      "sandbox-client",
      "--stack",
      stack.name,
    );
    await stack.ok(
      "config",
      "set",
      "--secret",
      "--path",
      "catalogue:credentials.sequence.clientSecret",
      "sandbox-secret",
      "--stack",
      stack.name,
    );
    const { text } = await stack.upOk();
    expect(text).not.toContain("sandbox-secret");
    const { stdout } = await stack.ok("stack", "export", "--stack", stack.name);
    expect(stdout).not.toContain("sandbox-secret");
    stack.environment = vendors.environment;
  });
});

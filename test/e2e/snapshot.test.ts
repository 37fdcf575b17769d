/**
 * A review without credentials: the snapshot of a stack holds nothing secret, and the preview against it shows what the
 * preview of the stack itself shows.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Review } from "../../provider/review/digest.js";
import { commonEnvironment, type Output, outputOf } from "../../tools/local/processes.ts";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";
import { canaryOf, leaksBelow, leaksIn } from "../support/canary.js";
import { startVendors, type Vendors } from "./sandboxes.js";

const credentials = {
  clientId: canaryOf("client"),
  clientSecret: canaryOf("secret"),
  apiKey: canaryOf("apikey"),
  accessToken: canaryOf("token"),
};
const PASSPHRASE = canaryOf("passphrase");
const OTHER_SECRET = canaryOf("other");
const secrets = [...Object.values(credentials), PASSPHRASE, OTHER_SECRET];

const price = (name: string, amount: string, rest = ""): string =>
  `{ name: ${name}, currency: EUR, billingFrequency: MONTHLY, billingType: IN_ADVANCE, ` +
  `structure: { pricingType: FIXED, price: "${amount}" }${rest} }`;
const plan = (name: string, amount: number, rest = ""): string =>
  `{ internalName: ${name}, type: flat_fee, currencyCode: EUR, billingInterval: 1M, price: { amount: ${amount} ` +
  `}${rest} }`;
const polarProduct = (name: string, amount: string | number, rest = ""): string =>
  `{ name: ${name}, recurring_interval: month, prices: [{ amount_type: fixed, price_amount: ${amount} }]${rest} }`;
const lines = (...all: readonly string[]): string => [...all, ""].join("\n");
const FYNN =
  "name: Workspace, type: product, measurement: { id: m-1 }, taxGroup: { id: t-1 }, productFamilies: [{ id: f-1 }]";

const BEFORE = {
  "sequence.yaml": lines(
    "vendor: sequence",
    "products:",
    "  platform:",
    "    name: Platform",
    "    listPrices:",
    `      monthly: ${price("Monthly", "99.00")}`,
    `      legacy: ${price("Legacy", "79.00")}`,
    `      gone: ${price("Gone", "69.00")}`,
    "  old-key: { name: Renamed }",
  ),
  "fynn.yaml": lines(
    "vendor: fynn",
    "products:",
    `  workspace: { ${FYNN}, pricePlans: { team: ${plan("Team", 4_900)}, solo: ${plan("Solo", 900)} } }`,
  ),
  "polar.yaml": lines(
    "vendor: polar",
    "products:",
    `  pro: ${polarProduct("Pro plan", '"${proPrice}"')}`,
    `  basic: ${polarProduct("Basic plan", 900)}`,
    `  left: ${polarProduct("Left plan", 700, ", lifecycle: { onRemove: retain }")}`,
  ),
};
const AFTER = {
  "sequence.yaml": lines(
    "vendor: sequence",
    "products:",
    "  platform:",
    "    name: Platform",
    "    listPrices:",
    `      monthly: ${price("Monthly", "109.00")}`,
    `      legacy: ${price("Legacy", "79.00", ", archived: true")}`,
    `      added: ${price("Added", "9.00")}`,
    "  new-key: { name: Renamed, lifecycle: { renamedFrom: old-key } }",
  ),
  "fynn.yaml": lines(
    "vendor: fynn",
    "products:",
    `  workspace: { ${FYNN}, pricePlans: { team: ${plan("Team", 5_900)}, ` +
      `solo: ${plan("Solo", 900, ", archived: true")} } }`,
  ),
  "polar.yaml": lines(
    "vendor: polar",
    "products:",
    `  pro: ${polarProduct("Pro plan", '"${proPrice}"')}`,
    `  basic: ${polarProduct("Basic plan", 900, ", archived: true")}`,
    `  found: ${polarProduct("Found plan", 100, ", lifecycle: { adopt: true }")}`,
  ),
};
const ADOPTION = /^ {2}found: .*\n/m;
/** Without the entry that adopts: only a run with credentials knows what. */
const EDITED = { ...AFTER, "polar.yaml": AFTER["polar.yaml"].replace(ADOPTION, "") };

const PROGRAM =
  'import { writeFileSync } from "node:fs";\nimport { ComponentResource, Config } from "@pulumi/pulumi";\n' +
  'import { Catalogue, sequence } from "billing-catalogue";\n' +
  'const { ids } = new Catalogue("catalogue");\n' +
  'new sequence.Product("typed", { name: "Typed product" });\n' +
  // A resource that is no entry, and does not change.
  'new ComponentResource("own:index:Group", "group", { token: new Config("app").requireSecret("token") });\n' +
  // What a hostile change of the program could send away.
  "if (process.env.SEEN) writeFileSync(process.env.SEEN, JSON.stringify(process.env));\n" +
  'export const hidden = new Config("app").getSecret("token");\nexport { ids };\n';

let vendors: Vendors;
let stack: Stack;
let temporary: string;
let snapshot: string;
let ofStack: Output;

/** The command in the stack's folder with nothing but a path: no backend, no passphrase, no credentials. */
const withNothing = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  const { PULUMI_CONFIG_PASSPHRASE: _none, ...rest } = commonEnvironment();
  const main = join(ROOT, "dist/provider/cli/main.js");
  const env = { ...rest, HOME: join(temporary, "home"), TMPDIR: temporary, ...environment };
  return spawn(process.execPath, [main, ...args], { cwd: stack.folder, env, stdio: ["ignore", "pipe", "pipe"] });
};
const review = (of = "snapshot.json", environment: Readonly<Record<string, string>> = {}): Promise<Output> =>
  outputOf(withNothing(["review", "--snapshot", of, "--format", "json"], environment));
const leftIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith("catalogue-"));
const stackFile = (): string => join(stack.folder, `Pulumi.${stack.name}.yaml`);

beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), "review-"));
  mkdirSync(join(temporary, "home"));
  vendors = await startVendors({}, credentials);
  stack = await Stack.create({
    catalogue: BEFORE,
    config: { accounts: vendors.accounts, values: { proPrice: 2_000 } },
    environment: { PULUMI_CONFIG_PASSPHRASE: PASSPHRASE },
  });
  stack.program(PROGRAM);
  for (const [path, value] of [
    ["catalogue:credentials.sequence.clientId", credentials.clientId],
    ["catalogue:credentials.sequence.clientSecret", credentials.clientSecret],
    ["catalogue:credentials.fynn.apiKey", credentials.apiKey],
    ["catalogue:credentials.polar.accessToken", credentials.accessToken],
    ["app:token", OTHER_SECRET],
  ] as const)
    await stack.ok("config", "set", "--secret", "--path", path, value, "--stack", stack.name);
  await stack.upOk();
  const written = await stack.catalogue("snapshot", "--stack", stack.name, "--output", "snapshot.json");
  expect(written).toMatchObject({ code: 0, text: "" });
  snapshot = readFileSync(join(stack.folder, "snapshot.json"), "utf8");
  // A pull request changes the catalogue, and a plain value of the stack.
  stack.write(EDITED);
  const file = readFileSync(stackFile(), "utf8");
  expect(file).toMatch(/proPrice"?: ?2000/);
  writeFileSync(
    stackFile(),
    file.replace(/(proPrice"?: ?)2000/, (_all, key) => `${key}2500`),
  );
  vendors.clear();
  ofStack = await stack.catalogue("review", "--stack", stack.name, "--format", "json");
});
afterAll(async () => {
  stack.remove();
  rmSync(temporary, { recursive: true, force: true });
  await vendors.close();
});

describe("the snapshot of a stack", () => {
  it("holds no secret, in plain text or encrypted, and nothing that decrypts one", async () => {
    const exported = (await stack.ok("stack", "export", "--stack", stack.name)).stdout;
    const encrypted = [exported, readFileSync(stackFile(), "utf8")].flatMap(
      (text) => text.match(/v1:[\w+/=:]+/g) ?? [],
    );
    // The state has encrypted values and a salt, so the search would find them.
    expect(encrypted.length).toBeGreaterThan(4);
    expect(leaksIn(snapshot, secrets)).toEqual([]);
    expect(encrypted.filter((text) => snapshot.includes(text))).toEqual([]);
    expect(snapshot).not.toMatch(/ciphertext|secrets_providers|"salt"|:credentials"/);
  });

  it("holds the rows and the plain configuration", () => {
    const { project, stack: name, owner, config } = JSON.parse(snapshot);
    expect({ project, name, owner }).toEqual({ project: "catalogue", name: "dev", owner: "catalogue/dev" });
    expect(JSON.parse(config["catalogue:values"])).toEqual({ proPrice: 2_000 });
    expect(snapshot).toContain('"sequence/platform/monthly"');
  });
});

describe("the review of a snapshot, in an environment without credentials", () => {
  it("is that of the stack itself, sends no request, and leaves nothing behind", async () => {
    const before = readdirSync(stack.folder);
    const made = await review();
    const [own, expected] = [JSON.parse(made.stdout) as Review, JSON.parse(ofStack.stdout) as Review];
    expect(own).toEqual(expected);
    expect(made.code).toBe(ofStack.code);
    const actions = new Set(own.changes.map(({ action }) => action));
    expect([...actions].sort()).toEqual(["archive", "create", "rename", "retain", "update"]);
    expect(new Set(own.changes.map(({ account }) => account)).size).toBe(3);
    expect(own.changes.find(({ address }) => address === "polar/pro")?.sentence).toContain("USD 20.00 → 25.00");
    expect(vendors.requests()).toEqual([]);
    expect(leftIn(temporary)).toEqual([]);
    expect(readdirSync(stack.folder)).toEqual(before);
    expect(leaksBelow(temporary, secrets)).toEqual([]);
  });

  it("of a stack with an organization: says of an adoption that it is known only during the run", async () => {
    const ofOrganization = snapshot.replaceAll('"catalogue/dev"', '"acme/catalogue/dev"');
    writeFileSync(join(stack.folder, "acme.json"), ofOrganization.replace('"stack": "dev"', '"stack": "acme/dev"'));
    stack.write(AFTER);
    const { stdout } = await review("acme.json");
    stack.write(EDITED);
    const made = JSON.parse(stdout) as Review;
    expect(made.source).toEqual({ from: "preview", stack: "acme/dev", failed: false });
    expect(made.changes.find(({ address }) => address === "polar/found")).toMatchObject({
      action: "adopt",
      requests: null,
    });
    const others = made.changes.filter(({ address }) => address !== "polar/found");
    expect(others).toEqual((JSON.parse(ofStack.stdout) as Review).changes);
    expect(vendors.requests()).toEqual([]);
  });

  it("blocks when an account moves, also when the change accepts that; a program sees no credentials", async () => {
    const file = readFileSync(stackFile(), "utf8");
    const moved = file.replaceAll(vendors.polar.url, "https://evil.example");
    writeFileSync(stackFile(), moved);
    const first = await review();
    const [finding] = (JSON.parse(first.stdout) as Review).findings;
    expect(finding).toMatchObject({ code: "account-moved", severity: "block" });
    expect(finding?.message).toContain("https://evil.example, which is not a host of Polar");
    expect(first.code).toBe(1);
    const [, values = ""] = / '([^']+: why)'$/.exec(finding?.accept ?? "") ?? [];
    const accept = { "account-moved": values };
    writeFileSync(stackFile(), `${moved.trimEnd()}\n  catalogue:review: ${JSON.stringify({ accept })}\n`);
    const seen = join(temporary, "seen.json");
    const given = { ...vendors.environment, ACME_POLAR_ACCESS_TOKEN: credentials.accessToken };
    const own = { ...given, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE, PULUMI_ACCESS_TOKEN: OTHER_SECRET, SEEN: seen };
    const { findings } = JSON.parse((await review("snapshot.json", own)).stdout) as Review;
    // A program that was changed finds no credentials, even where the person who reviews has some.
    expect(readFileSync(seen, "utf8")).toContain('"CATALOGUE_SNAPSHOT_OWNER":"catalogue/dev"');
    expect(leaksBelow(temporary, secrets)).toEqual([]);
    writeFileSync(stackFile(), file);
    expect(findings).toContainEqual(finding);
  });

  it("removes everything after a signal", async () => {
    const child = withNothing(["review", "--snapshot", "snapshot.json"]);
    const output = outputOf(child);
    while (leftIn(temporary).every((name) => !existsSync(join(temporary, name, "state/.pulumi/locks"))))
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGTERM");
    expect((await output).code).toBe(143);
    expect(leftIn(temporary)).toEqual([]);
  });
});

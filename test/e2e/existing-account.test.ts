/**
 * An account that people have filled for years comes into a stack, as a new user does it: the packed package,
 * `catalogue pull`, `catalogue adopt`, an empty preview, and then a change of a price.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isObject, type Json, type JsonObject } from "../../provider/fields/shape.js";
import { type Seeded, seed } from "../../sandboxes/seed.ts";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

const ACCOUNTS = ["sequence", "fynn", "polar"] as const;
type Account = (typeof ACCOUNTS)[number];

interface Item {
  readonly outcome: string;
  readonly id?: string;
  readonly message?: string;
}

let project: string;
let vendors: Vendors;
let stack: Stack;
const seeded = {} as Record<Account, Seeded>;
/** What the first pull could not write, by account. */
const refused = {} as Record<Account, readonly string[]>;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "existing-account-"));
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", project], { cwd: ROOT, stdio: "pipe" });
  const tarball = readdirSync(project)[0] ?? "";
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "a-project", private: true }));
  const flags = ["--prefer-offline", "--no-audit", "--no-fund"];
  execFileSync("npm", ["install", ...flags, `./${tarball}`], { cwd: project, stdio: "pipe" });
  vendors = await startVendors();
  for (const account of ACCOUNTS) seeded[account] = seed(vendors[account], { objects: 250, random: 7 });
  stack = await Stack.create({
    catalogue: {},
    config: { accounts: vendors.accounts },
    environment: vendors.environment,
    modules: join(project, "node_modules"),
  });
});
afterAll(async () => {
  stack.remove();
  await vendors.close();
  rmSync(project, { recursive: true, force: true });
});

const fileOf = (account: Account): string => join(stack.folder, "catalogue", `${account}.yaml`);
const textOf = (account: Account): string => readFileSync(fileOf(account), "utf8");
const pull = (account: Account, ...args: readonly string[]) =>
  stack.catalogue("pull", account, "--archived", "--yes", ...args);

interface Store {
  all(): JsonObject[];
  get(id: string): JsonObject | undefined;
  put(object: JsonObject): unknown;
}
const storesOf = (account: Account): Store[] =>
  ({
    sequence: [vendors.sequence.products, vendors.sequence.prices],
    fynn: [vendors.fynn.products, vendors.fynn.plans],
    polar: [vendors.polar.products, vendors.polar.meters],
  })[account] as unknown as Store[];
const objectsOf = (account: Account): JsonObject[] => storesOf(account).flatMap((store) => store.all());

/** Everything that the accounts have, without what a mark changes. */
const snapshot = (): string =>
  JSON.stringify(
    ACCOUNTS.flatMap(objectsOf).map((object) => ({ ...object, metadata: undefined, modified_at: undefined })),
  );

it.each(ACCOUNTS)("the first pull of %s writes each object or says why not", async (account) => {
  const { code, stdout, stderr } = await pull(account, "--format", "json");
  const { items, written } = JSON.parse(stdout) as { items: readonly Item[]; written: boolean };
  // Two names have characters that nobody can see.
  expect([code, written]).toEqual([2, true]);
  const idsOf = (...outcomes: readonly string[]): Set<string> =>
    new Set(items.flatMap(({ outcome, id }) => (outcomes.includes(outcome) && id ? [id] : [])));
  const [added, told] = [idsOf("added"), idsOf("left-out", "refused")];
  expect(added.size).toBeGreaterThan(180);

  const { objects, doubles } = seeded[account];
  const archived = new Set(objects.filter((object) => object.archived).map(({ id }) => id));
  const silent = objects.filter(({ id }) => !added.has(id) && !told.has(id));
  if (account !== "sequence") expect(silent).toEqual([]);
  // Sequence does not list archived products, which is said once for all of them.
  for (const { id, body } of silent) expect(archived.has(id) || archived.has(String(body["productId"]))).toBe(true);
  if (silent.length > 0) expect(stderr).toContain("archived products cannot be listed, so they are left out");

  const foreign = objects.filter((object) => object.foreign).map(({ id }) => id);
  const marked = items.filter(({ message }) => message?.startsWith("it carries the mark of another stack"));
  expect(marked.map(({ id }) => id).toSorted()).toEqual(foreign.toSorted());
  for (const group of doubles)
    for (const state of [true, false]) {
      const alike = group.filter((id) => archived.has(id) === state);
      if (alike.length > 1) expect(alike.filter((id) => added.has(id))).toEqual([]);
    }
  refused[account] = [...idsOf("refused")];
  expect(refused[account].length).toBeGreaterThan(0);
  expect(vendors.writes()).toEqual([]);
});

it("a second pull adds what a person has corrected in the dashboard, and ends with 0", async () => {
  for (const account of ACCOUNTS) {
    for (const store of storesOf(account))
      for (const id of refused[account]) {
        const object = store.get(id);
        const text = JSON.stringify(object ?? {}).replaceAll(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "");
        if (object) store.put(JSON.parse(text) as JsonObject);
      }
    const { code, stdout, text } = await pull(account, "--format", "json");
    expect(code, text).toBe(0);
    const { items } = JSON.parse(stdout) as { items: readonly Item[] };
    const others = items.filter(({ outcome }) => outcome !== "left-out");
    expect(others.map(({ outcome }) => outcome)).toEqual(refused[account].map(() => "added"));
    expect(others.map(({ id }) => id).toSorted()).toEqual([...refused[account]].toSorted());
  }
});

/** Comments, an anchor and another order of keys; each must find its place. */
const HANDS: Readonly<Record<Account, readonly (readonly [RegExp, string])[]>> = {
  sequence: [
    [/^vendor: .*\n/, "# Ask finance first.\n$&x-b: &billing { billingFrequency: MONTHLY, billingType: IN_ADVANCE }\n"],
    [/^ {8}billingFrequency: MONTHLY\n {8}billingType: IN_ADVANCE\n/m, "        <<: *billing # as in the contracts\n"],
    [/^( {8}name: .*\n)( {8}currency: .*\n)/m, "$2$1"],
  ],
  fynn: [
    [/^vendor: .*\n/, "# Ask finance first.\n$&x-m: &monthly { currencyCode: EUR, billingInterval: 1M }\n"],
    [/^ {8}currencyCode: EUR\n {8}billingInterval: 1M\n/m, "        <<: *monthly # as in the contracts\n"],
    [/^( {8}internalName: .*\n)( {8}type: .*\n)/m, "$2$1"],
  ],
  polar: [
    [/^vendor: .*\n/, "# Ask finance first.\n$&x-s: &sum { func: sum, property: amount }\n"],
    [/^ {4}aggregation: \{ func: sum, property: amount \}\n/m, "    aggregation: *sum # as in the contracts\n"],
    [/^( {4}name: .*\n)( {4}recurring_interval: .*\n)/m, "$2$1"],
  ],
};

it("a third pull leaves every byte of files that people have worked on", async () => {
  for (const account of ACCOUNTS) {
    let text = textOf(account);
    for (const [place, by] of HANDS[account]) {
      expect(text).toMatch(place);
      text = text.replace(place, by);
    }
    writeFileSync(fileOf(account), text);
    const { code, text: said } = await pull(account);
    expect(code, said).toBe(0);
    expect(said).toContain("left out; 0 files");
    expect(textOf(account)).toBe(text);
  }
  expect(readdirSync(join(stack.folder, "catalogue")).toSorted()).toEqual(ACCOUNTS.map((one) => `${one}.yaml`).sort());
  expect(vendors.writes()).toEqual([]);
  const { code, text } = await stack.catalogue("validate");
  expect(code, text).toBe(0);
  expect(text).not.toContain("error");
});

it("adopt takes every entry's object, and writes nothing but marks at Polar", async () => {
  const [before, polar] = [snapshot(), new Map(objectsOf("polar").map((object) => [object["id"], object["metadata"]]))];
  const counts: Record<Account, number> = { sequence: 0, fynn: 0, polar: 0 };
  for (const account of ACCOUNTS) {
    vendors.clear();
    const { code, stdout, text } = await stack.catalogue("adopt", account, "--yes");
    expect(code, text).toBe(0);
    const [, adopted] = /: ([0-9]+) objects adopted, 0 managed already, 0 not adopted, 0 without/.exec(stdout) ?? [];
    counts[account] = Number(adopted);
    expect(counts[account], stdout).toBeGreaterThan(180);
    if (account !== "polar") expect(vendors.writes()).toEqual([]);
  }
  const state = await stack.state();
  expect(state.map(({ name }) => name.split("/")[0]).filter((name) => name === "polar")).toHaveLength(counts.polar);
  expect(state).toHaveLength(Object.values(counts).reduce((sum, count) => sum + count));

  const rows = new Map(
    // The sandboxes of two vendors may have the same ids.
    state.flatMap(({ id, name }) => (name.startsWith("polar/") ? [[id, name] as const] : [])),
  );
  const sent = vendors.polar.exchanges.flatMap(({ request: { method, path, body } }) =>
    // Polar answers an empty PATCH with the object: a read.
    isObject(body as Json) && Object.keys(body as JsonObject).length > 0 ? [{ method, path, body }] : [],
  );
  expect(sent).toHaveLength(counts.polar);
  expect(new Set(sent.map(({ path }) => path)).size).toBe(counts.polar);
  for (const { method, path, body } of sent) {
    const id = path.split("/")[3] ?? "";
    const mark = { catalogue_address: rows.get(id), catalogue_owner: "catalogue/dev" };
    expect({ method, body }).toEqual({
      method: "PATCH",
      body: { metadata: { ...(polar.get(id) as object), ...mark } },
    });
  }
  expect(snapshot()).toBe(before);
});

it("then the preview is empty, and nothing is left to adopt", async () => {
  vendors.clear();
  expect(await stack.steps()).toEqual([]);
  for (const account of ACCOUNTS) {
    const { code, text } = await stack.catalogue("adopt", account, "--yes");
    expect(code, text).toBe(0);
    expect(text).toContain("nothing is left to adopt");
  }
  expect(vendors.writes()).toEqual([]);
});

/** How the first active price with a plain amount gets another one: where entries with prices begin, and the amount. */
const PRICES: Readonly<Record<Account, readonly [RegExp, RegExp]>> = {
  sequence: [/(?=^ {6}\S)/m, /(?<=pricingType: FIXED, price: ")[0-9]+(?=\.)/],
  fynn: [/(?=^ {6}\S)/m, /(?<=price: \{ amount: )[0-9]+(?= \})/],
  polar: [/(?=^ {2}\S)/m, /(?<=amount_type: fixed, price_amount: )[0-9]{3,}(?= \})/],
};

it("a changed price is one update of the same object for each vendor, and the only write", async () => {
  const before = await stack.ids();
  for (const account of ACCOUNTS) {
    const [begin, amount] = PRICES[account];
    const entries = textOf(account).split(begin);
    const index = entries.findIndex((entry) => amount.test(entry) && !/archived:|lifecycle:/.test(entry));
    expect(index).toBeGreaterThan(-1);
    const changed = entries.map((entry, at) =>
      at === index ? entry.replace(amount, (digits) => String(Number(digits) + 1)) : entry,
    );
    writeFileSync(fileOf(account), changed.join(""));
  }
  const steps = await stack.previewed();
  expect(steps.map(({ op, urn }) => [op, urn.split("::").at(-1)?.split("/")[0]]).toSorted()).toEqual(
    ACCOUNTS.map((account) => ["update", account]).toSorted(),
  );
  const ids = steps.map(({ oldState }) => oldState?.id ?? "").toSorted();
  vendors.clear();
  await stack.upOk();
  const writes = vendors.writes().map((write) => write.split("/").at(-1) ?? "");
  expect(writes.toSorted()).toEqual(ids);
  expect(await stack.ids()).toEqual(before);
  expect(await stack.steps()).toEqual([]);
});

/** `catalogue revert` as a process, in real repositories. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../../tools/local/repository.ts";
import { GitFolder } from "../support/git-folder.ts";

const MAIN = join(ROOT, "dist/provider/cli/main.js");
let repository: GitFolder;
beforeEach(() => {
  repository = new GitFolder();
});
afterEach(() => repository.remove());

const POLAR = "catalogue/polar.yaml";
const SEQUENCE = "catalogue/sequence.yaml";
const product = (name: string, amount: number, rest = ""): string =>
  `{ name: ${name}, recurring_interval: month, prices: [{ amount_type: fixed, price_amount: ${amount} }]${rest} }`;
const polar = (...lines: readonly string[]): string =>
  `vendor: polar\n# Our plans\nproducts:\n${lines.map((line) => `  ${line}\n`).join("")}`;
const price = (amount: string, rest = "", currency = "EUR"): string =>
  `{ name: Monthly, currency: ${currency}, billingFrequency: MONTHLY, billingType: IN_ADVANCE, ` +
  `structure: { pricingType: FIXED, price: "${amount}" }${rest} }`;
const sequence = (productRest: string, ...prices: readonly string[]): string =>
  `vendor: sequence\nproducts:\n  base:\n    name: Base\n${productRest}    listPrices:\n` +
  prices.map((line) => `      ${line}\n`).join("");
const ARCHIVED = ", archived: true";

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "revert", ...args], {
    cwd: repository.path,
    encoding: "utf8",
    env: { ...process.env, FORCE_COLOR: "" },
  });
  return { status, stdout, stderr };
}

interface Shown {
  readonly version: number;
  readonly written: boolean;
  readonly files: readonly { readonly path: string; readonly action: string }[];
  readonly entries: readonly { readonly address: string; readonly outcome: string; readonly sentence: string }[];
  readonly patch?: string;
  readonly review: { readonly changes: readonly { readonly address: string; readonly action: string }[] };
}
function shown(status: number, ...args: readonly string[]): Shown {
  const made = run(...args, "--format", "json");
  expect(made.status, made.stderr).toBe(status);
  return JSON.parse(made.stdout) as Shown;
}
const outcomes = ({ entries }: Shown): string[] => entries.map(({ address, outcome }) => `${address} ${outcome}`);
const actions = ({ review }: Shown): string[] => review.changes.map(({ address, action }) => `${address} ${action}`);
const read = (name: string): string => readFileSync(join(repository.path, name), "utf8");

/** Commits the first text, then the second; returns the second commit. */
function change(name: string, before: string, after: string): string {
  repository.write(name, before);
  repository.commit("Before");
  repository.write(name, after);
  return repository.commit("The change");
}

describe("an object that comes back itself", () => {
  it("a price: the former text, byte for byte", () => {
    const before = polar(`pro:   ${product("Pro", 2_000)} # the plan`);
    const commit = change(POLAR, before, before.replace("2000", "2500"));
    const { status, stdout, stderr } = run(commit);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(
      "polar/pro: former values, with the same object: USD 25.00 → 20.00 per month (−20.0 %): a new price; current " +
        "subscribers keep USD 25.00\n",
    );
    expect(stdout).toContain(`Written: ${POLAR}. Read the result, then commit it.`);
    expect(stdout).toContain("Compared with HEAD");
    expect(read(POLAR)).toBe(before);
    expect(repository.git("status", "--porcelain")).toBe(` M ${POLAR}\n`);
  });

  it("what the vendor can un-archive", () => {
    const before = polar(`pro: ${product("Pro", 2_000)}`);
    const made = shown(0, change(POLAR, before, polar(`pro: ${product("Pro", 2_000, ARCHIVED)}`)));
    expect(made).toMatchObject({ version: 1, written: true, files: [{ path: POLAR, action: "changed" }] });
    expect(made.entries[0]?.sentence).toContain("back, with the same object: un-archived");
    expect(actions(made)).toEqual(["polar/pro un-archive"]);
    expect(read(POLAR)).toBe(before);
  });

  it("a key: renamed back, so that the object stays the same", () => {
    const commit = change(
      SEQUENCE,
      sequence("", `old: ${price("9.00")}`),
      sequence("", `new: ${price("11.00", ", lifecycle: { renamedFrom: old }")}`),
    );
    const made = shown(0, commit);
    expect(outcomes(made)).toEqual(["sequence/base/old renamed"]);
    expect(actions(made)).toEqual(["sequence/base/old update"]);
    expect(read(SEQUENCE)).toContain(`old: ${price("9.00", ", lifecycle: { renamedFrom: new }")}`);
  });

  it("an entry that the commit moved to a new file", () => {
    repository.write(POLAR, polar(`pro: ${product("Pro", 2_000)}`, `plus: ${product("Plus", 3_000)}`));
    repository.commit("Before");
    const before = read(POLAR);
    repository.write(POLAR, polar(`plus: ${product("Plus", 3_000)}`));
    repository.write("catalogue/pro.yaml", polar(`pro: ${product("Pro", 2_500)}`));
    const made = shown(0, repository.commit("Move it"));
    expect(made.files).toEqual([
      { path: POLAR, action: "changed" },
      { path: "catalogue/pro.yaml", action: "removed" },
    ]);
    expect(actions(made)).toEqual(["polar/pro update"]);
    expect(read(POLAR)).toBe(before);
    expect(existsSync(join(repository.path, "catalogue/pro.yaml"))).toBe(false);
  });

  it("prices of a template", () => {
    const text = (amount: number): string =>
      `vendor: polar\nx-p: &p [{ amount_type: fixed, price_amount: ${amount} }]\nproducts:\n` +
      "  one: { name: One, recurring_interval: month, prices: *p }\n  two: { name: Two, recurring_interval: year, prices: *p }\n";
    const made = shown(0, change(POLAR, text(2_000), text(2_500)));
    expect(actions(made).toSorted()).toEqual(["polar/one update", "polar/two update"]);
    expect(read(POLAR)).toBe(text(2_000));
  });

  it("all that a merge brought in", () => {
    const before = polar(`pro: ${product("Pro", 2_000)}`);
    repository.write(POLAR, before);
    repository.commit("Before");
    repository.git("checkout", "--quiet", "-b", "more");
    for (const amount of [2_500, 2_700]) {
      repository.write(POLAR, before.replace("2000", String(amount)));
      repository.commit("On the branch");
    }
    repository.git("checkout", "--quiet", "main");
    shown(0, repository.merge("more", "Merge it"));
    expect(read(POLAR)).toBe(before);
  });
});

it("a commit that only touches comments: the former text", () => {
  const before = polar(`pro: ${product("Pro", 2_000)}`);
  const made = shown(0, change(POLAR, before, before.replace("# Our plans", "# Plans")));
  expect(outcomes(made)).toEqual([]);
  expect(read(POLAR)).toBe(before);
});

describe("an object that cannot come back", () => {
  it("a price gets a successor, and stays archived; a second time there is nothing to do", () => {
    const after = sequence("", `monthly: ${price("9.00", ARCHIVED)}`, `yearly: ${price("90.00")}`);
    const commit = change(SEQUENCE, sequence("", `monthly: ${price("9.00")}`, `yearly: ${price("90.00")}`), after);
    const made = shown(0, commit);
    expect(made.entries).toEqual([
      {
        address: "sequence/base/monthly",
        outcome: "successor",
        successor: "monthly-2",
        sentence:
          "stays archived, because Sequence cannot un-archive it; its successor `monthly-2` is a new list price with " +
          "the former values",
      },
    ]);
    expect(actions(made)).toEqual(["sequence/base/monthly-2 create"]);
    expect(read(SEQUENCE).startsWith(after)).toBe(true);
    repository.commit("Take it back");
    const again = shown(0, commit);
    expect(again.written).toBe(false);
    expect(again.entries[0]?.sentence).toBe("nothing to do: `monthly-2` has its former values");
  });

  it("a product gets a successor with the prices that were active", () => {
    const prices = [`monthly: ${price("9.00")}`, `old: ${price("7.00", ARCHIVED)}`];
    const after = sequence("    archived: true\n", `monthly: ${price("9.00", ARCHIVED)}`, prices[1] ?? "");
    const made = shown(0, change(SEQUENCE, sequence("", ...prices), after));
    expect(outcomes(made)).toEqual(["sequence/base successor", "sequence/base/monthly successor"]);
    expect(actions(made).toSorted()).toEqual(["sequence/base-2 create", "sequence/base-2/monthly create"]);
    expect(read(SEQUENCE).startsWith(after)).toBe(true);
  });

  it("comes back itself where a setting says that the vendor can", () => {
    const fynn = (rest: string): string =>
      "vendor: fynn\nproducts:\n  seat: { name: Seat, type: product, measurement: { id: m }, taxGroup: { id: t }, " +
      `productFamilies: [{ id: f }]${rest} }\n`;
    repository.write("Pulumi.yaml", "name: catalogue\nruntime: nodejs\n");
    repository.write(
      "Pulumi.dev.yaml",
      "config: { catalogue:accounts: { fynn: { baseUrl: https://preview.coreapi.io, unarchiveByPut: true } } }\n",
    );
    const commit = change("catalogue/fynn.yaml", fynn(""), fynn(ARCHIVED));
    expect(outcomes(shown(0, commit, "--dry-run"))).toEqual(["fynn/seat successor"]);
    expect(actions(shown(0, commit, "--dry-run", "--stack", "dev"))).toEqual(["fynn/seat un-archive"]);
  });

  it("a currency: a new object again", () => {
    const commit = change(
      SEQUENCE,
      sequence("", `monthly: ${price("9.00")}`),
      sequence("", `monthly: ${price("9.00", "", "USD")}`),
    );
    const made = shown(0, commit);
    expect(made.entries[0]?.sentence).toMatch(/^former values, with a new list price: /);
    expect(actions(made)).toEqual(["sequence/base/monthly replace"]);
  });

  it("a removed entry is written again, and what the commit created is archived", () => {
    const [pro, plus] = [`pro: ${product("Pro", 2_000)}`, `plus: ${product("Plus", 3_000)}`];
    const made = shown(0, change(POLAR, polar(pro), polar(plus)));
    expect(outcomes(made)).toEqual(["polar/plus archived", "polar/pro written-again"]);
    expect(actions(made)).toEqual(["polar/plus archive", "polar/pro create"]);
    expect(read(POLAR)).toContain(`plus: ${product("Plus", 3_000, ARCHIVED)}`);
    expect(read(POLAR)).toContain("price_amount: 2000");
  });
});

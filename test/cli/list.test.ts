/** `catalogue list`: the price list of a state that a released version left, and of files. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT } from "../../provider/cli/exit-codes.js";
import { tierLines } from "../../provider/money/tier-words.js";
import type { CatalogueList, ListedEntry } from "../../provider/review/catalogue-list.js";
import { listText } from "../../provider/review/render/list.js";
import { registry } from "../../provider/vendors/registry.js";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";
import { addressOf, type ExportedRow, fixtureStack, fixtureState } from "../support/fixture-stack.js";

/** polar/pro has replaced an object that is still to be archived; one plan was archived in the dashboard. */
const edited = (rows: readonly ExportedRow[]): readonly ExportedRow[] =>
  rows.flatMap((row) => {
    if (addressOf(row) === "polar/pro") return [{ ...row, id: "leftover", delete: true }, row];
    const live = row.outputs?.["live"] as Record<string, unknown> | undefined;
    return addressOf(row) === "fynn/workspace/team"
      ? [{ ...row, outputs: { ...row.outputs, live: { ...live, archivedElsewhere: true } } }]
      : [row];
  });

let stack: Stack;
beforeAll(async () => {
  stack = await fixtureStack(fixtureState(edited));
});
afterAll(() => stack.remove());

const listed = async (...args: readonly string[]): Promise<CatalogueList> => {
  const { stdout } = await stack.catalogue("list", "--format", "json", ...args);
  return JSON.parse(stdout) as CatalogueList;
};
const entriesOf = ({ accounts }: CatalogueList): ListedEntry[] => accounts.flatMap(({ entries }) => entries);
const find = (list: CatalogueList, address: string): ListedEntry | undefined =>
  entriesOf(list).find((entry) => entry.address === address);

describe("the list of a stack", () => {
  it("JSON: every active entry with its prices and its id", async () => {
    const list = await listed();
    expect(list).toMatchObject({ version: 1, source: { from: "stack", stack: "dev" } });
    expect(list.accounts.map(({ name, vendorTitle, environment }) => [name, vendorTitle, environment])).toEqual([
      ["fynn", "Fynn", "sandbox"],
      ["polar", "Polar", "sandbox"],
      ["sequence", "Sequence", "sandbox"],
    ]);
    expect(find(list, "sequence/platform/monthly-eur")).toEqual({
      address: "sequence/platform/monthly-eur",
      parent: "sequence/platform",
      kind: "sequence:ListPrice",
      kindTitle: "list price",
      name: "Platform, monthly",
      state: "active",
      id: (await stack.ids())["sequence/platform/monthly-eur"],
      createdAt: expect.stringMatching(/^\d{4}-/) as string,
      prices: [{ currency: "EUR", amount: "499.00", per: "per month", recurring: true, text: "EUR 499.00 per month" }],
    });
    expect(find(list, "polar/team")?.prices[0]?.tiers).toEqual([
      "up to 9 seats: USD 15.00 each",
      "above 9 seats: USD 12.00 each",
    ]);
    for (const address of ["polar/pro-2024", "fynn/workspace/team", "fynn/onboarding/standard"])
      expect(find(list, address)).toBeUndefined();
    expect(entriesOf(list).every(({ state }) => state === "active")).toBe(true);
  });

  it("--archived: with what is archived, by whom, and since when at the latest", async () => {
    const list = await listed("--archived");
    const rows = (await stack.state()).filter((row) => !row.delete);
    expect(
      entriesOf(list)
        .map(({ address, id }) => `${address} ${id}`)
        .sort(),
    ).toEqual(rows.map(({ name, id }) => `${name} ${id}`).sort());
    expect(find(list, "polar/pro-2024")).toMatchObject({
      state: "archived",
      archivedBy: expect.stringMatching(/^2026-\d\d-\d\dT/) as string,
    });
    expect(find(list, "polar/pro-2024")).not.toHaveProperty("archivedElsewhere");
    expect(find(list, "fynn/workspace/team")).toMatchObject({ state: "archived", archivedElsewhere: true });
    expect(find(list, "fynn/onboarding/standard")).toMatchObject({ state: "below-archived" });
    expect(JSON.stringify(list)).not.toContain("leftover");
  });

  it("a product comes right before its prices", async () => {
    const addresses = entriesOf(await listed("--archived")).map(({ address }) => address);
    const at = (address: string): number => addresses.indexOf(address);
    expect(at("fynn/workspace/team-yearly") - at("fynn/workspace")).toBe(3);
    expect(at("polar/pro-2024")).toBeGreaterThan(at("polar/pro"));
  });

  it("text: one account, its hidden entries are counted beside it", async () => {
    const { code, stdout, stderr } = await stack.catalogue("list", "sequence", "--stack", "dev");
    expect({ code, stderr }).toEqual({
      code: EXIT.fine,
      stderr: "4 archived entries not shown (--archived shows them)\n",
    });
    expect(stdout).toMatch(/^Price list of stack dev\n\nsequence \(Sequence, sandbox\)\n\nName +Price +Address, id\n/);
    expect(stdout).toMatch(/\n {2}Platform, monthly +EUR 499\.00 per month +sequence\/platform\/monthly-eur\n/);
    expect(stdout).not.toMatch(/polar|fynn|archived/);
    const archived = await stack.catalogue("list", "sequence", "--archived");
    expect(archived.stderr).toBe("");
    expect(archived.stdout).toMatch(/Platform, monthly \(US\) +USD 549\.00 per month +archived +sequence/);
    expect(archived.stdout).toMatch(/\(2026-\d\d-\d\d or before\)/);
  });

  it("Markdown: a table for each account", async () => {
    const { stdout } = await stack.catalogue("list", "--format", "markdown");
    expect(stdout).toMatch(/^### Price list of stack dev\n\n#### fynn \(Fynn, sandbox\)\n\n\| Name \| Price \|/);
    const id = (await stack.ids())["polar/pro"];
    expect(stdout).toContain(
      `| Pro | USD 29.00 per month<br>EUR 27.00 per month | active | \`polar/pro\` | \`${id}\` |`,
    );
  });

  it.each([
    [["plar"], /there is nothing of an account plar\n {2}what to do: did you mean `polar`/],
    [["--stack", "nowhere"], /no stack named 'nowhere' found[\s\S]*`catalogue list --files` needs no stack/],
    [["--directory", "x"], /--directory is the folder of files\n {2}what to do: add --files/],
    [["--files", "--stack", "nowhere"], /Pulumi\.nowhere\.yaml does not exist/],
    [["--files", "--directory", "nothing"], /the catalogue has problems/],
  ])("%j is refused", async (args, words) => {
    const { code, stdout, stderr } = await stack.catalogue("list", ...args);
    expect({ code, stdout }).toEqual({ code: EXIT.problems, stdout: "" });
    expect(stderr).toMatch(words);
  });

  it("a stack without objects", async () => {
    const empty = await Stack.create({ catalogue: {} });
    try {
      expect(await empty.catalogue("list")).toMatchObject({
        code: EXIT.problems,
        stdout: "",
        stderr: "stack dev has no objects\n  what to do: run `pulumi up`, or list the files: catalogue list --files\n",
      });
    } finally {
      empty.remove();
    }
  });

  it("the files with the values of the stack have the prices of the state", async () => {
    const ofState = await listed("--archived");
    const ofFiles = await listed("--archived", "--files", "--stack", "dev");
    const prices = (list: CatalogueList): unknown =>
      entriesOf(list).map(({ address, name, prices }) => ({ address, name, prices }));
    expect(prices(ofFiles)).toEqual(prices(ofState));
    expect(ofFiles.source).toEqual({ from: "files", directory: "./catalogue", values: "dev" });
  });
});

describe("the list of files", () => {
  it("needs no project, no stack and no CLI", () => {
    const folder = mkdtempSync(join(tmpdir(), "list-"));
    try {
      cpSync(join(ROOT, "catalogue"), join(folder, "catalogue"), { recursive: true });
      const run = (...args: readonly string[]) =>
        spawnSync(process.execPath, [join(ROOT, "dist/provider/cli/main.js"), "list", ...args], {
          cwd: folder,
          encoding: "utf8",
          env: { ...process.env, PATH: "" },
        });
      const { status, stdout } = run("--files");
      expect(status).toBe(EXIT.fine);
      expect(stdout).toMatch(/^Price list of the files in .\/catalogue, without values of a stack\n\nfynn \(Fynn\)\n/);
      expect(stdout).toMatch(/Platform, monthly +an amount that is not known here +sequence/);
      const without = run();
      expect(without.status).toBe(EXIT.problems);
      expect(without.stderr).toMatch(/^there is no Pulumi\.yaml in [\s\S]*`catalogue list --files` needs no stack/);
      writeFileSync(join(folder, "catalogue/polar.yaml"), "vendor: polar\nproducts:\n  pro: { nme: Pro }\n");
      expect(run("--files").stderr).toMatch(/the catalogue has problems\n\n[\s\S]*error\[unknown-field\]/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("in words", () => {
  const kind = registry.kind("sequence:ListPrice")?.kind;
  const tiers = (structure: Record<string, unknown>): string[] =>
    (kind?.prices?.({ name: "x", currency: "EUR", billingFrequency: "MONTHLY", structure } as never, {}) ?? []).flatMap(
      tierLines,
    );

  it("tiers with a fee, and the last one without an end", () => {
    const tier = (rest: object) => ({ isPricePercentage: false, ...rest });
    expect(
      tiers({
        pricingType: "GRADUATED",
        usageMetric: "calls",
        tiers: [tier({ upperBound: "1000", price: "0" }), tier({ price: "0.5", fee: "10" })],
      }),
    ).toEqual(["up to 1,000 calls: EUR 0.00 each", "above 1,000 calls: EUR 0.50 each plus EUR 10.00"]);
  });

  it("names cannot change the table, and its lines fit the columns", () => {
    const entry = (name: string, text: string): ListedEntry => ({
      address: "polar/a",
      kind: "polar:Product",
      kindTitle: "product",
      name,
      state: "active",
      id: "1",
      prices: [{ text }],
    });
    const text = listText(
      {
        version: 1,
        source: { from: "stack", stack: "dev" },
        accounts: [
          {
            name: "polar",
            vendor: "polar",
            vendorTitle: "Polar",
            entries: [entry("\u001b[31mred\n", "x".repeat(300)), entry("word ".repeat(40), "EUR 1.00 ".repeat(30))],
          },
        ],
      },
      100,
    );
    expect(text).not.toContain("\u001b");
    expect(text.split("\n").every((line) => line.length <= 100)).toBe(true);
    expect(text.match(/word/g)).toHaveLength(40);
    expect(text.match(/x/g)).toHaveLength(300);
    expect(text).not.toContain("…");
  });
});

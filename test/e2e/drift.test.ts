/** `catalogue drift` with the real CLI: accounts in which people did everything that a catalogue does not know of. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { SAMPLE_VALUES, sampleFiles } from "../../tools/local/sample.ts";
import { Stack } from "../../tools/local/stack.ts";
import { fixtureOf } from "../support/vendors.js";
import { startVendors, type Vendors } from "./sandboxes.js";

let vendors: Vendors;
let stack: Stack;
const ids = new Map<string, string>();
const id = (address: string): string => ids.get(address) ?? `no row ${address}`;

beforeAll(async () => {
  vendors = await startVendors();
  stack = await Stack.create({
    catalogue: sampleFiles(),
    config: { accounts: vendors.accounts, values: SAMPLE_VALUES },
    environment: vendors.environment,
  });
  await stack.upOk();
  for (const row of await stack.state()) ids.set(row.name, row.id);
});
afterAll(async () => {
  stack?.remove();
  await vendors?.close();
});

const lists = (requests: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const request of requests) counts[request] = (counts[request] ?? 0) + 1;
  return counts;
};

interface DriftJson {
  readonly version: number;
  readonly review: { readonly changes: readonly { readonly address: string; readonly sentence: string }[] };
  readonly gone: readonly JsonObject[];
  readonly unmanaged: readonly { readonly id: string; readonly prices: readonly string[] }[];
  readonly doubles: readonly { readonly objects: readonly { readonly id: string }[] }[];
}

describe("catalogue drift", () => {
  it("finds nothing right after an up, and sends nothing but reads", async () => {
    vendors.clear();
    const output = await stack.catalogue("drift");
    expect([output.code, output.stdout]).toEqual([0, expect.stringContaining("No changes")]);
    expect(vendors.writes()).toEqual([]);
    // One list of each kind for the refresh of the engine, and one for the rest.
    expect(lists(vendors.requests())["GET /list-prices"]).toBe(2);
  });

  it("tells what was changed, archived and deleted, what nobody manages, and what exists twice", async () => {
    const [sequence, fynn, polar] = ["sequence", "fynn", "polar"].map(fixtureOf) as [
      ReturnType<typeof fixtureOf>,
      ReturnType<typeof fixtureOf>,
      ReturnType<typeof fixtureOf>,
    ];
    sequence.edit(vendors.sequence, id("sequence/platform/monthly-usd"), {
      structure: { pricingType: "FIXED", price: "777.00" },
    });
    sequence.archive(vendors.sequence, id("sequence/storage/linear-eur"));
    fynn.archive(vendors.fynn, id("fynn/onboarding/standard"));
    polar.archive(vendors.polar, id("polar/starter"));
    vendors.polar.products.remove(id("polar/scale"));
    const double = sequence.copy(vendors.sequence, id("sequence/platform/monthly-eur"), {});
    vendors.clear();

    const text = await stack.catalogue("drift");
    expect(text.code).toBe(14);
    const words = text.stdout.replace(/\s+/g, " ");
    expect(words).toContain("made outside the catalogue; nothing is sent");
    expect(words).toMatch(/USD [0-9.]+ → 777\.00/);
    expect(words).toContain(`product ${id("polar/scale")} no longer exists`);
    expect(vendors.writes()).toEqual([]);

    const json = await stack.catalogue("drift", "--format", "json");
    const drift = JSON.parse(json.stdout) as DriftJson;
    expect(drift.review.changes.map(({ address }) => address).sort()).toEqual([
      "fynn/onboarding/standard",
      "polar/starter",
      "sequence/platform/monthly-usd",
      "sequence/storage/linear-eur",
    ]);
    expect(drift.gone).toEqual([{ address: "polar/scale", id: id("polar/scale") }]);
    expect(drift.unmanaged.map((one) => one.id)).toEqual([double]);
    expect(drift.unmanaged[0]?.prices).toEqual([expect.stringMatching(/^EUR .* per month$/)]);
    expect(drift.doubles.map(({ objects }) => objects.map((one) => one.id).sort())).toEqual([
      [double, id("sequence/platform/monthly-eur")].sort(),
    ]);
  });

  it("ends with the code of the worst class that is asked for", async () => {
    const codes = await Promise.all(
      ["unmanaged", "unmanaged,doubles", "changed", "changed,archived"].map(
        async (only) => (await stack.catalogue("drift", "sequence", "--only", only)).code,
      ),
    );
    expect(codes).toEqual([10, 11, 12, 13]);
    const wrong = await stack.catalogue("drift", "--only", "chnged");
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("use unmanaged, doubles, changed")]);
  });

  it("refuses an account that the stack does not have, and does not call it unchanged", async () => {
    const wrong = await stack.catalogue("drift", "sequnce", "--only", "changed,archived,gone");
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("sequnce is not an account of stack")]);
  });

  it("writes what the dashboard has into the files: then only the archive calls are left", async () => {
    const only = ["--only", "changed,archived"];
    const asked = await stack.catalogue("drift", "sequence", "fynn", ...only, "--write", "--format", "json");
    expect([asked.code, asked.stderr]).toEqual([13, expect.stringContaining("nothing is written")]);
    expect(asked.stderr).toContain("+        archived: true");
    expect(JSON.parse(asked.stdout)).toMatchObject({ version: 1 });
    const written = await stack.catalogue(
      "drift",
      "sequence",
      "fynn",
      "--only",
      "changed,archived",
      "--write",
      "--yes",
    );
    expect([written.code, written.text]).toEqual([0, expect.stringContaining("+        archived: true")]);
    vendors.clear();
    await stack.ok("refresh", "--yes", "--target", "**sequence*", "--target", "**fynn*", "--stack", stack.name);
    const steps = await stack.previewed();
    const left = steps.filter(({ urn }) => !urn.includes("::polar/"));
    // What a list alone shows is confirmed by the vendor's own call.
    expect(
      left.map(({ urn, detailedDiff }) => [urn.split("::").at(-1), Object.keys(detailedDiff ?? {})]).sort(),
    ).toEqual([
      ["fynn/onboarding/standard", ["archived"]],
      ["sequence/storage/linear-eur", ["archived"]],
    ]);
    expect(vendors.writes()).toEqual([]);
  });

  it("puts a changed and archived object into both classes, and an un-archived one into archived", async () => {
    const polar = fixtureOf("polar");
    polar.edit(vendors.polar, id("polar/pro"), { name: "Renamed", is_archived: true });
    polar.edit(vendors.polar, id("polar/pro-2024"), { is_archived: false });
    fixtureOf("fynn").edit(vendors.fynn, id("fynn/workspace/team-2024"), { status: "active" });
    const only = async (account: string, one: string): Promise<readonly unknown[]> => {
      const { code, stdout } = await stack.catalogue("drift", account, "--only", one, "--format", "json");
      const { review } = JSON.parse(stdout) as DriftJson;
      return [code, review.changes.map(({ address }) => address).sort()];
    };
    expect(await only("polar", "changed")).toEqual([12, ["polar/pro"]]);
    expect(await only("polar", "archived")).toEqual([13, ["polar/pro", "polar/pro-2024", "polar/starter"]]);
    expect(await only("fynn", "archived")).toEqual([13, expect.arrayContaining(["fynn/workspace/team-2024"])]);
    expect(await only("fynn", "changed")).toEqual([0, []]);
  });

  it("writes into an entry that was renamed since the last up, and says where there is no entry", async () => {
    fixtureOf("polar").edit(vendors.polar, id("polar/pro"), { name: "Renamed", is_archived: true });
    const files = sampleFiles();
    const name = Object.keys(files).find((file) => files[file]?.includes("\n  pro-2024:\n")) ?? "";
    const text = files[name] ?? "";
    stack.write({
      ...files,
      [name]: text.replace("\n  pro:\n", "\n  pro-now:\n    lifecycle: { renamedFrom: pro }\n"),
    });
    const renamed = await stack.catalogue("drift", "polar", "--only", "changed", "--write", "--yes");
    expect([renamed.code, renamed.stderr]).toEqual([0, expect.stringContaining("+    name: Renamed")]);
    stack.write({ ...files, [name]: text.replace(/\n {2}pro:\n(?: {4}.*\n|\n)+/, "\n") });
    const removed = await stack.catalogue("drift", "polar", "--only", "changed", "--write", "--yes");
    expect([removed.code, removed.stderr]).toEqual([12, expect.stringContaining("no entry for polar/pro,")]);
    stack.write({ ...files, [name]: text.replace("\n  pro:\n", "\n  pro:\n    nmae: Pro\n") });
    const wrong = await stack.catalogue("drift", "polar", "--only", "unmanaged");
    expect(wrong.stderr).toContain("have problems, so objects with an entry may be shown as unmanaged");
  });
});

/** The main job with the real CLI, the sample catalogue and the vendors' wire. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { registry } from "../../provider/vendors/registry.js";
import { ARCHIVING_EDITS, archive, type Files, SAMPLE_VALUES, sampleFiles } from "../../tools/local/sample.ts";
import { Stack } from "../../tools/local/stack.ts";
import { isCreate, listPath } from "../support/kind-calls.js";
import { fixtureOf } from "../support/vendors.js";
import { startVendors, type Vendors } from "./sandboxes.js";

describe("the sample catalogue", () => {
  let vendors: Vendors;
  let stack: Stack;
  let files: Files = sampleFiles();

  beforeAll(async () => {
    vendors = await startVendors();
    stack = await Stack.create({
      catalogue: files,
      config: { accounts: vendors.accounts, values: SAMPLE_VALUES },
      environment: vendors.environment,
    });
  });
  afterAll(async () => {
    stack.remove();
    await vendors.close();
  });

  it("first up: one POST per entry, each kind listed once, one entry of each vendor born archived", async () => {
    const { entries } = checkCatalogue(
      Object.entries(files).map(([name, text]) => ({ name, text })),
      { registry, values: SAMPLE_VALUES },
    );
    expect(new Set(entries.map(({ kind }) => kind.type))).toEqual(
      new Set(registry.vendors.flatMap(({ kinds }) => kinds.map(({ type }) => type))),
    );
    const archived = entries.filter((entry) => entry.archived);
    expect(archived.map(({ vendor }) => vendor.name).sort()).toEqual(registry.vendors.map(({ name }) => name).sort());

    await stack.upOk();
    for (const { name } of registry.vendors) {
      const own = entries.filter(({ vendor }) => vendor.name === name);
      const { writes } = vendors[name as "sequence" | "fynn" | "polar"];
      expect(writes.filter((one) => isCreate(fixtureOf(name), one))).toHaveLength(own.length);
    }
    expect(Object.keys(await stack.ids()).sort()).toEqual(entries.map(({ address }) => address).sort());
    // What is born archived where only the list shows the state is confirmed by it.
    const confirmed = archived.filter(({ kind }) => kind.archiving.visible.in === "list");
    const lists = [
      ...registry.vendors.flatMap((vendor) => vendor.kinds.map((kind) => listPath(vendor, kind))),
      ...confirmed.map(({ vendor, kind }) => listPath(vendor, kind)),
    ];
    const read = vendors.requests().filter((one) => one.startsWith("GET"));
    expect(read.sort()).toEqual(lists.map((path) => `GET ${path}`).sort());
    expect(vendors.writes()).toHaveLength(entries.length + archived.length);
  });

  it("a second preview is unchanged and sends nothing, even without credentials", async () => {
    vendors.clear();
    const credentials = stack.environment;
    stack.environment = {};
    expect(await stack.steps()).toEqual([]);
    stack.environment = credentials;
    expect(vendors.requests()).toEqual([]);
  });

  it.each(ARCHIVING_EDITS)(
    "$kind: archived: true is one announced change and exactly one write, confirmed by the list " +
      "where no answer shows the state",
    async (edit) => {
      const { address } = edit;
      const id = (await stack.ids())[address] ?? "";
      files = archive(files, edit);
      stack.write(files);
      vendors.clear();
      expect(await stack.steps()).toEqual([{ op: "update", name: address, detail: ["update archived"] }]);
      const { text } = await stack.ok("preview", "--diff", "--stack", stack.name);
      expect(text).toContain("~ archived: false => true");
      // the resource, the property and the summary carry a sign, and nothing else
      expect(text.match(/^\s+[~+-] /gm)).toHaveLength(3);
      expect(vendors.requests()).toEqual([]);
      await stack.upOk();
      expect(vendors.requests()).toEqual([
        edit.request(id),
        ...(edit.kind === "sequence:ListPrice" ? ["GET /list-prices"] : []),
      ]);
      expect(await stack.steps()).toEqual([]);
    },
  );

  it.each(ARCHIVING_EDITS)(
    "$kind: back to active: un-archived with the same id where the vendor can, refused in the " + "preview elsewhere",
    async (edit) => {
      const { address } = edit;
      const id = (await stack.ids())[address] ?? "";
      const before = files;
      files = {
        ...files,
        [edit.file]: (files[edit.file] ?? "").replace(new RegExp(`(${escaped(edit.after)}\n) *archived: true\n`), "$1"),
      };
      stack.write(files);
      vendors.clear();
      if (edit.kind.startsWith("polar:")) {
        expect(await stack.steps()).toEqual([{ op: "update", name: address, detail: ["update archived"] }]);
        await stack.upOk();
        expect(vendors.requests()).toEqual([edit.request(id)]);
        expect((await stack.ids())[address]).toBe(id);
        expect(vendors.polar.products.get(id)?.["is_archived"] ?? false).toBe(false);
        expect(vendors.polar.meters.get(id)?.["archived_at"] ?? null).toBe(null);
      } else {
        const { code, text } = await stack.run("preview", "--stack", stack.name);
        expect(code).not.toBe(0);
        expect(text).toContain(`${address}: the`);
        expect(text).toContain("has no way to bring it back");
        expect(text).toContain("what to do: set `archived: true` again, and add a new entry");
        expect(text).not.toMatch(/^\s+at .*\.js:[0-9]+/m);
        expect((await stack.up()).code).not.toBe(0);
        expect(vendors.requests()).toEqual([]);
        files = before;
      }
    },
  );

  it("the text by which the engine finds this package is short, and the state small", async () => {
    const rows = await stack.state();
    const bytes = rows.map((row) => Buffer.byteLength(JSON.stringify(row)));
    const longest = Math.max(...rows.map(({ inputs }) => Buffer.byteLength(String(inputs["__provider"]))));
    console.log(
      `state: ${Math.round(bytes.reduce((a, b) => a + b, 0) / bytes.length)} bytes a resource; ` +
        `__provider: ${longest} bytes`,
    );
    expect(longest).toBeLessThanOrEqual(200);
  });

  it("destroy archives everything that is not archived yet", async () => {
    vendors.clear();
    const active = (await stack.state()).filter(({ outputs }) => outputs["archived"] !== true).length;
    await stack.ok("destroy", "--yes", "--stack", stack.name);
    expect(await stack.state()).toEqual([]);
    // at Polar the mark goes from archived objects too, and a meter's turn is after the products that use it
    const { products, meters, writes } = vendors.polar;
    const all = [...products.all(), ...meters.all()];
    expect(
      all.flatMap(({ metadata }) => Object.keys(metadata as object).filter((key) => key.startsWith("catalogue_"))),
    ).toEqual([]);
    expect(writes).toHaveLength(all.length);
    expect(all.filter((one) => one["is_archived"] === true || typeof one["archived_at"] === "string")).toHaveLength(
      all.length,
    );
    const elsewhere = vendors.writes().length - writes.length;
    expect(elsewhere).toBe(active - all.length + 1);
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

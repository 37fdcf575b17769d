/** The main job with the real CLI, the sample catalogue and the vendors' wire. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ARCHIVING_EDITS, archive, type Files, SAMPLE_VALUES, sampleFiles } from "../../tools/local/sample.ts";
import { Stack } from "../../tools/local/stack.ts";
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

  it("first up: one POST per entry, each kind listed at most once, one entry of each vendor born archived", async () => {
    await stack.upOk();
    const creates = vendors.all.map((one) => one.writes.filter((write) => write.startsWith("POST") && !write.endsWith("/archive")));
    expect(creates.map(({ length }) => length)).toEqual([8, 8, 5]);
    expect(Object.keys(await stack.ids())).toHaveLength(27);
    const lists = vendors.requests().filter((one) => one.startsWith("GET"));
    expect(lists.sort()).toEqual(["GET /catalogue/products", "GET /list-prices", "GET /price-plans", "GET /products", "GET /v1/products/"]);
    expect(vendors.writes().length - creates.flat().length).toBe(3);
  });

  it("a second preview is unchanged and sends nothing, even without credentials", async () => {
    vendors.clear();
    const credentials = stack.environment;
    stack.environment = {};
    expect(await stack.steps()).toEqual([]);
    stack.environment = credentials;
    expect(vendors.requests()).toEqual([]);
  });

  it.each(ARCHIVING_EDITS)("$kind: archived: true is one announced change and exactly one request", async (edit) => {
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
    expect(vendors.requests()).toEqual([edit.request(id)]);
    expect(await stack.steps()).toEqual([]);
  });

  it.each(
    ARCHIVING_EDITS,
  )("$kind: back to active: un-archived with the same id where the vendor can, refused in the preview elsewhere", async (edit) => {
    const { address } = edit;
    const id = (await stack.ids())[address] ?? "";
    const before = files;
    files = { ...files, [edit.file]: (files[edit.file] ?? "").replace(new RegExp(`(${escaped(edit.after)}\n) *archived: true\n`), "$1") };
    stack.write(files);
    vendors.clear();
    if (edit.kind === "polar:Product") {
      expect(await stack.steps()).toEqual([{ op: "update", name: address, detail: ["update archived"] }]);
      await stack.upOk();
      expect(vendors.requests()).toEqual([edit.request(id)]);
      expect((await stack.ids())[address]).toBe(id);
      expect(vendors.polar.products.get(id)?.["is_archived"]).toBe(false);
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
  });

  it("the text by which the engine finds this package is short, and the state small", async () => {
    const rows = await stack.state();
    const bytes = rows.map((row) => Buffer.byteLength(JSON.stringify(row)));
    const longest = Math.max(...rows.map(({ inputs }) => Buffer.byteLength(String(inputs["__provider"]))));
    console.log(`state: ${Math.round(bytes.reduce((a, b) => a + b, 0) / bytes.length)} bytes a resource; __provider: ${longest} bytes`);
    expect(longest).toBeLessThanOrEqual(200);
  });

  it("destroy archives everything that is not archived yet", async () => {
    vendors.clear();
    const active = (await stack.state()).filter(({ outputs }) => outputs["archived"] !== true).length;
    await stack.ok("destroy", "--yes", "--stack", stack.name);
    expect(await stack.state()).toEqual([]);
    // at Polar the mark goes from archived products too
    const marked = vendors.polar.products.all().length - vendors.polar.writes.length;
    expect(marked).toBe(0);
    const elsewhere = vendors.writes().length - vendors.polar.writes.length;
    expect(elsewhere).toBe(active - vendors.polar.products.all().length + 1);
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

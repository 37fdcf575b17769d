/** The main job with the real CLI, the sample catalogue and the vendors' wire. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { registry } from "../../provider/vendors/registry.js";
import {
  ARCHIVING_EDITS,
  type ArchivingEdit,
  archive,
  type Files,
  SAMPLE_VALUES,
  sampleFiles,
} from "../../tools/local/sample.ts";
import { type PreviewStep, Stack } from "../../tools/local/stack.ts";
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

  describe("one entry of each kind with archived: true, in one commit", () => {
    const ids: Record<string, string> = {};
    let announced: readonly PreviewStep[];
    let diff: string;
    let sentByPreview: readonly string[];
    let sent: readonly string[];
    let left: readonly PreviewStep[];

    beforeAll(async () => {
      Object.assign(ids, await stack.ids());
      files = ARCHIVING_EDITS.reduce(archive, files);
      stack.write(files);
      vendors.clear();
      announced = await stack.steps();
      diff = (await stack.ok("preview", "--diff", "--stack", stack.name)).text;
      sentByPreview = vendors.requests();
      await stack.upOk();
      sent = vendors.requests();
      left = await stack.steps();
    });

    it.each(
      ARCHIVING_EDITS,
    )("$kind: one announced change and exactly one write, confirmed by the list where no answer shows the state", ({
      kind,
      address,
      request,
    }) => {
      const id = ids[address] ?? "";
      expect(announced.filter(({ name }) => name === address)).toEqual([
        { op: "update", name: address, detail: ["update archived"] },
      ]);
      expect(announced).toHaveLength(ARCHIVING_EDITS.length);
      expect(diff.match(/~ archived: false => true/g)).toHaveLength(ARCHIVING_EDITS.length);
      // each resource, each property and the summary carry a sign, and nothing else
      expect(diff.match(/^\s+[~+-] /gm)).toHaveLength(2 * ARCHIVING_EDITS.length + 1);
      expect(sentByPreview).toEqual([]);
      expect(sent.filter((one) => one.includes(id))).toEqual([request(id)]);
      expect(sent.filter((one) => one === "GET /list-prices")).toHaveLength(1);
      expect(sent).toHaveLength(ARCHIVING_EDITS.length + 1);
      if (kind === "sequence:ListPrice")
        expect(sent.indexOf("GET /list-prices")).toBeGreaterThan(sent.indexOf(request(id)));
      expect(left).toEqual([]);
    });
  });

  const active = (all: Files, { file, after }: ArchivingEdit): Files => ({
    ...all,
    [file]: (all[file] ?? "").replace(new RegExp(`(${escaped(after)}\n) *archived: true\n`), "$1"),
  });
  const ofPolar = ({ kind }: ArchivingEdit): boolean => kind.startsWith("polar:");

  describe("back to active where the vendor can, in one commit", () => {
    const edits = ARCHIVING_EDITS.filter(ofPolar);
    let before: Readonly<Record<string, string>>;
    let after: Readonly<Record<string, string>>;
    let announced: readonly PreviewStep[];
    let sent: readonly string[];

    beforeAll(async () => {
      before = await stack.ids();
      files = edits.reduce(active, files);
      stack.write(files);
      vendors.clear();
      announced = await stack.steps();
      await stack.upOk();
      sent = vendors.requests();
      after = await stack.ids();
    });

    it.each(edits)("$kind: with the same id", ({ address, request }) => {
      const id = before[address] ?? "";
      expect(announced.filter(({ name }) => name === address)).toEqual([
        { op: "update", name: address, detail: ["update archived"] },
      ]);
      expect(announced).toHaveLength(edits.length);
      expect(sent.filter((one) => one.includes(id))).toEqual([request(id)]);
      expect(sent).toHaveLength(edits.length);
      expect(after[address]).toBe(id);
      expect(vendors.polar.products.get(id)?.["is_archived"] ?? false).toBe(false);
      expect(vendors.polar.meters.get(id)?.["archived_at"] ?? null).toBe(null);
    });
  });

  it.each(
    ARCHIVING_EDITS.filter((edit) => !ofPolar(edit)),
  )("$kind: back to active is refused in the preview", async (edit) => {
    stack.write(active(files, edit));
    vendors.clear();
    const { code, text } = await stack.run("preview", "--stack", stack.name);
    expect(code).not.toBe(0);
    expect(text).toContain(`${edit.address}: the`);
    expect(text).toContain("cannot un-archive it");
    expect(text).toContain("what to do: set `archived: true` again, and add a new entry");
    expect(text).not.toMatch(/^\s+at .*\.js:[0-9]+/m);
    expect((await stack.up()).code).not.toBe(0);
    expect(vendors.requests()).toEqual([]);
    stack.write(files);
  });

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

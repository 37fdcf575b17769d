/** The state as `pulumi stack export` prints it, against a CLI of three lines. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exportState } from "../../provider/pulumi/engine.js";

describe("the state of the stack", () => {
  let folder: string;
  const calls = (): number => readFileSync(join(folder, "calls"), "utf8").trim().split("\n").length;

  const PRODUCT = {
    urn: "urn:b",
    type: "pulumi-nodejs:dynamic/polar:Product",
    inputs: { account: "a", address: "a/b", name: "Pro" },
  };
  const ONE_ROW = {
    deployment: {
      resources: [{ ...PRODUCT, id: "1", outputs: { address: "a/b" }, modified: "2026-03-01T09:00:00.123456789Z" }],
    },
  };

  /** A CLI that fails so often with these words. */
  function cli(failures: number, message: string, exported: unknown = ONE_ROW): void {
    const state = JSON.stringify(exported);
    writeFileSync(
      join(folder, "pulumi"),
      `#!/bin/sh
echo "$@" >> ${folder}/calls
if [ "$(wc -l < ${folder}/calls)" -le ${failures} ]; then echo "error: ${message}" >&2; exit 1; fi
echo '${state}'
`,
      { mode: 0o755 },
    );
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "billing-catalogue-"));
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it("is read again when the engine was writing it", async () => {
    cli(3, "failed to load checkpoint: EOF");
    const { rows, creating } = await exportState("catalogue/dev");
    expect(rows).toMatchObject([
      {
        id: "1",
        type: "polar:Product",
        account: "a",
        address: "a/b",
        archived: false,
        modified: Date.parse("2026-03-01T09:00:00.123Z"),
      },
    ]);
    expect(creating).toEqual([]);
    expect(calls()).toBe(4);
    expect(readFileSync(join(folder, "calls"), "utf8")).toContain(
      "stack export --non-interactive --stack organization/catalogue/dev",
    );
  });

  it("that stays unreadable is an error in the CLI's words", async () => {
    cli(1_000, "failed to load checkpoint: EOF");
    await expect(exportState("catalogue/dev")).rejects.toThrow(/^error: failed to load checkpoint: EOF$/);
    expect(calls()).toBe(10);
  });

  it("is not asked for again when nobody is logged in", async () => {
    cli(1, "PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions");
    await expect(exportState("catalogue/dev")).rejects.toThrow("PULUMI_ACCESS_TOKEN must be set");
    expect(calls()).toBe(1);
  });

  it.each([{ deployment: { manifest: {} } }, { deployment: null }])("of a new stack is empty: %j", async (exported) => {
    cli(0, "", exported);
    expect(await exportState("catalogue/dev")).toEqual({ rows: [], creating: [] });
  });

  it.each([{}, [], { message: "hello" }])("is not anything else that the CLI prints: %j", async (exported) => {
    cli(0, "", exported);
    await expect(exportState("catalogue/dev")).rejects.toThrow("printed something other than a state");
  });

  it("says which creates were interrupted, and whether a row holds their object by now", async () => {
    const pending = [
      { type: "creating", resource: PRODUCT },
      { type: "creating", resource: { ...PRODUCT, urn: "urn:c", inputs: { ...PRODUCT.inputs, address: "a/c" } } },
      { type: "updating", resource: PRODUCT },
      { type: "creating", resource: { urn: "urn:d", type: "aws:s3/bucket:Bucket" } },
    ];
    cli(0, "", { deployment: { ...ONE_ROW.deployment, pending_operations: pending } });
    expect((await exportState("catalogue/dev")).creating).toMatchObject([
      { type: "polar:Product", account: "a", address: "a/b", inputs: { name: "Pro" }, hasRow: true },
      { address: "a/c", hasRow: false },
    ]);
  });
});

/** The state as `pulumi stack export` prints it, against a CLI of three lines. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exportState } from "../../provider/pulumi/engine.js";

describe("the state of the stack", () => {
  let folder: string;
  const calls = (): number => readFileSync(join(folder, "calls"), "utf8").trim().split("\n").length;

  /** A CLI that fails so often with these words. */
  function cli(failures: number, message: string): void {
    const state = JSON.stringify({
      deployment: { resources: [{ id: "1", type: "pulumi-nodejs:dynamic/polar:Product", outputs: { address: "a/b" } }] },
    });
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
    expect(await exportState("catalogue/dev")).toMatchObject([{ id: "1", type: "polar:Product", address: "a/b" }]);
    expect(calls()).toBe(4);
    expect(readFileSync(join(folder, "calls"), "utf8")).toContain("stack export --non-interactive --stack organization/catalogue/dev");
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
});

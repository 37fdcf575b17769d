/** `catalogue pull` as a command: against sandboxes over HTTP, with files on the disk. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AtHand } from "../../provider/cli/at-hand.js";
import { EXIT } from "../../provider/cli/exit-codes.js";
import { writeFiles } from "../../provider/cli/pull/write.js";
import { pullAccount } from "../../provider/cli/pull.js";
import type { PullCommandOptions } from "../../provider/cli/pull-options.js";
import type { StackAtHand } from "../../provider/pulumi/stack-at-hand.js";
import { ROOT } from "../../tools/local/repository.ts";
import { startVendors, type Vendors } from "../e2e/sandboxes.js";

let vendors: Vendors;
let folder: string;
let printed: string;
let noted: string;

beforeEach(async () => {
  vendors = await startVendors();
  for (const [name, value] of Object.entries(vendors.environment)) vi.stubEnv(name, value);
  folder = mkdtempSync(join(tmpdir(), "catalogue-pull-"));
  printed = "";
  noted = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    noted += String(text);
    return true;
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  await vendors.close();
});

const stack = (): StackAtHand => ({
  name: "dev",
  owner: "billing/dev",
  config: { "catalogue:accounts": JSON.stringify(vendors.accounts) },
  objects: [],
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

/** `answer`: what a person at the terminal says; undefined: there is none. */
async function run(account: string, options: Partial<PullCommandOptions> = {}, answer?: boolean): Promise<Run> {
  [printed, noted] = ["", ""];
  const at = new AtHand(stack(), { directory: join(folder, "catalogue") });
  try {
    const agree = answer === undefined ? undefined : () => Promise.resolve(answer);
    const code = await pullAccount(at, account, { format: "text", ...options }, { agree });
    return { code, out: printed.replaceAll(folder, ""), notes: noted.replaceAll(folder, "") };
  } finally {
    await at.accounts.close();
  }
}

const path = (name: string): string => join(folder, "catalogue", name);
const addProduct = (name: string): void => {
  const { sequence } = vendors;
  const headers = { authorization: sequence.authorization, "content-type": "application/json" };
  const query = new URLSearchParams();
  const { status } = sequence.answer({ method: "POST", path: "/products", query, headers, body: { name } });
  expect(status).toBeLessThan(300);
};

const PATCH = `--- /dev/null
+++ b//catalogue/sequence.yaml
@@ -0,0 +1,5 @@
+vendor: sequence
+
+products:
+  platform:
+    name: Platform
`;

describe("a pull into an empty folder", () => {
  it("shows the change and writes nothing where nobody can be asked", async () => {
    addProduct("Platform");
    const { code, out, notes } = await run("sequence");
    expect(code).toBe(EXIT.changes);
    expect(out).toBe(`${PATCH}\nSequence account sequence: 1 new; 1 file\n`);
    expect(notes).toMatch(/nothing is written; `--yes` writes the files\n$/);
    expect(existsSync(path("sequence.yaml"))).toBe(false);
    expect(vendors.writes()).toEqual(["POST /products"]);
  });

  it("writes when the person agrees, and not when not; then there is nothing left to do", async () => {
    addProduct("Platform");
    expect((await run("sequence", {}, false)).code).toBe(EXIT.changes);
    expect(existsSync(path("sequence.yaml"))).toBe(false);
    expect((await run("sequence", {}, true)).code).toBe(EXIT.fine);
    expect(readFileSync(path("sequence.yaml"), "utf8")).toBe(
      "vendor: sequence\n\nproducts:\n  platform:\n    name: Platform\n",
    );
    const again = await run("sequence");
    expect([again.code, again.out]).toEqual([
      EXIT.fine,
      "Sequence account sequence: the files have all that the vendor has\n",
    ]);
    expect(readdirSync(join(folder, "catalogue"))).toEqual(["sequence.yaml"]);
  });

  it("with --dry-run shows it, also as JSON, and writes nothing", async () => {
    addProduct("Platform");
    expect((await run("sequence", { dryRun: true, yes: true })).code).toBe(EXIT.changes);
    const { code, out } = await run("sequence", { dryRun: true, format: "json" });
    expect(code).toBe(EXIT.changes);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      account: "sequence",
      written: false,
      files: [{ name: "sequence.yaml", status: "new", diff: PATCH }],
      items: [
        { outcome: "added", kind: "product", id: expect.any(String), name: "Platform", address: "sequence/platform" },
      ],
      remarks: expect.any(Array),
    });
    expect(existsSync(path("sequence.yaml"))).toBe(false);
  });

  it("begins with the schema where the folder has it, and reads all three vendors", async () => {
    addProduct("Platform");
    writeFiles(path("schema"), [{ name: "sequence.json", before: undefined, after: "{}" }]);
    for (const account of ["sequence", "fynn", "polar"])
      expect((await run(account, { yes: true, into: join(folder, "catalogue/a", `${account}.yaml`) })).code).toBe(
        EXIT.fine,
      );
    expect(readFileSync(path("a/sequence.yaml"), "utf8").split("\n")[0]).toBe(
      "# yaml-language-server: $schema=../schema/sequence.json",
    );
  });
});

describe("a file on the disk", () => {
  it("keeps its byte order mark, its line ends and its permissions", async () => {
    addProduct("Platform");
    writeFiles(join(folder, "catalogue"), [
      { name: "s.yaml", before: undefined, after: "\ufeff# ours\r\nvendor: sequence\r\nproducts: {}\r\n" },
    ]);
    chmodSync(path("s.yaml"), 0o640);
    expect((await run("sequence", { yes: true })).code).toBe(EXIT.fine);
    expect(readFileSync(path("s.yaml"), "utf8")).toBe(
      "\ufeff# ours\r\nvendor: sequence\r\nproducts:\r\n  platform:\r\n    name: Platform\r\n",
    );
    expect(statSync(path("s.yaml")).mode & 0o777).toBe(0o640);
  });

  it("that is changed meanwhile is not written, and no other file is", () => {
    writeFiles(folder, [{ name: "a.yaml", before: undefined, after: "a: 1\n" }]);
    writeFileSync(join(folder, "a.yaml"), "a: 2\n");
    const files = [
      { name: "0.yaml", before: undefined, after: "b: 1\n" },
      { name: "a.yaml", before: "a: 1\n", after: "a: 3\n" },
    ];
    expect(() => writeFiles(folder, files)).toThrow(/was changed while the account was read, so nothing is written/);
    expect(readdirSync(folder)).toEqual(["a.yaml"]);
    expect(readFileSync(join(folder, "a.yaml"), "utf8")).toBe("a: 2\n");
    expect(() => writeFiles(folder, [{ name: "../b.yaml", before: undefined, after: "" }])).toThrow(
      "not in the catalogue folder",
    );
  });

  it("with problems stops the pull, and so do a wrong --into and an unknown account", async () => {
    writeFiles(join(folder, "catalogue"), [
      { name: "s.yaml", before: undefined, after: "vendor: sequence\nproducts: 1\n" },
    ]);
    await expect(run("sequence")).rejects.toThrow(/the catalogue has problems/);
    rmSync(path("s.yaml"));
    await expect(run("sequence", { into: "s.txt" })).rejects.toThrow(
      /s\.txt is not a file that the catalogue would be read/,
    );
    await expect(run("sequence", { into: "../s.yaml" })).rejects.toThrow(/is not a file that/);
    await expect(run("sequenze")).rejects.toThrow(
      /sequenze is not an account of stack dev\n {2}what to do: did you mean/,
    );
  });

  it("is not written with wrong credentials, and they are not shown", async () => {
    vi.stubEnv("SEQUENCE_CLIENT_SECRET", "secret-of-somebody-else");
    const error = await run("sequence", { yes: true }).catch((thrown: unknown) => String(thrown));
    expect(error).toMatch(/401/);
    expect(error).not.toContain("secret-of-somebody-else");
    expect(existsSync(path("sequence.yaml"))).toBe(false);
  });
});

describe("what cannot be written", () => {
  it("is said, and all else is written", async () => {
    for (const name of ["Platform", "Hidden\u200bcharacter", "Support", "Support"]) addProduct(name);
    const { code, out } = await run("sequence", { yes: true });
    expect(code).toBe(EXIT.changes);
    expect(readFileSync(path("sequence.yaml"), "utf8")).toBe(
      "vendor: sequence\n\nproducts:\n  platform:\n    name: Platform\n",
    );
    expect(out).toMatch(
      /refused: product "Hidden.*: it cannot be written as an entry: the string contains an invisible/,
    );
    expect(out.match(/left-out: product "Support"/g)).toHaveLength(2);
    expect(out).toMatch(/Sequence account sequence: 1 new, 1 not written, 2 left out; 1 file\n$/);
  });
});

it("as a process says what is missing, and exits with 1", () => {
  const main = join(ROOT, "dist/provider/cli/main.js");
  const tried = (...args: string[]) =>
    spawnSync(process.execPath, [main, "pull", ...args], { cwd: folder, encoding: "utf8" });
  const { status, stdout, stderr } = tried("sequence");
  expect([status, stdout]).toEqual([EXIT.problems, ""]);
  expect(stderr).toMatch(/there is no Pulumi\.yaml in .*\n {2}what to do: /);
  expect(tried().status).toBe(EXIT.problems);
  expect(tried("sequence", "--split", "file").stderr).toMatch(/Allowed choices are account, product/);
  expect(tried("--help").stdout).toMatch(/--all-fields[\s\S]*Exit codes of all commands/);
});

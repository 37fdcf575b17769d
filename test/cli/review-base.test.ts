/** `catalogue review --base` in the repositories that there are: links, submodules, hooks, folders that moved. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Review } from "../../provider/review/digest.js";
import { ROOT } from "../../tools/local/repository.ts";

const MAIN = join(ROOT, "dist/provider/cli/main.js");
const UP = "USD 20.00 → 25.00 per month (+25.0 %): a new price; current subscribers keep USD 20.00";
let folder: string;
let temporary: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "base-"));
  temporary = mkdtempSync(join(tmpdir(), "base-tmp-"));
  git("init", "--quiet", "--initial-branch=main");
  write("catalogue/polar.yaml", 2_000);
});
afterEach(() => {
  for (const path of [folder, temporary]) rmSync(path, { recursive: true, force: true });
});

function gitIn(cwd: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"];
  return execFileSync("git", [...identity, ...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
const git = (...args: readonly string[]): string => gitIn(folder, ...args);
function commit(): void {
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", "State");
}
function write(path: string, amount: number): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(
    join(folder, path),
    "vendor: polar\nproducts:\n  pro: { name: Pro, recurring_interval: month, " +
      `prices: [{ amount_type: fixed, price_amount: ${amount} }] }\n`,
  );
}

interface Where {
  readonly below?: string;
  readonly environment?: Readonly<Record<string, string>>;
}
function run(args: readonly string[], { below = "", environment = {} }: Where = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "review", ...args], {
    cwd: join(folder, below),
    encoding: "utf8",
    env: { ...process.env, TMPDIR: temporary, ...environment },
  });
  // Nothing is left behind, and the index is as it was.
  expect(readdirSync(temporary)).toEqual([]);
  return { status, stdout, stderr };
}
function reviewed(args: readonly string[] = [], where: Where = {}): Review {
  const { stdout, stderr } = run(["--base", "HEAD", "--format", "json", ...args], where);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Review;
}
const sentences = ({ changes }: Review): string[] => changes.map(({ sentence }) => sentence);

describe("the earlier files", () => {
  it("of a repository with no change, and with one in the working tree", () => {
    commit();
    expect(run(["--base", "HEAD"])).toMatchObject({ status: 0, stderr: "" });
    write("catalogue/polar.yaml", 2_500);
    expect(sentences(reviewed())).toEqual([UP]);
    expect(run(["--base", "HEAD"]).status).toBe(2);
    expect(git("status", "--porcelain")).toBe(" M catalogue/polar.yaml\n");
  });

  it("a file that is not committed counts", () => {
    commit();
    writeFileSync(
      join(folder, "catalogue/more.yaml"),
      "vendor: polar\nproducts:\n  more: { name: More, prices: [{ amount_type: free }] }\n",
    );
    expect(reviewed().changes.map(({ address, action }) => [address, action])).toEqual([["polar/more", "create"]]);
  });

  it.each([
    ["GIT_DIR", ".git"],
    ["GIT_INDEX_FILE", ".git/index"],
    ["GIT_LITERAL_PATHSPECS", "1"],
    ["GIT_WORK_TREE", "."],
  ])("do not depend on %s, which git sets for a hook", (name, value) => {
    commit();
    mkdirSync(join(folder, "tools"));
    write("catalogue/polar.yaml", 2_500);
    const before = git("ls-files", "--stage");
    expect(sentences(reviewed([], { environment: { [name]: value } }))).toEqual([UP]);
    const below = { below: "tools", environment: { [name]: value } };
    expect(sentences(reviewed(["--directory", "../catalogue"], below))).toEqual([UP]);
    expect(git("ls-files", "--stage")).toBe(before);
  });

  it("are found where the commit is made, by a hook", () => {
    commit();
    const hook = join(folder, ".git/hooks/pre-commit");
    mkdirSync(dirname(hook), { recursive: true });
    const command = `"${process.execPath}" "${MAIN}" review --base HEAD --output review.txt; test $? -eq 2`;
    writeFileSync(hook, `#!/bin/sh\n${command}\n`);
    chmodSync(hook, 0o755);
    write("catalogue/polar.yaml", 2_500);
    commit();
    expect(git("log", "--oneline").trim().split("\n")).toHaveLength(2);
  });

  it("with a catalogue outside the folder, by a relative and by an absolute path", () => {
    commit();
    mkdirSync(join(folder, "deploy"));
    write("catalogue/polar.yaml", 2_500);
    for (const path of ["../catalogue", join(folder, "catalogue")]) {
      const made = reviewed(["--directory", path], { below: "deploy" });
      expect(sentences(made)).toEqual([UP]);
      expect(made.changes[0]?.place).toEqual({ file: "../catalogue/polar.yaml", line: 3 });
    }
  });

  it("behind links: of the folder, on the way to it, and within it", () => {
    renameSync(join(folder, "catalogue"), join(folder, "real"));
    symlinkSync("real", join(folder, "catalogue"));
    mkdirSync(join(folder, "inner/.shared"), { recursive: true });
    write("inner/.shared/polar.yaml", 2_000);
    symlinkSync(".shared", join(folder, "inner/files"));
    symlinkSync("inner", join(folder, "outer"));
    commit();
    write("real/polar.yaml", 2_500);
    expect(sentences(reviewed())).toEqual([UP]);
    write("inner/.shared/polar.yaml", 2_500);
    for (const path of ["inner", "inner/files", "outer", "outer/files"])
      expect(sentences(reviewed(["--directory", path]))).toEqual([UP]);
  });

  it("links in a circle end", () => {
    symlinkSync("b", join(folder, "a"));
    symlinkSync("a", join(folder, "b"));
    commit();
    const { status, stdout, stderr } = run(["--base", "HEAD", "--directory", "a"]);
    expect(status).toBe(1);
    expect(stdout + stderr).toContain("does not exist");
  });

  it("without a catalogue: all is new, and the review says why", () => {
    rmSync(join(folder, "catalogue"), { recursive: true });
    commit();
    write("catalogue/polar.yaml", 2_000);
    const made = reviewed();
    expect(made.changes.map(({ action }) => action)).toEqual(["create"]);
    expect(made.messages).toEqual([
      { severity: "warning", text: "HEAD has no catalogue in catalogue, so every entry is shown as new" },
    ]);
  });

  it("under the name that the folder had then", () => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: x\nruntime: nodejs\n");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: { catalogue:directory: ./catalogue }\n");
    commit();
    renameSync(join(folder, "catalogue"), join(folder, "prices"));
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: { catalogue:directory: ./prices }\n");
    write("prices/polar.yaml", 2_500);
    const made = reviewed(["--stack", "dev"]);
    expect(sentences(made)).toEqual([UP]);
    expect(made.messages).toEqual([]);
  });

  it("with problems: the review names the file of then, never a temporary one", () => {
    writeFileSync(join(folder, "catalogue/polar.yaml"), "vendor: polar\nproducts: [\n");
    commit();
    write("catalogue/polar.yaml", 2_000);
    const { status, stdout } = run(["--base", "HEAD"]);
    expect(status).toBe(1);
    expect(stdout).toContain("in HEAD, catalogue/polar.yaml line 2:");
    expect(stdout).not.toContain(temporary);
  });

  it("an empty folder is a problem of its own, with its name", () => {
    commit();
    rmSync(join(folder, "catalogue"), { recursive: true });
    const { status, stdout } = run(["--base", "HEAD"]);
    expect(status).toBe(1);
    expect(stdout).toContain("(catalogue:1)");
    expect(stdout).toContain("no changes are known");
  });

  it("in a submodule cannot be told from outside, and can from inside", () => {
    const inner = mkdtempSync(join(tmpdir(), "base-inner-"));
    gitIn(inner, "init", "--quiet");
    renameSync(join(folder, "catalogue/polar.yaml"), join(inner, "polar.yaml"));
    rmSync(join(folder, "catalogue"), { recursive: true });
    gitIn(inner, "add", ".");
    gitIn(inner, "commit", "--quiet", "--message", "State");
    git("submodule", "--quiet", "add", inner, "catalogue");
    rmSync(inner, { recursive: true });
    commit();
    write("catalogue/polar.yaml", 2_500);
    const outside = run(["--base", "HEAD"]);
    expect(outside).toMatchObject({ status: 1, stdout: "" });
    expect(outside.stderr).toContain("catalogue is a submodule, so its earlier files are in another repository");
    const inside = run(["--base", "HEAD", "--directory", "."], { below: "catalogue" });
    expect(inside.status).toBe(2);
    expect(inside.stdout.replace(/\s+/g, " ")).toContain(UP);
  });

  it("in another worktree, with a detached HEAD, and with lines that end in CRLF", () => {
    commit();
    const other = join(folder, "other");
    git("worktree", "add", "--quiet", "--detach", other);
    git("config", "core.autocrlf", "true");
    write("other/catalogue/polar.yaml", 2_500);
    expect(sentences(reviewed(["--base", "main"], { below: "other" }))).toEqual([UP]);
  });

  it("leave nothing in the repository, whatever index it has", () => {
    git("config", "core.splitIndex", "true");
    commit();
    write("catalogue/polar.yaml", 2_500);
    const before = readdirSync(join(folder, ".git")).sort();
    expect(sentences(reviewed())).toEqual([UP]);
    expect(readdirSync(join(folder, ".git")).sort()).toEqual(before);
  });
});

describe("a signal", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s: the temporary folder is removed", async (signal, code) => {
    commit();
    // A git that says when the files are checked out, and takes its time.
    const tools = join(folder, "bin");
    mkdirSync(tools);
    const own = execFileSync("/bin/sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    const wait = `case "$*" in *checkout-index*) echo at work >&3; sleep 2;; esac`;
    writeFileSync(join(tools, "git"), `#!/bin/sh\n${wait.replace(">&3", `> "${folder}/ready"`)}\nexec ${own} "$@"\n`);
    chmodSync(join(tools, "git"), 0o755);
    const child = spawn(process.execPath, [MAIN, "review", "--base", "HEAD"], {
      cwd: folder,
      env: { ...process.env, TMPDIR: temporary, PATH: `${tools}:${process.env["PATH"]}` },
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    while (!existsSync(join(folder, "ready"))) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(readdirSync(temporary)).toHaveLength(1);
    child.kill(signal);
    expect(await ended).toBe(code);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe("what cannot be compared", () => {
  it.each(["-x", "--all", "HEAD:catalogue", "nowhere", ""])("base %j: 1, with what to do", (base) => {
    commit();
    const { status, stdout, stderr } = run([`--base=${base}`]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`git does not know the commit ${base} here`);
    expect(stderr).toContain("what to do: ");
  });

  it("a clone without the history", () => {
    commit();
    git("checkout", "--quiet", "-b", "feature");
    write("catalogue/polar.yaml", 2_500);
    commit();
    git("checkout", "--quiet", "main");
    write("catalogue/polar.yaml", 3_000);
    commit();
    const shallow = join(folder, "shallow");
    git("clone", "--quiet", "--depth", "1", "--no-single-branch", `file://${folder}`, shallow);
    const { status, stderr } = run(["--base", "origin/feature"], { below: "shallow" });
    expect(status).toBe(1);
    expect(stderr).toContain("HEAD and origin/feature have no commit in common here\n  what to do: fetch the whole");
  });

  it("a folder without a repository", () => {
    rmSync(join(folder, ".git"), { recursive: true });
    const { status, stderr } = run(["--base", "HEAD"]);
    expect(status).toBe(1);
    expect(stderr).toContain("is not in a git repository");
  });
});

/**
 * `catalogue review` as a process, and docs/review.md: its examples are what the command and the package do.
 * CATALOGUE_TEST_DOCS=write in the environment writes what the command prints into the pages.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FORGES } from "../../provider/review/render/forges.js";
import { REVIEW_RULES } from "../../provider/review/rules/index.js";
import { VERDICT } from "../../provider/review/verdict.js";
import { ROOT } from "../../tools/local/repository.ts";

const MAIN = join(ROOT, "dist/provider/cli/main.js");
const page = (name: string): string => readFileSync(join(ROOT, name), "utf8");
const REVIEW = page("docs/review.md");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "review-"));
  git("init", "--quiet", "--initial-branch", "main");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const AUTHOR = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
const git = (...args: readonly string[]) =>
  execFileSync("git", [...AUTHOR, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" });

const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "review", ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, FORCE_COLOR: "" },
  });
  return { status, stdout, stderr };
};

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const commit = (): void => {
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", "A state");
};

/** Commits the YAML of a page as it was, on the branch that the page names, and leaves it as it is. */
function edit(text: string): void {
  const [, yaml = "", name = ""] = /```yaml\n(# (catalogue\/\S+)\n[\s\S]*?)```/.exec(text) ?? [];
  const before = yaml.replaceAll(/: \S+ # was: (.*)/g, ": $1");
  expect(before).not.toBe(yaml);
  write(name, before);
  commit();
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  write(name, yaml);
}

/** What a page says that `--base origin/main` prints. */
const shown = (text: string): string =>
  /```\n\$ npx catalogue review --base origin\/main\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
const withoutCommit = (text: string): string => text.replace(/\(commit [0-9a-f]+\)/, "(commit …)");

describe("the example of", () => {
  it.each([
    ["docs/review.md", VERDICT.blocked],
    ["README.md", VERDICT.changes],
  ])("%s is what the command prints", (name, code) => {
    edit(page(name));
    const { status, stdout, stderr } = run("--base", "origin/main");
    if (process.env["CATALOGUE_TEST_DOCS"] === "write")
      writeFileSync(
        join(ROOT, name),
        page(name).replace(shown(page(name)), () => withoutCommit(stdout)),
      );
    expect({ status, stderr, stdout: withoutCommit(stdout) }).toEqual({
      status: code,
      stderr: "",
      stdout: withoutCommit(shown(page(name))),
    });
  });
});

describe("docs/review.md", () => {
  it("has the number of rules, and the sizes of the forges", () => {
    const ofCatalogue = REVIEW_RULES.filter(({ looksAt }) => looksAt === "catalogue");
    expect(REVIEW.replaceAll("\n", " ")).toContain(`the ${REVIEW_RULES.length} rules`);
    expect(ofCatalogue).toHaveLength(10);
    expect(REVIEW).toContain("Ten of them look at the catalogue alone");
    for (const { bytes } of Object.values(FORGES)) expect(REVIEW).toContain(bytes.toLocaleString("en"));
  });

  it("the hook stops a commit with blocking findings, and no other", () => {
    edit(REVIEW);
    const hook = /```sh\n(#!\/bin\/sh\n[\s\S]*?)```/.exec(REVIEW)?.[1] ?? "";
    const ofHere = hook.replace("npx catalogue", () => `"${process.execPath}" "${MAIN}"`);
    expect(ofHere).not.toBe(hook);
    writeFileSync(join(folder, ".git/hooks/pre-commit"), ofHere, { mode: 0o755 });
    expect(commit).toThrow();
    write("catalogue/polar.yaml", readFileSync(join(folder, "catalogue/polar.yaml"), "utf8").replace("19900", "2190"));
    commit();
    expect(git("status", "--porcelain")).toBe("");
  });

  describe("its programs", () => {
    const programs = [...REVIEW.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, program = ""]) => program);
    beforeEach(() => {
      mkdirSync(join(folder, "node_modules"));
      symlinkSync(ROOT, join(folder, "node_modules/billing-catalogue"));
      for (const name of ["@pulumi", "@types"])
        symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
      write("package.json", JSON.stringify({ type: "module" }));
      programs.forEach((program, index) => {
        write(`program-${index}.ts`, program);
      });
    });

    it("compile", () => {
      expect(programs).toHaveLength(2);
      const flags = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "--types", "node"];
      const files = programs.map((_program, index) => `program-${index}.ts`);
      const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
      const args = [compiler, ...flags, "--module", "nodenext", "--target", "es2023", ...files];
      const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
      expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    });

    it("review two folders", () => {
      edit(REVIEW);
      git("worktree", "add", "--quiet", "--detach", "earlier", "HEAD");
      cpSync(join(folder, "earlier/catalogue"), join(folder, "released"), { recursive: true });
      const { status, stdout, stderr } = spawnSync(process.execPath, ["--no-warnings", "program-1.ts"], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(status).toBe(0);
      expect(stdout).toContain("USD 19.90 → 199.00 per month");
      expect(JSON.parse(stderr)).toMatchObject({ findings: [{ code: "times-ten", severity: "block" }] });
    });
  });
});

describe("catalogue review --base", () => {
  const CATALOGUE = "vendor: sequence\nproducts: { platform: { name: Platform }, support: { name: Support } }\n";

  it("a commit without a catalogue: all is new, and the review says why", () => {
    commit();
    write("catalogue/sequence.yaml", CATALOGUE);
    const { status, stdout } = run("--base", "HEAD");
    expect(status).toBe(VERDICT.changes);
    expect(stdout).toContain("2 new");
    expect(stdout).toContain("warning: HEAD has no catalogue in catalogue, so every entry is shown as new");
  });

  it("a folder that is not there now is named once, without the folder of the earlier files", () => {
    write("catalogue/sequence.yaml", CATALOGUE);
    commit();
    const { status, stdout } = run("--base", "HEAD", "--directory", "nowhere");
    expect(status).toBe(VERDICT.failed);
    expect(stdout).toContain("(nowhere:1)");
    expect(stdout).not.toContain(tmpdir());
  });

  it.each([
    [["--base", "HEAD", "--refresh"], "--refresh is a part of the preview that --stack runs\n  what to do: "],
    [["--from", "-", "--refresh"], "--refresh is a part of the preview that --stack runs\n  what to do: "],
    [["--base", "HEAD", "--from", "x.json"], "a review needs one source, and only one of --from and --base\n"],
    [["--base", "HEAD", "--impact"], "--impact needs the ids of the objects, which the files do not have\n"],
    [["--base", "nowhere"], "git does not know the commit nowhere here\n  what to do: "],
    [[], "a review needs one source"],
  ])("%j is refused with what to do", (args, said) => {
    commit();
    const { status, stdout, stderr } = run(...args);
    expect({ status, stdout }).toEqual({ status: VERDICT.failed, stdout: "" });
    expect(stderr).toContain(said);
  });
});

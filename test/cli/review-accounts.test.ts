/** `catalogue review --base --stack` of a change that moves an account, in a real repository. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Finding, Review } from "../../provider/review/digest.js";
import { ROOT } from "../../tools/local/repository.ts";

let folder: string;
const AUTHOR = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
const git = (...args: readonly string[]) => execFileSync("git", [...AUTHOR, ...args], { cwd: folder, stdio: "pipe" });
const commit = (): void => {
  git("add", "--all");
  git("commit", "--quiet", "--message", "A state");
};
const configure = (account: object, review: object = {}): void =>
  writeFileSync(
    join(folder, "Pulumi.dev.yaml"),
    JSON.stringify({ config: { "catalogue:accounts": { polar: account }, "catalogue:review": review } }),
  );
const reviewed = (): { code: number | null; findings: readonly Finding[]; stderr: string } => {
  const args = ["review", "--base", "main", "--stack", "dev", "--format", "json"];
  const run = spawnSync(process.execPath, [join(ROOT, "dist/provider/cli/main.js"), ...args], { cwd: folder });
  const stdout = String(run.stdout);
  const findings = stdout === "" ? [] : (JSON.parse(stdout) as Review).findings;
  return { code: run.status, findings, stderr: String(run.stderr) };
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "review-accounts-"));
  git("init", "--quiet", "--initial-branch", "main");
  mkdirSync(join(folder, "catalogue"));
  writeFileSync(
    join(folder, "catalogue/polar.yaml"),
    "vendor: polar\nproducts:\n  pro: { name: Pro, recurring_interval: month, prices: [{ amount_type: free }] }\n",
  );
  writeFileSync(join(folder, "Pulumi.yaml"), "name: catalogue\nruntime: nodejs\n");
  configure({ environment: "production" });
  commit();
  git("switch", "--quiet", "--create", "feature");
});
afterEach(() => rmSync(folder, { recursive: true }));

const MOVED = { environment: "production", baseUrl: "https://evil.example" };
const ACCEPT = { "account-moved": "polar baseUrl https //api.polar.sh -> https //evil.example: our proxy" };
const FINE = { code: 0, findings: [], stderr: "" };

describe("a change that moves an account", () => {
  it("is blocked, also when it accepts that itself", () => {
    configure(MOVED, { accept: ACCEPT });
    expect(reviewed()).toMatchObject({ code: 3, findings: [{ code: "account-moved", severity: "block" }] });
  });

  it("cannot turn the rule off", () => {
    configure(MOVED, { severities: { "account-moved": "off" } });
    const { code, stderr } = reviewed();
    expect(code).toBe(1);
    expect(stderr).toContain("catalogue:review.severities.account-moved is not a code of a rule");
  });

  it("is accepted by the configuration of the base", () => {
    git("switch", "--quiet", "main");
    configure({ environment: "production" }, { accept: ACCEPT });
    commit();
    expect(reviewed()).toEqual(FINE);
    git("switch", "--quiet", "--create", "next");
    configure(MOVED, { accept: ACCEPT });
    expect(reviewed()).toEqual(FINE);
  });

  it("is blocked where the base has no file of the stack, and the account is at a foreign host", () => {
    git("switch", "--quiet", "main");
    git("rm", "--quiet", "Pulumi.dev.yaml");
    commit();
    configure(MOVED, { accept: ACCEPT });
    expect(reviewed()).toMatchObject({ code: 3, findings: [{ code: "account-moved" }] });
  });
});

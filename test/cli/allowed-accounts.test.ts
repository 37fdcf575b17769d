/** `--accounts-from`: the accounts of the working tree, compared with those of a commit in a real repository. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accountsRefusal } from "../../provider/cli/allowed-accounts.js";

let folder: string;
const AUTHOR = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
const git = (...args: readonly string[]) => execFileSync("git", [...AUTHOR, ...args], { cwd: folder, stdio: "pipe" });
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const commit = (): void => {
  git("add", "--all");
  git("commit", "--quiet", "--message", "A state");
};
const stackFile = (host: string): string =>
  `config:\n  catalogue:accounts:\n    fynn: { baseUrl: "https://${host}" }\n`;
const used = (host: string) => ({ "catalogue:accounts": JSON.stringify({ fynn: { baseUrl: `https://${host}` } }) });
const refusal = (host: string, { from = "main", below = "" } = {}): string | undefined =>
  accountsRefusal({ from, folder: join(folder, below), stack: "acme/catalogue/dev", config: used(host) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "allowed-accounts-"));
  git("init", "--quiet", "--initial-branch", "main");
  write("Pulumi.yaml", "name: catalogue\nruntime: nodejs\n");
  write("Pulumi.dev.yaml", stackFile("acme.coreapi.io"));
  commit();
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the accounts that a commit allows", () => {
  it("are those of its stack file, whatever the working tree and other commits have", () => {
    git("switch", "--quiet", "--create", "feature");
    write("Pulumi.dev.yaml", stackFile("evil.example"));
    commit();
    expect(refusal("acme.coreapi.io")).toBeUndefined();
    expect(refusal("evil.example")).toBe(
      "the accounts of stack acme/catalogue/dev are not those that main allows; nothing was sent\n" +
        "  fynn: baseUrl https://acme.coreapi.io -> https://evil.example\n" +
        "  what to do: set catalogue:accounts back; or, if this is meant, merge it into main first",
    );
  });

  it("are those of the commit itself, not of where the branch began", () => {
    git("switch", "--quiet", "--create", "feature");
    git("switch", "--quiet", "main");
    write("Pulumi.dev.yaml", stackFile("new.coreapi.io"));
    commit();
    git("switch", "--quiet", "feature");
    expect(refusal("new.coreapi.io")).toBeUndefined();
    expect(refusal("acme.coreapi.io")).toContain("https://new.coreapi.io -> https://acme.coreapi.io");
  });

  it("are found from a folder below, and in the folder that the project names", () => {
    mkdirSync(join(folder, "stacks"));
    write("Pulumi.yaml", "name: catalogue\nruntime: nodejs\nstackConfigDir: stacks\n");
    write("stacks/Pulumi.dev.yaml", stackFile("other.coreapi.io"));
    git("rm", "--quiet", "Pulumi.dev.yaml");
    commit();
    expect(refusal("other.coreapi.io", { below: "stacks" })).toBeUndefined();
    expect(refusal("acme.coreapi.io")).toContain("https://other.coreapi.io -> https://acme.coreapi.io");
  });

  it("are none where the commit has no file of the stack, and an unknown commit is an error", () => {
    git("rm", "--quiet", "Pulumi.dev.yaml");
    commit();
    expect(refusal("acme.coreapi.io")).toContain("fynn: baseUrl not set -> https://acme.coreapi.io");
    expect(() => refusal("acme.coreapi.io", { from: "nowhere" })).toThrow("git does not know the commit nowhere here");
  });
});

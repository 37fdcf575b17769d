/** A repository of its own for each test of `catalogue log`, and the command as a process in it. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { ROOT } from "../../tools/local/repository.ts";
import { GitFolder } from "../support/git-folder.ts";

const MAIN = join(ROOT, "dist/provider/cli/main.js");
export const UP = "USD 20.00 → 25.00 per month (+25.0 %)";
export let repository: GitFolder;
beforeEach(() => {
  repository = new GitFolder();
});
afterEach(() => repository.remove());

export const product = (amount: number | string, rest = ""): string =>
  `{ name: Pro, recurring_interval: month, prices: [{ amount_type: fixed, price_amount: ${amount} }]${rest} }`;
export const polar = (...products: readonly string[]): string => `vendor: polar\nproducts:\n${products.join("")}`;
export const write = (name: string, key: string, amount: number | string, rest?: string): void =>
  repository.write(name, polar(`  ${key}: ${product(amount, rest)}\n`));

export function runIn(folder: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "log", ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, FORCE_COLOR: "" },
  });
  return { status, stdout, stderr };
}
export const run = (...args: readonly string[]) => runIn(repository.path, ...args);

export interface Shown {
  readonly version: number;
  readonly exists: boolean;
  readonly more: boolean;
  readonly shallow: boolean;
  readonly skipped: readonly { readonly commit: { readonly hash: string }; readonly problem: string }[];
  readonly changes: readonly {
    readonly commit: { readonly hash: string; readonly author: string; readonly subject: string };
    readonly merged: readonly { readonly author: string; readonly subject: string }[];
    readonly what: readonly string[];
    readonly sentence: string;
    readonly address: string;
    readonly file?: string;
  }[];
}
export function shownIn(folder: string, ...args: readonly string[]): Shown {
  const { status, stdout, stderr } = runIn(folder, ...args, "--format", "json");
  expect({ status, stderr: stderr.replace(/^note: .*\n(?: {2}.*\n)*/gm, "") }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as Shown;
}
export const shown = (...args: readonly string[]): Shown => shownIn(repository.path, ...args);
export const inShort = ({ changes }: Shown): string[] => changes.map(({ what, sentence }) => `${what}: ${sentence}`);

/** A price that is raised once, and once more after a rename. */
export function threeCommits(): string[] {
  write("catalogue/polar.yaml", "pro", 2_000);
  const first = repository.commit("Add Pro", "Ann");
  write("catalogue/polar.yaml", "pro", 2_500);
  const second = repository.commit("Raise Pro", "Ben");
  write("catalogue/polar.yaml", "team", 3_000, ", lifecycle: { renamedFrom: pro }");
  return [first, second, repository.commit("Call it Team", "Cleo")];
}

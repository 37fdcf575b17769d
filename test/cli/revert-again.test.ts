/** `catalogue revert` where later commits, a person or the state of the repository are in the way. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadCatalogue } from "../../provider/catalogue/load.js";
import { registry } from "../../provider/vendors/registry.js";
import { ROOT } from "../../tools/local/repository.ts";
import { GitFolder } from "../support/git-folder.ts";
import { type Model, Story } from "./log-story.ts";

const MAIN = join(ROOT, "dist/provider/cli/main.js");
const POLAR = "catalogue/polar.yaml";
let repository: GitFolder;
beforeEach(() => {
  repository = new GitFolder();
});
afterEach(() => repository.remove());

const product = (amount: number, rest = ""): string =>
  `{ name: Pro, recurring_interval: month, prices: [{ amount_type: fixed, price_amount: ${amount} }]${rest} }`;
const write = (...products: readonly string[]): void =>
  repository.write(POLAR, `vendor: polar\nproducts:\n${products.map((one, at) => `  pro${at}: ${one}\n`).join("")}`);
const read = (): string => readFileSync(join(repository.path, POLAR), "utf8");

function runIn(folder: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "revert", ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, FORCE_COLOR: "" },
  });
  return { status, stdout, stderr };
}
const run = (...args: readonly string[]) => runIn(repository.path, ...args);

/** A commit that raises the first of two prices. */
function raised(): string {
  write(product(2_000), product(700));
  repository.commit("Before");
  write(product(2_500), product(700));
  return repository.commit("Raise it");
}

describe("later commits", () => {
  it("that changed the same field: a conflict, said and not written; --force takes the former value", () => {
    const commit = raised();
    write(product(3_000), product(700));
    const later = repository.commit("Raise it again");
    const before = read();
    const { status, stdout, stderr } = run(commit);
    expect(status).toBe(1);
    expect(stdout).toContain(
      `polar/pro0: conflict, not changed: prices was changed again since (${later.slice(0, 7)} Raise it again)\n`,
    );
    expect(stdout).toContain("No file changes.");
    expect(stderr).toContain("1 entry could not be taken back\n  what to do: ");
    expect(read()).toBe(before);
    expect(run(commit, "--force").status).toBe(0);
    expect(read()).toContain(
      "pro0: { name: Pro, recurring_interval: month, prices: [{ amount_type: fixed, price_amount: 2000 }]",
    );
  });

  it("that changed another field, and the entry on the next line: they stay", () => {
    const commit = raised();
    write(product(2_500, ", description: The big one"), product(900));
    repository.commit("Describe it");
    expect(run(commit).status).toBe(0);
    expect(read()).toContain("price_amount: 2000");
    expect(read()).toContain("description: The big one");
    expect(read()).toContain("price_amount: 900");
  });

  it("that changed another entry of two: the one is taken back, the other is a conflict", () => {
    write(product(2_000), product(700));
    repository.commit("Before");
    write(product(2_500), product(800));
    const commit = repository.commit("Raise both");
    write(product(2_500), product(900));
    repository.commit("Raise one again");
    const { status, stdout } = run(commit, "--format", "json");
    expect(status).toBe(1);
    expect((JSON.parse(stdout) as { entries: { outcome: string }[] }).entries.map(({ outcome }) => outcome)).toEqual([
      "restored",
      "conflict",
    ]);
    expect(read()).toContain("price_amount: 2000");
    expect(read()).toContain("price_amount: 900");
  });

  it("that removed the entry, or took it back already", () => {
    const commit = raised();
    write(product(2_000), product(700));
    repository.commit("Take it back by hand");
    const again = run(commit);
    expect(again.stdout).toContain("polar/pro0: nothing to do: it is as before the commit already");
    expect(again.status).toBe(0);
    repository.write(POLAR, `vendor: polar\nproducts:\n  pro1: ${product(700)}\n`);
    repository.commit("Remove it");
    expect(run(commit).stdout).toContain("polar/pro0: conflict, not changed: it is not in the files any more");
  });
});

describe("nothing is written", () => {
  it("with --dry-run: only the difference is shown", () => {
    const commit = raised();
    const before = read();
    const { status, stdout } = run(commit, "--dry-run");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^diff --git a\/catalogue\/polar\.yaml b\/catalogue\/polar\.yaml\n/);
    expect(stdout).toMatch(/\n-.*2500.*\n\+.*2000/);
    expect(read()).toBe(before);
    // git can apply it.
    repository.write("patch", stdout);
    repository.git("apply", "patch");
    expect(read()).toContain("price_amount: 2000");
  });

  it("over changes that are not committed, unless with --force", () => {
    const commit = raised();
    write(product(2_500), product(800));
    const before = read();
    const { status, stderr } = run(commit);
    expect(status).toBe(1);
    expect(stderr).toContain("has changes that are not committed: catalogue/polar.yaml\n  what to do: ");
    expect(read()).toBe(before);
    expect(run(commit, "--force").status).toBe(0);
    expect(read()).toContain("price_amount: 2000");
    expect(read()).toContain("price_amount: 800");
  });

  it("that would not load", () => {
    const meters = (use: string): void =>
      repository.write(
        POLAR,
        "vendor: polar\nmeters:\n  calls: { name: Calls, filter: { conjunction: and, clauses: [] }, aggregation: { func: count } }\n" +
          `products:\n  pro: { name: Pro, recurring_interval: month, prices: [${use}] }\n`,
      );
    repository.write(POLAR, `vendor: polar\nproducts:\n  pro: ${product(2_000)}\n`);
    repository.commit("Before");
    const usage = "{ amount_type: metered_unit, meter: calls, unit_amount: 5 }";
    meters("{ amount_type: fixed, price_amount: 2000 }");
    const commit = repository.commit("Count calls");
    meters(usage);
    repository.commit("Charge for them");
    const before = read();
    const { status, stderr } = run(commit);
    expect(status).toBe(1);
    expect(stderr).toContain("the files would have problems without this commit, so nothing was written");
    expect(stderr).toContain("archived-entry");
    expect(read()).toBe(before);
  });

  it.each<[string, () => string, string]>([
    ["a commit that git does not know", () => "nowhere", "git does not know the commit nowhere here"],
    ["an option in place of a commit", () => "--all", "unknown option"],
    [
      "a commit of another branch",
      () => {
        repository.git("checkout", "--quiet", "-b", "other");
        write(product(9_000));
        const commit = repository.commit("Elsewhere");
        repository.git("checkout", "--quiet", "main");
        return commit;
      },
      "is not a part of this branch",
    ],
    [
      "a commit beside the catalogue",
      () => {
        repository.write("README", "");
        return repository.commit("A file");
      },
      "changes nothing in the catalogue (it changes README)",
    ],
    [
      "files that do not load",
      () => {
        repository.write(POLAR, "vendor: polar\nproducts: [\n");
        repository.commit("Break it");
        return "HEAD~1";
      },
      "the catalogue does not load now",
    ],
  ])("%s: 1, with what to do", (_name, prepare, message) => {
    raised();
    const { status, stdout, stderr } = run(prepare());
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
  });
});

describe("commits of random repositories", () => {
  interface Wanted {
    readonly amount: number | string;
    readonly archived: boolean;
  }
  /** By the key: the former state, and what the commit has created as archived. */
  function wantedOf(before: Model, after: Model): Record<string, Wanted> {
    const known = new Set(before.products.map(({ id }) => id));
    const created = after.products.filter(({ id }) => !known.has(id)).map((one) => ({ ...one, archived: true }));
    const all = [
      ...before.products.map((one) => ({ ...one, in: before })),
      ...created.map((one) => ({ ...one, in: after })),
    ];
    return Object.fromEntries(
      all.map(({ key, amount, file, archived, in: model }) => [
        key,
        { amount: amount === "template" ? (model.templates[file] as number) : amount, archived },
      ]),
    );
  }

  it.each([6_001, 6_002, 6_003, 6_004])("are taken back as if they had not been: seed %i", (seed) => {
    const story = new Story(seed);
    const { path } = story.repository;
    let taken = 0;
    for (const [index, { hash, model, broken }] of story.made.entries()) {
      const before = story.made[index - 1];
      if (!before || broken || before.broken || model.folder !== before.model.folder || index % 3 !== 0) continue;
      story.repository.git("checkout", "--quiet", "--force", hash);
      const { status, stderr } = runIn(path, "HEAD", "--directory", model.folder);
      if (stderr.includes("changes nothing in the catalogue")) continue;
      expect({ status, stderr }, hash).toEqual({ status: 0, stderr: expect.not.stringContaining("could not") });
      const { entries, problems } = loadCatalogue(join(path, model.folder), { registry, values: { amount: 4_242 } });
      expect(problems).toEqual([]);
      const found = entries.map(({ key, fields, archived }) => {
        const [price] = fields["prices"] as [{ price_amount: number }];
        const amount = price.price_amount === 4_242 ? "value" : price.price_amount;
        return [key, { amount, archived }];
      });
      expect(Object.fromEntries(found), hash).toEqual(wantedOf(before.model, model));
      story.repository.git("clean", "--quiet", "--force", "-d");
      taken += 1;
    }
    expect(taken).toBeGreaterThan(2);
    story.repository.remove();
  });
});

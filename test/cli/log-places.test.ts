import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { GitFolder } from "../support/git-folder.ts";
import { inShort, polar, product, repository, run, shown, shownIn, threeCommits, UP, write } from "./log-repository.js";

describe("where it runs", () => {
  it("in a folder below, in another worktree, and with links", () => {
    repository.write("shop/real/polar.yaml", polar(`  pro: ${product(2_000)}\n`));
    symlinkSync("real", join(repository.path, "shop/catalogue"));
    mkdirSync(join(repository.path, "shop/real/more"));
    symlinkSync("more", join(repository.path, "shop/real/linked"));
    repository.write("shop/real/more/plus.yaml", polar(`  plus: ${product(1_000)}\n`));
    repository.commit("Add");
    repository.write("shop/real/polar.yaml", polar(`  pro: ${product(2_500)}\n`));
    repository.commit("Raise it");
    const expected = [
      `changed: ${UP}: a new price; current subscribers keep USD 20.00`,
      "created: new: USD 20.00 per month",
    ];
    expect(inShort(shownIn(join(repository.path, "shop"), "polar/pro"))).toEqual(expected);
    expect(inShort(shown("polar/pro", "--directory", "shop/catalogue"))).toEqual(expected);
    repository.git("worktree", "add", "--quiet", "--detach", "other");
    expect(inShort(shownIn(join(repository.path, "other/shop"), "polar/pro"))).toEqual(expected);
    expect(inShort(shownIn(join(repository.path, "shop"), "polar/plus"))).toEqual([
      "created: new: USD 10.00 per month",
    ]);
  });

  it("a file that is a link to another file of the folder", () => {
    write("catalogue/data.txt", "pro", 2_000);
    symlinkSync("data.txt", join(repository.path, "catalogue/polar.yaml"));
    repository.commit("Add");
    write("catalogue/data.txt", "pro", 2_500);
    repository.commit("Raise it");
    expect(shown("polar/pro").changes.map(({ what }) => what)).toEqual([["changed"], ["created"]]);
  });

  it("a folder that is the whole repository", () => {
    write("polar.yaml", "pro", 2_000);
    repository.commit("Add");
    expect(shown("polar/pro", "--directory", ".").changes[0]).toMatchObject({ file: "polar.yaml" });
  });
});

describe("an address that no commit has", () => {
  it("names those that are close, also from the past", () => {
    threeCommits();
    expect(run("polar/prp")).toMatchObject({ status: 1, stdout: "" });
    expect(run("polar/prp").stderr).toContain(
      "no commit of this branch has an entry polar/prp\n  what to do: did you mean `polar/pro`?",
    );
    expect(run("team").stderr).toContain("what to do: write the whole address: polar/team");
  });

  it("is only in the files", () => {
    threeCommits();
    write("catalogue/more.yaml", "new", 100);
    expect(run("polar/new").stderr).toContain("polar/new is in the files, but in no commit of this branch yet");
  });

  it.each<[string, () => void, string]>([
    ["no repository", () => rmSync(join(repository.path, ".git"), { recursive: true }), "is not in a git repository"],
    ["no commit", () => undefined, "the repository has no commit yet"],
    [
      "a folder that was never committed",
      () => {
        repository.write("README", "");
        repository.commit("Something else");
      },
      "no commit of this branch has the folder catalogue",
    ],
  ])("%s: 1, with what to do", (_name, prepare, message) => {
    prepare();
    const { status, stdout, stderr } = run("polar/pro");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain("what to do: ");
  });

  it("the folder is a submodule, or outside the repository", () => {
    const inner = new GitFolder();
    inner.write("polar.yaml", polar(`  pro: ${product(2_000)}\n`));
    inner.commit("Add");
    repository.git("submodule", "--quiet", "add", inner.path, "catalogue");
    repository.commit("A submodule");
    expect(run("polar/pro").stderr).toContain("catalogue is a submodule, so its history is in another repository");
    expect(shownIn(join(repository.path, "catalogue"), "polar/pro", "--directory", ".").changes).toHaveLength(1);
    inner.remove();
    expect(run("polar/pro", "--directory", "..").stderr).toContain("is not in the repository");
  });
});

it("shows no credential, and no control character of a commit", () => {
  write("catalogue/polar.yaml", "pro", 2_000);
  const secret = "polar_oat_abcdefghijklmnopqrstuvwxyz0123456789";
  repository.commit(`Add ${secret} \u001b[31mred`);
  const { stdout } = run("polar/pro");
  expect(stdout).not.toContain(secret);
  expect(stdout).not.toContain("\u001b");
  expect(run("polar/pro", "--format", "json").stdout).not.toContain(secret);
});

/** A stack whose folder is a git repository: branches are pull requests, merges are what a forge does. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../../tools/local/stack.ts";

const LEFT_OUT = ["/state/", "/home/", "/pids/", "/note-pid.cjs", "/node_modules", "/kept/"];

export class GitProject<Of extends Pick<Stack, "folder"> = Pick<Stack, "folder">> {
  readonly stack: Of;

  constructor(stack: Of) {
    this.stack = stack;
    this.git("init", "--quiet", "--initial-branch", "main");
    this.git("config", "user.name", "tests");
    this.git("config", "user.email", "tests@localhost");
    writeFileSync(join(stack.folder, ".gitignore"), `${LEFT_OUT.join("\n")}\n`);
    mkdirSync(join(stack.folder, "kept"), { recursive: true });
    this.commit("The catalogue");
  }

  git(...args: readonly string[]): string {
    return execFileSync("git", args, { cwd: this.stack.folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Returns the commit. */
  commit(message: string): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.head;
  }

  get head(): string {
    return this.git("rev-parse", "HEAD").trim();
  }

  /** A branch from main with these files of the catalogue changed. The branch stays checked out. */
  branch(name: string, files: Readonly<Record<string, string>>): string {
    this.git("checkout", "--quiet", "-B", name, "main");
    mkdirSync(join(this.stack.folder, "catalogue"), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(this.stack.folder, "catalogue", file), text);
    return this.commit(`Change of ${name}`);
  }

  /** As the button of a forge does. main stays checked out. */
  merge(name: string, how: "merge" | "squash" | "rebase" = "merge"): string {
    if (how === "rebase") {
      this.git("rebase", "--quiet", "main", name);
      this.git("checkout", "--quiet", "main");
      this.git("merge", "--quiet", "--ff-only", name);
      return this.head;
    }
    this.git("checkout", "--quiet", "main");
    if (how === "merge") this.git("merge", "--quiet", "--no-ff", "--message", `Merge ${name}`, name);
    else {
      this.git("merge", "--quiet", "--squash", name);
      this.commit(`Squash ${name}`);
    }
    return this.head;
  }

  /** A file that is not part of the repository. */
  kept(name: string): string {
    return join("kept", name);
  }
}

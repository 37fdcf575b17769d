/** A git repository in a temporary folder, with commits at known times. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export class GitFolder {
  readonly path: string;
  #commits = 0;

  constructor(path = mkdtempSync(join(tmpdir(), "history-"))) {
    this.path = realpathSync(path);
    this.git("init", "--quiet", "--initial-branch=main");
  }

  git(...args: readonly string[]): string {
    return this.#run(args, "Anyone");
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(join(this.path, name), text);
  }

  /** Commits everything: the first on 1 January 2026, each other a day later. Returns the hash. */
  commit(subject: string, author = "Anyone"): string {
    this.git("add", "--all");
    this.#run(["commit", "--quiet", "--allow-empty", "--message", subject], author);
    return this.head;
  }

  merge(branch: string, subject: string, author = "Anyone"): string {
    this.#run(["merge", "--quiet", "--no-ff", "--message", subject, branch], author);
    return this.head;
  }

  get head(): string {
    return this.git("rev-parse", "HEAD").trim();
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #run(args: readonly string[], author: string): string {
    const isCommit = args[0] === "commit" || args[0] === "merge";
    if (isCommit) this.#commits += 1;
    const date = `${new Date(Date.UTC(2026, 0, this.#commits, 12)).toJSON().slice(0, 19)}Z`;
    return execFileSync("git", ["-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false", ...args], {
      cwd: this.path,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: author,
        GIT_AUTHOR_EMAIL: "author@example.com",
        GIT_COMMITTER_NAME: author,
        GIT_COMMITTER_EMAIL: "author@example.com",
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      },
    });
  }
}

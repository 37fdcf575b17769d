/** The scripts of the release, run by a real shell with a `gh` and an `npm` that write down their calls. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../../tools/local/repository.ts";

interface Job {
  readonly steps: readonly { readonly name?: string; readonly run?: string }[];
}
const { jobs } = parse(readFileSync(join(ROOT, ".github/workflows/release.yml"), "utf8")) as {
  jobs: Readonly<Record<string, Job>>;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "billing-catalogue-release-steps-"));
  for (const tool of ["gh", "npm"])
    writeFileSync(join(folder, tool), `#!/bin/sh\necho "${tool} $*" >> "${folder}/calls"\necho "$ANSWER"\n`, {
      mode: 0o755,
    });
  writeFileSync(join(folder, "billing-catalogue-1.2.3.tgz"), "");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a step as GitHub does. */
function run(job: string, name: string, more: Readonly<Record<string, string>> = {}) {
  const script = jobs[job]?.steps.find((step) => step.name === name)?.run ?? "exit 99";
  const { status, stdout } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: [folder, "/usr/bin", "/bin"].join(delimiter),
      GITHUB_REPOSITORY: "owner/name",
      GITHUB_REF_NAME: "v1.2.3",
      ...more,
    },
  });
  const calls = join(folder, "calls");
  return { status, stdout, calls: existsSync(calls) ? readFileSync(calls, "utf8") : "" };
}

describe("a release", () => {
  const CHECK = "Check that the commit is on main";

  it.each(["identical", "behind"])("of a commit that is %s to main goes on", (ANSWER) => {
    const { status, stdout, calls } = run("test", CHECK, { ANSWER });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(calls).toBe("gh api repos/owner/name/compare/main...v1.2.3 --jq .status\n");
  });

  it.each(["ahead", "diverged", ""])("of a commit that main does not have (%s) ends, and says what to do", (ANSWER) => {
    const { status, stdout } = run("test", CHECK, { ANSWER });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error::v1\.2\.3 is not on main .*Remove the tag/);
  });

  it("publishes the one file that was tested, signed, and runs no script of it", () => {
    const { status, calls } = run("publish", "Publish", { NPM_TAG: "next" });
    expect(status).toBe(0);
    expect(calls).toBe(
      "npm publish ./billing-catalogue-1.2.3.tgz --provenance --access public --ignore-scripts --tag next\n",
    );
  });

  it.each([
    ["latest", "--latest"],
    ["next", "--prerelease"],
  ])("that npm offers as %s is made on GitHub with %s", (NPM_TAG, place) => {
    const { status, calls } = run("announce", "Make the release on GitHub", { NPM_TAG });
    expect(status).toBe(0);
    expect(calls).toBe(
      "gh release create v1.2.3 ./billing-catalogue-1.2.3.tgz --repo owner/name --verify-tag --title v1.2.3 " +
        `--notes-file notes.md ${place}\n`,
    );
  });
});

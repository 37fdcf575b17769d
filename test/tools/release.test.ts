/** A release: the tag, the version, the changelog and the recorded state agree. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../../tools/local/repository.ts";

const CHANGES = `### Added

- One thing of [two](docs/two.md#part),
  told on two lines.
- Another, as in [the format](https://keepachangelog.com) and [below](#fixed).

### Fixed

- A third.`;
const changelog = (unreleased: string, heading: string): string =>
  `# Changelog\n\n## [Unreleased]\n\n${unreleased}${heading}\n\n${CHANGES}\n\n## [0.1.0]\n\n- The first.\n`;

let root: string;
const write = (file: string, text: string): void => {
  mkdirSync(join(root, file, ".."), { recursive: true });
  writeFileSync(join(root, file), text);
};
const release = (...parameters: string[]): { status: number | null; stdout: string; stderr: string } => {
  const script = join(root, "tools/release/release.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...parameters], { encoding: "utf8" });
  return { status, stdout, stderr };
};
const packageOf = (version: string): void =>
  write("package.json", JSON.stringify({ version, homepage: "https://example.com/owner/name#readme" }));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "billing-catalogue-release-"));
  cpSync(join(ROOT, "tools/release"), join(root, "tools/release"), { recursive: true });
  packageOf("0.2.0");
  write("CHANGELOG.md", changelog("", "## [0.2.0] - 2026-01-31"));
  for (const version of ["0.1.0", "0.2.0"]) write(`test/fixtures/${version}/state.json`, "{}");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("a release", () => {
  it("is fine when all agree, and says under which name npm offers it", () => {
    expect(release("check", "v0.2.0")).toEqual({ status: 0, stdout: "npm-tag=latest\n", stderr: "" });
  });

  it("of a version before another one is not the one that npm installs by itself", () => {
    packageOf("0.2.0-rc.1");
    write("CHANGELOG.md", changelog("", "## [0.2.0-rc.1] - 2026-01-31"));
    cpSync(join(root, "test/fixtures/0.2.0"), join(root, "test/fixtures/0.2.0-rc.1"), { recursive: true });
    rmSync(join(root, "test/fixtures/0.2.0"), { recursive: true });
    expect(release("check", "v0.2.0-rc.1")).toEqual({ status: 0, stdout: "npm-tag=next\n", stderr: "" });
  });

  it.each([
    ["another tag", "v0.3.0", () => undefined, "the tag is v0.3.0, and the version in package.json is 0.2.0"],
    ["a tag without v", "0.2.0", () => undefined, "the tag is 0.2.0, and"],
    [
      "no date",
      "v0.2.0",
      () => write("CHANGELOG.md", changelog("", "## [0.2.0]")),
      "does not say when version 0.2.0 was released and what changed",
    ],
    [
      "changes that wait",
      "v0.2.0",
      () => write("CHANGELOG.md", changelog("- More.\n\n", "## [0.2.0] - 2026-01-31")),
      'CHANGELOG.md has changes under "Unreleased", which this release contains',
    ],
    [
      "a version that the changelog does not have",
      "v0.3.0",
      () => packageOf("0.3.0"),
      "the newest version in CHANGELOG.md is 0.2.0, and that in package.json is 0.3.0",
    ],
  ])("with %s is refused, and says what to do", (_, tag, edit, message) => {
    edit();
    const { status, stdout, stderr } = release("check", tag);
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).toContain("\n  what to do: ");
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(release("notes", tag).status).toBe(1);
  });

  it("prints its changes with one line for each, and with links that work anywhere", () => {
    const { status, stdout } = release("notes", "v0.2.0");
    expect(status).toBe(0);
    expect(stdout).toBe(`### Added

- One thing of [two](https://example.com/owner/name/blob/v0.2.0/docs/two.md#part), told on two lines.
- Another, as in [the format](https://keepachangelog.com) and [below](#fixed).

### Fixed

- A third.
`);
  });
});

describe("between releases", () => {
  const check = (): string => {
    const { status, stderr } = release("check");
    expect(status).toBe(stderr === "" ? 0 : 1);
    return stderr;
  };

  it("changes may wait", () => {
    write("CHANGELOG.md", changelog("- More.\n\n", "## [0.2.0] - 2026-01-31"));
    expect(check()).toBe("");
  });

  it("each released version has its state, and each state its version", () => {
    rmSync(join(root, "test/fixtures/0.1.0/state.json"));
    mkdirSync(join(root, "test/fixtures/0.1.1"));
    expect(check()).toContain("test/fixtures/0.1.0/state.json does not exist\n  what to do: ");
    expect(check()).toContain("test/fixtures/0.1.1 is the state of a version that CHANGELOG.md does not have");
  });

  it("the changelog begins with what is not released, and its headings are those of versions", () => {
    write("CHANGELOG.md", changelog("", "## [0.2.0] - 2026-01-31").replace(/## \[Unreleased\]\n\n/, ""));
    expect(check()).toContain("CHANGELOG.md does not begin with what is not released");
    write("CHANGELOG.md", changelog("", "## 0.2.0 (today)"));
    expect(check()).toBe(
      'CHANGELOG.md: the heading "## 0.2.0 (today)" is not that of a version\n' +
        '  what to do: write "## [1.2.3] - 2026-01-31", or "## [Unreleased]"\n',
    );
  });

  it("this repository's agree", () => {
    rmSync(join(root, "test/fixtures"), { recursive: true });
    for (const file of ["package.json", "CHANGELOG.md"]) write(file, readFileSync(join(ROOT, file), "utf8"));
    cpSync(join(ROOT, "test/fixtures"), join(root, "test/fixtures"), { recursive: true });
    expect(check()).toBe("");
  });
});

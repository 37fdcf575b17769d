/**
 * `node tools/release/release.mjs check [tag]`: versions, changelog and recorded states agree; with a tag, it is that
 * of the version, and the line `npm-tag=…` says under which name npm offers it.
 * `node tools/release/release.mjs notes <tag>`: prints what changed in the version, for the release on GitHub.
 * Needs no modules, because it runs before they are installed.
 */
// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asNotes, ChangelogError, sections, UNRELEASED } from "./changelog.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FIXTURES = "test/fixtures";

/** @param {string} file */
const read = (file) => readFileSync(join(ROOT, file), "utf8");

/** @type {{ version: string, homepage: string }} */
const { version, homepage } = JSON.parse(read("package.json"));

/** @returns {string[]} what is wrong, each with what to do */
function disagreements() {
  const all = sections(read("CHANGELOG.md"));
  const released = all.filter((section) => section.version !== UNRELEASED).map((section) => section.version);
  const recorded = existsSync(join(ROOT, FIXTURES)) ? readdirSync(join(ROOT, FIXTURES)) : [];
  const [first] = all;
  const found = [];
  if (first?.version !== UNRELEASED)
    found.push(`CHANGELOG.md does not begin with what is not released\n  what to do: write "## [${UNRELEASED}]" first`);
  if (released[0] !== version)
    found.push(
      `the newest version in CHANGELOG.md is ${released[0]}, and that in package.json is ${version}\n` +
        "  what to do: change both in the commit of a release",
    );
  for (const name of released) {
    if (!existsSync(join(ROOT, FIXTURES, name, "state.json")))
      found.push(
        `the state that version ${name} leaves is not recorded: ${FIXTURES}/${name}/state.json does not exist\n` +
          "  what to do: run `node tools/local/fixture-state.ts` on the commit of that version; commit what it writes",
      );
  }
  for (const name of recorded) {
    if (!released.includes(name))
      found.push(
        `${FIXTURES}/${name} is the state of a version that CHANGELOG.md does not have\n` +
          "  what to do: write its section, or remove the folder",
      );
  }
  return found;
}

/**
 * @param {string} tag
 * @returns {string[]} what is wrong with a release of this tag, each with what to do
 */
function obstacles(tag) {
  const all = sections(read("CHANGELOG.md"));
  const section = all.find((one) => one.version === version);
  const waiting = all.find((one) => one.version === UNRELEASED)?.text ?? "";
  const found = [];
  if (tag !== `v${version}`)
    found.push(
      `the tag is ${tag}, and the version in package.json is ${version}\n` +
        `  what to do: remove the tag, and set v${version} on the commit that is released`,
    );
  if (section === undefined || section.text === "" || section.date === undefined)
    found.push(
      `CHANGELOG.md does not say when version ${version} was released and what changed\n` +
        `  what to do: write "## [${version}] - <date>" with the changes below it`,
    );
  if (waiting !== "")
    found.push(
      `CHANGELOG.md has changes under "${UNRELEASED}", which this release contains\n` +
        `  what to do: move them to the section of version ${version}`,
    );
  return found;
}

/** @param {readonly string[]} found */
function end(found) {
  if (found.length === 0) return;
  console.error(found.join("\n"));
  process.exit(1);
}

/** @param {string | undefined} command @param {string | undefined} tag */
function main(command, tag) {
  if (command === "check") {
    end([...disagreements(), ...(tag === undefined ? [] : obstacles(tag))]);
    if (tag !== undefined) console.log(`npm-tag=${version.includes("-") ? "next" : "latest"}`);
  } else if (command === "notes" && tag !== undefined) {
    end(obstacles(tag));
    const text = sections(read("CHANGELOG.md")).find((one) => one.version === version)?.text ?? "";
    console.log(asNotes(text, `${homepage.replace(/#.*$/, "")}/blob/${tag}`));
  } else end(["usage: node tools/release/release.mjs check [tag] | notes <tag>"]);
}

try {
  main(process.argv[2], process.argv[3]);
} catch (error) {
  if (!(error instanceof ChangelogError)) throw error;
  end([error.message]);
}

/**
 * docs/price-change.md: every output on it is what its command prints, in a project with git, the real CLI and the
 * vendors in memory. CATALOGUE_TEST_DOCS=write in the environment writes the outputs into the page, and makes the
 * pictures in docs/pictures again.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";
import { GitProject } from "../support/git-project.js";
import { drawn, PICTURES, picturesOf } from "../support/pictures.ts";
import { providersEnd } from "./processes.js";
import { startVendors, type Vendors } from "./sandboxes.js";

const WRITES = process.env["CATALOGUE_TEST_DOCS"] === "write";
const PAGE = join(ROOT, "docs/price-change.md");
const SOURCES = join(ROOT, "docs/pictures/sources.json");

let vendors: Vendors;
let project: GitProject<Stack>;

/** The YAML of the page, as it was, and as it is on the branch. */
const [, after = ""] = /```yaml\n# catalogue\/polar\.yaml\n([\s\S]*?)```/.exec(readFileSync(PAGE, "utf8")) ?? [];
const before = after.replaceAll(/: \S+ # was: (.*)/g, ": $1");

beforeAll(async () => {
  expect(before).not.toBe(after);
  vendors = await startVendors();
  const stack = await Stack.create({
    catalogue: { "polar.yaml": before },
    config: { accounts: { polar: vendors.accounts["polar"] } },
    environment: vendors.environment,
    stack: "production",
  });
  project = new GitProject(stack);
  await stack.upOk();
});
afterAll(async () => {
  await providersEnd(project.stack);
  project.stack.remove();
  await vendors.close();
});

/** Ids, ports and commits are other ones in each run. Ids of the same length keep the line breaks. */
function masked(text: string): string {
  const ids = [...new Set(text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))];
  return ids
    .reduce((all, id, at) => all.replaceAll(id, `5f5db807-e445-4847-b9b5-${String(at + 1).padStart(12, "0")}`), text)
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:4712")
    .replace(/(commit )[0-9a-f]{7,40}/g, "$1…");
}

async function run(args: string): Promise<string> {
  const { text } = await project.stack.catalogue(...args.split(" "));
  return masked(text);
}

/** What the commands of the page print, in the order of the page. */
async function walk(): Promise<{ outputs: [string, string][]; comment: string; page: string }> {
  const outputs: [string, string][] = [];
  const shown = async (args: string) => {
    outputs.push([`$ npx catalogue ${args}`, await run(args)]);
  };
  project.branch("price", { "polar.yaml": after });
  await shown("review --stack production");
  await run("review --stack production --output kept/review.json");
  const comment = await run("review --stack production --format markdown");
  await run("review --stack production --output kept/review.html");
  const page = masked(readFileSync(join(project.stack.folder, "kept/review.html"), "utf8"));
  project.merge("price", "squash");
  const apply = "apply --stack production --approved kept/review.json";
  await shown(apply);
  await shown(apply);
  project.branch("unseen", { "polar.yaml": after.replace("3900 # was: 2900", "4900") });
  project.merge("unseen");
  await shown(apply);
  return { outputs, comment, page };
}

const BLOCK = /```text\n(\$ npx catalogue [^\n]*)\n([\s\S]*?)```/g;
const blocks = (): [string, string][] =>
  [...readFileSync(PAGE, "utf8").matchAll(BLOCK)].map(([, command = "", output = ""]) => [command, output]);

it("the outputs of the page are what the commands print, and the pictures were made of them", async () => {
  const { outputs, comment, page } = await walk();
  const sources = { review: page, comment };
  const hashes = Object.fromEntries(
    Object.entries(sources).map(([name, text]) => [name, createHash("sha256").update(text).digest("hex")]),
  );
  if (WRITES) {
    let at = 0;
    const fresh = readFileSync(PAGE, "utf8").replace(BLOCK, (_all, command: string) => {
      const output = outputs[at++]?.[1].trimEnd() ?? "";
      return `\`\`\`text\n${command}\n${output}\n\`\`\``;
    });
    writeFileSync(PAGE, fresh);
    for (const [name, picture] of Object.entries(await drawn(sources))) writeFileSync(picturesOf(name), picture);
    writeFileSync(SOURCES, `${JSON.stringify(hashes, null, 2)}\n`);
  }
  expect(blocks()).toEqual(outputs.map(([command, output]) => [command, `${output.trimEnd()}\n`]));
  expect(JSON.parse(readFileSync(SOURCES, "utf8")), "make the pictures again: CONTRIBUTING.md").toEqual(hashes);
});

it.each(PICTURES)("the picture %s is a PNG that is small enough for a page", (name) => {
  const picture = readFileSync(picturesOf(name));
  expect(picture.subarray(1, 4).toString()).toBe("PNG");
  expect(picture.readUInt32BE(16)).toBeGreaterThan(600);
  expect(picture.length).toBeLessThan(150 * 1024);
});

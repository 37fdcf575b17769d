/** The files of a new project: what each of them holds, and what happens to those that exist. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { stringify } from "yaml";
import { isObject, type JsonObject } from "../../fields/shape.js";
import type { Vendor } from "../../kinds/vendor.js";
import { makeFolder } from "../folder.js";
import type { Answers } from "./answers.js";

export interface Package {
  readonly name: string;
  readonly version: string;
  /** The text of its Pulumi.yaml. */
  readonly project: string;
}

export interface NewProject extends Answers {
  readonly folder: string;
  /** The name of the stack's file: "dev" of `acme/dev`. */
  readonly stackFile?: string;
  /** The URL of the backend that Pulumi.yaml names. */
  readonly backend?: string;
}

/** A file to write. */
export interface PlannedFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly content: string;
  /**
   * What the file has: nothing, the same, other lines that stay (`extended`), other content that would be lost, or
   * content that nothing can bring back (`precious`).
   */
  readonly now: "absent" | "same" | "extended" | "other" | "precious";
}

/** The folder of the state, where the backend is `file`. */
export const STATE_FOLDER = "state";
/** Relative to the folder in which the CLI runs. */
export const STATE_URL = `file://./${STATE_FOLDER}`;

/** @throws an Error that says what to do when package.json is not a JSON object, or is one of CommonJS */
export function plannedFiles(project: NewProject, pack: Package, force: boolean): PlannedFile[] {
  const { folder, vendors, settings, stackFile, backend } = project;
  const whole = (path: string, content: string): PlannedFile => {
    const found = textAt(join(folder, path));
    return { path, content, now: found === undefined ? "absent" : found === content ? "same" : "other" };
  };
  return [
    manifestFile(folder, pack, force),
    whole("index.js", PROGRAM),
    whole("Pulumi.yaml", projectText(pack.project, project)),
    ...(stackFile === undefined || Object.keys(settings).length === 0
      ? []
      : [stackConfigFile(folder, `Pulumi.${stackFile}.yaml`, settings)]),
    ...vendors.map((vendor) => whole(`catalogue/${vendor.name}.yaml`, catalogueText(vendor, pack))),
    ignoreFile(folder, ["node_modules/", ...(backend === STATE_URL ? [`/${STATE_FOLDER}/`] : [])]),
  ];
}

export function writeFiles(folder: string, files: readonly PlannedFile[]): void {
  for (const { path, content, now } of files) {
    if (now === "same") continue;
    const whole = join(folder, path);
    makeFolder(dirname(whole));
    writeFileSync(whole, content);
  }
}

const PROGRAM = `/** What \`pulumi preview\` and \`pulumi up\` run, because Pulumi.yaml names it as \`main\`. */
export { default } from "billing-catalogue/program";
`;

const projectText = (packed: string, { backend }: NewProject): string =>
  backend === undefined ? packed : packed.replace(/^runtime:/m, `backend:\n  url: ${backend}\nruntime:`);

function catalogueText({ name, starter }: Vendor, { name: pack }: Package): string {
  const schema = `# yaml-language-server: $schema=../node_modules/${pack}/catalogue/schema/${name}.json\n`;
  return schema + (starter ?? `vendor: ${name}\n`);
}

/** An existing package.json keeps what it has. */
function manifestFile(folder: string, { name, version }: Package, force: boolean): PlannedFile {
  const path = "package.json";
  const found = textAt(join(folder, path));
  const manifest = found === undefined ? { name: packageName(folder), private: true } : parsed(found);
  const { type = "module", dependencies = {} } = manifest;
  if (type !== "module" && !force)
    throw new Error(
      `package.json has \`"type": ${JSON.stringify(type)}\`, and the program of the project is an ES module\n` +
        "  what to do: run `npm pkg set type=module`, use another folder, or let --force set it",
    );
  const known = isObject(dependencies) ? dependencies : {};
  const wanted = { ...manifest, type: "module", dependencies: { ...known, [name]: known[name] ?? `^${version}` } };
  const content = `${JSON.stringify(wanted, null, 2)}\n`;
  const isSame = found !== undefined && JSON.stringify(parsed(found)) === JSON.stringify(wanted);
  return { path, content, now: found === undefined ? "absent" : isSame ? "same" : "extended" };
}

function parsed(text: string): JsonObject {
  try {
    const manifest: unknown = JSON.parse(text);
    if (isObject(manifest)) return manifest;
  } catch {
    // Said below.
  }
  throw new Error("package.json is not a JSON object\n  what to do: correct the file, or use another folder");
}

/** A name that npm takes. */
const packageName = (folder: string): string =>
  basename(resolve(folder))
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/^[._-]+|-+$/g, "") || "billing";

/** `catalogue:accounts.fynn.baseUrl` as the members that the path names. */
function stackConfigFile(folder: string, path: string, settings: Readonly<Record<string, string>>): PlannedFile {
  const accounts: Record<string, Record<string, unknown>> = {};
  for (const [key, value] of Object.entries(settings)) {
    const [, account = "", ...names] = key.split(".");
    const last = names.pop() ?? "";
    accounts[account] ??= {};
    let at = accounts[account];
    for (const name of names) {
      at[name] ??= {};
      at = at[name] as Record<string, unknown>;
    }
    at[last] = /^[0-9]+$/.test(value) ? Number(value) : value;
  }
  const content = stringify({ config: { "catalogue:accounts": accounts } });
  const found = textAt(join(folder, path));
  // The CLI adds the salt of the passphrase: without it the stack's secrets are lost.
  return { path, content, now: found === undefined ? "absent" : found.startsWith(content) ? "same" : "precious" };
}

/** Adds the lines that are missing. */
function ignoreFile(folder: string, wanted: readonly string[]): PlannedFile {
  const path = ".gitignore";
  const found = textAt(join(folder, path));
  const lines = (found ?? "").split(/\r?\n/);
  const missing = wanted.filter((line) => !lines.includes(line));
  if (missing.length === 0) return { path, content: found ?? "", now: "same" };
  const before = found === undefined || found === "" || found.endsWith("\n") ? (found ?? "") : `${found}\n`;
  return { path, content: `${before}${missing.join("\n")}\n`, now: found === undefined ? "absent" : "extended" };
}

const textAt = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

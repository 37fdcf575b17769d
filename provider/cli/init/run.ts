/** `catalogue init`: a new project, up to the first `pulumi preview`. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { variablePrefix } from "../../accounts/credentials.js";
import { withoutPassword } from "../../pulumi/without-password.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { makeFolder } from "../folder.js";
import { environmentOf } from "../sandbox/addresses.js";
import { type Answers, answersFrom } from "./answers.js";
import {
  type NewProject,
  type Package,
  type PlannedFile,
  plannedFiles,
  STATE_FOLDER,
  STATE_URL,
  writeFiles,
} from "./files.js";
import type { InitOptions } from "./options.js";
import { isInstalled, runIn } from "./tools.js";

/**
 * Writes the project. Nothing is written where a file would be lost.
 *
 * @throws an Error that says what to do: an option is missing, a file exists, npm or the Pulumi CLI fails
 */
export async function runInit(folder: string, options: InitOptions): Promise<ExitCode> {
  const { stack, backend, force = false } = options;
  checkStack(options);
  const canAsk = process.stdin.isTTY === true && process.stderr.isTTY === true && options.yes !== true;
  const ask = canAsk ? (await import("./ask.js")).askOn({ output: process.stderr }) : undefined;
  const answers = await answersFrom(options, ask);
  const stackFile = stack?.split("/").at(-1);
  const project: NewProject = {
    ...answers,
    folder,
    ...(stackFile === undefined ? {} : { stackFile }),
    ...(backend === undefined ? {} : { backend: backend === "file" ? STATE_URL : backend }),
  };
  const pack = ownPackage();
  const files = plannedFiles(project, pack, force);
  const precious = files.find(({ now }) => now === "precious");
  if (precious) throw new Error(configured(folder, precious.path));
  const lost = files.filter(({ now }) => now === "other").map(({ path }) => path);
  if (lost.length > 0 && !force) throw new Error(existing(folder, lost));
  makeFolder(folder);
  writeFiles(folder, files);
  if (backend === "file") mkdirSync(join(folder, STATE_FOLDER), { recursive: true });
  const installed = isInstalled(folder, pack.name);
  if (!installed && options.install) await runIn(folder, "npm", ["install", "--no-audit", "--no-fund"], NO_NPM);
  if (stack !== undefined) await runIn(folder, "pulumi", ["stack", "init", stack], NO_CLI);
  const next = nextSteps(folder, answers, options, installed || options.install);
  process.stdout.write(options.format === "json" ? inJson(folder, files, options, next) : inText(folder, files, next));
  return EXIT.fine;
}

/** What would fail after the files are written. */
function checkStack({ stack, backend }: InitOptions): void {
  if (stack !== undefined && !/^([A-Za-z0-9_.-]+\/){0,2}[A-Za-z0-9_.-]+$/.test(stack))
    throw new Error(`"${stack}" is not the name of a stack\n  what to do: use letters, digits, ., _ and -, as in dev`);
  if (backend !== undefined && backend !== "file" && !/^[a-z0-9]+:\/\//.test(backend))
    throw new Error(
      `--backend ${backend} is not a backend\n` +
        "  what to do: write `file` for a folder of the project, or a URL such as s3://bucket",
    );
  if (backend !== undefined && withoutPassword(backend) !== backend)
    throw new Error(
      "--backend has a password, which Pulumi.yaml would keep in git\n" +
        "  what to do: leave it out of the URL, and set it in the environment (for Postgres: PGPASSWORD)",
    );
  const { PULUMI_CONFIG_PASSPHRASE: text, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (stack !== undefined && backend === "file" && text === undefined && !file && process.stdin.isTTY !== true)
    throw new Error(
      "the stack needs a passphrase for its secrets, and there is no terminal to ask for it\n" +
        "  what to do: export PULUMI_CONFIG_PASSPHRASE='<passphrase>', and run the command again",
    );
}

const NO_NPM = "npm was not found\n  what to do: install npm, run `npm install` in the folder, and go on from there";
const NO_CLI =
  "the Pulumi CLI was not found; the files are written\n  what to do: install it " +
  "(https://www.pulumi.com/docs/install), make sure that `pulumi` is on the PATH, and run `pulumi stack init`";

const existing = (folder: string, paths: readonly string[]): string =>
  `${paths.join(", ")} ${paths.length === 1 ? "exists" : "exist"} in ${folder} with other content; ` +
  "nothing was written\n" +
  "  what to do: use an empty folder (catalogue init <folder>), move the files away, or let --force replace them";

const configured = (folder: string, path: string): string =>
  `${path} exists in ${folder} with other content, which no option replaces; nothing was written\n` +
  "  what to do: name another stack with --stack, or omit --stack and use the stack that is there";

/** This package: its name and version, and the project file that it ships. */
function ownPackage(): Package {
  const path = createRequire(import.meta.url).resolve("billing-catalogue/package.json");
  const { name, version } = JSON.parse(readFileSync(path, "utf8")) as { name: string; version: string };
  return { name, version, project: readFileSync(join(dirname(path), "Pulumi.yaml"), "utf8") };
}

/** Commands for a shell, and remarks that begin with #. */
function nextSteps(folder: string, answers: Answers, options: InitOptions, installed: boolean): string[] {
  const { vendors, environment, settings } = answers;
  const { stack, backend } = options;
  const local = environment === "local";
  const variables = vendors.flatMap((vendor) =>
    local
      ? Object.entries(environmentOf(vendor))
      : vendor.credentials.map(({ variable }) => [variablePrefix(vendor.name, vendor.name) + variable, "…"]),
  );
  const at = relative(process.cwd(), folder);
  return [
    ...(at === "" ? [] : [`cd ${at}`]),
    ...(installed ? [] : ["npm install"]),
    ...(local ? [`npx catalogue sandbox ${vendors.map(({ name }) => name).join(" ")}   # in another terminal`] : []),
    ...(stack === undefined && backend === undefined ? ["pulumi login   # where the state is kept"] : []),
    ...(stack === undefined ? ["pulumi stack init dev"] : []),
    ...(stack === undefined
      ? Object.entries(settings).map(([key, value]) => `pulumi config set --path '${key}' ${value}`)
      : []),
    "pulumi preview",
    ...variables.map(([name, value]) => `export ${name}=${value}`),
    "pulumi up",
  ];
}

const DONE = {
  absent: "created",
  same: "unchanged",
  extended: "extended",
  other: "replaced",
  precious: "unchanged",
} as const;

const inText = (folder: string, files: readonly PlannedFile[], next: readonly string[]): string =>
  [
    `The project in ${folder}:`,
    ...files.map(({ path, now }) => `  ${DONE[now].padEnd(9)}  ${path}`),
    "",
    "Next:",
    ...next.map((step) => `  ${step}`),
    "",
  ].join("\n");

const inJson = (folder: string, files: readonly PlannedFile[], { stack }: InitOptions, next: readonly string[]) =>
  `${JSON.stringify(
    {
      version: 1,
      folder,
      stack: stack ?? null,
      files: files.map(({ path, now }) => ({ path, done: DONE[now] })),
      next,
    },
    null,
    2,
  )}\n`;

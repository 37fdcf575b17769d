/**
 * Runs the jobs of a GitHub workflow as they stand: shell steps in bash, in a fresh clone, with the variables and
 * secrets that the file names. Of the actions, those that move files are imitated; the others prepare the machine.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { commonEnvironment, type Output, outputOf } from "../../tools/local/processes.ts";
import { ROOT } from "../../tools/local/repository.ts";
import type { GitProject } from "./git-project.js";

interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean; readonly queue?: string };
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly permissions: object;
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export const readWorkflow = (path: string): Workflow =>
  parse(readFileSync(join(ROOT, path), "utf8"), { merge: true }) as Workflow;

/** What the expressions of the file can name. */
export interface Context {
  readonly vars: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly github: Readonly<Record<string, unknown>>;
  readonly needs?: Readonly<Record<string, unknown>>;
}

export interface Event extends Context {
  /** What it is about. */
  readonly commit: string;
  /** Variables that the forge gives to every step. */
  readonly common: Readonly<Record<string, string>>;
}

export interface JobRun {
  readonly result: "success" | "failure" | "skipped";
  readonly folder: string;
  /** What all steps have printed. */
  readonly text: string;
  /** Each variable that a step got, without those of every machine. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What the imitated actions read and write. */
export interface Storage {
  /** Name → content of the one file. Of main; caches of pull requests are not kept. */
  readonly caches: Map<string, string>;
  readonly upload: (name: string, file: string, text: string) => void;
  readonly download: (name: string) => { readonly file: string; readonly text: string } | undefined;
}

export class Runner {
  readonly #project: GitProject;
  readonly #storage: Storage;
  #count = 0;

  constructor(project: GitProject, storage: Storage) {
    this.#project = project;
    this.#storage = storage;
  }

  async run(workflow: Workflow, name: string, { commit, common, ...context }: Event): Promise<JobRun> {
    const job = workflow.jobs[name];
    if (!job) throw new Error(`no job ${name}`);
    const folder = this.#workspace(commit);
    const seen: Record<string, string> = {};
    let text = "";
    let failed = false;
    const isWanted = (condition: string | undefined): boolean => {
      const isAlways = condition?.includes("always()") === true;
      return (!failed || isAlways) && (condition === undefined || evaluate(condition, context, folder) === true);
    };
    if (!isWanted(job.if)) return { result: "skipped", folder, text, environment: seen };
    for (const step of job.steps.filter((one) => one)) {
      if (!isWanted(step.if)) continue;
      if (step.uses !== undefined) {
        failed = !this.#action(step, context, folder, commit) || failed;
        continue;
      }
      const environment = filled({ ...workflow.env, ...step.env }, context, folder);
      Object.assign(seen, environment);
      const output = await this.#shell(step.run ?? "", folder, { ...common, ...environment });
      text += `$ ${step.name}\n${output.text}`;
      failed ||= output.code !== 0;
    }
    return { result: failed ? "failure" : "success", folder, text, environment: seen };
  }

  #workspace(commit: string): string {
    this.#count += 1;
    const folder = join(this.#project.stack.folder, "kept", `job-${this.#count}`);
    this.#project.git("clone", "--quiet", "--no-hardlinks", this.#project.stack.folder, folder);
    this.#checkout(folder, commit);
    return folder;
  }

  #checkout(folder: string, ref: string): void {
    this.#project.git("-C", folder, "fetch", "--quiet", "origin");
    const known = ref === "main" ? "origin/main" : ref;
    this.#project.git("-C", folder, "checkout", "--quiet", "--force", "--detach", known);
    if (!existsSync(join(folder, "node_modules"))) {
      mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
      const from = join(this.#project.stack.folder, "node_modules");
      for (const part of ["billing-catalogue", "@pulumi"])
        symlinkSync(join(from, part), join(folder, "node_modules", part));
      const main = `${ROOT}/dist/provider/cli/main.js`;
      writeFileSync(join(folder, "node_modules/.bin/catalogue"), `#!/bin/sh\nexec node ${main} "$@"\n`, {
        mode: 0o755,
      });
    }
  }

  #shell(script: string, folder: string, environment: Readonly<Record<string, string>>): Promise<Output> {
    // What is installed is there already.
    const bin = join(folder, ".git/bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "npm"), "#!/bin/sh\n", { mode: 0o755 });
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: folder,
      env: {
        ...withoutPassphrase(commonEnvironment()),
        PATH: `${bin}:${process.env["PATH"]}`,
        PULUMI_HOME: join(this.#project.stack.folder, "home"),
        GITHUB_STEP_SUMMARY: join(folder, ".git/summary.md"),
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return outputOf(child);
  }

  /** false: it failed. */
  #action({ uses = "", with: given = {} }: Step, context: Context, folder: string, commit: string): boolean {
    const options = filled(given as Record<string, string>, context, folder);
    const [action = ""] = uses.split("@");
    const at = (path: string): string => join(folder, path);
    if (action === "actions/checkout") this.#checkout(folder, options["ref"] ?? commit);
    else if (action === "actions/cache/restore") {
      const prefix = options["restore-keys"] ?? "";
      const found = [...this.#storage.caches].filter(([key]) => key.startsWith(prefix)).at(-1);
      if (found) writeFileSync(at(options["path"] ?? ""), found[1]);
    } else if (action === "actions/cache/save")
      this.#storage.caches.set(options["key"] ?? "", readFileSync(at(options["path"] ?? ""), "utf8"));
    else if (action === "actions/upload-artifact") {
      const file = options["path"] ?? "";
      if (!existsSync(at(file))) return true;
      this.#storage.upload(options["name"] ?? "", file, readFileSync(at(file), "utf8"));
    } else if (action === "actions/download-artifact") {
      const found = this.#storage.download(options["name"] ?? "");
      if (!found) return false;
      mkdirSync(at(options["path"] ?? "."), { recursive: true });
      writeFileSync(join(at(options["path"] ?? "."), found.file), found.text);
    } else if (!["actions/setup-node", "pulumi/actions"].includes(action)) throw new Error(`not imitated: ${uses}`);
    return true;
  }
}

const withoutPassphrase = ({ PULUMI_CONFIG_PASSPHRASE: _, ...rest }: Record<string, string>): Record<string, string> =>
  rest;

/** Expressions are those of JavaScript, as far as the workflows use them. */
function evaluate(expression: string, { vars, secrets, github, needs = {} }: Context, folder: string): unknown {
  const body = expression.replaceAll("\n", " ").replace(/\.([a-z]+(?:-[a-z]+)+)/g, '["$1"]');
  const hashFiles = (file: string): string => (existsSync(join(folder, file)) ? "hash" : "");
  return new Function("vars", "secrets", "github", "needs", "always", "hashFiles", `return (${body});`)(
    vars,
    secrets,
    { ...github, workspace: folder },
    needs,
    () => true,
    hashFiles,
  );
}

const filled = (values: Readonly<Record<string, unknown>>, context: Context, folder: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\{(.*?)\}\}/g, (_whole, expression: string) =>
        String(evaluate(expression, context, folder) ?? ""),
      ),
    ]),
  );

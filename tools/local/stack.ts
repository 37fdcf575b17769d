/** A stack of the real CLI with a local file backend in a temporary folder, against sandboxes on real sockets. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { commonEnvironment, isProvider, type Output, outputOf } from "./processes.ts";
import { copyRepository, ROOT } from "./repository.ts";
import type { EngineStep, PreviewStep, StateRow } from "./steps.ts";

export type { EngineStep, PreviewStep, StateRow } from "./steps.ts";

const COMPILED = join(ROOT, "node_modules/.cache/node-compile");

export interface StackOptions {
  /**
   * Name → content, below the catalogue folder. Without it a copy of this repository runs as it is, with its own
   * project, program and catalogue.
   */
  readonly catalogue?: Readonly<Record<string, string>>;
  /** `catalogue:…` */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stack?: string;
  /** A node_modules folder that holds the package as it is published. Without it this repository is linked. */
  readonly modules?: string;
}

export interface StartOptions {
  /** On top of the stack's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A command that runs the CLI: `["nice"]`. */
  readonly through?: readonly string[];
}

export class Stack {
  readonly folder: string;
  readonly name: string;
  environment: Record<string, string>;
  #config: Record<string, unknown>;

  constructor({ catalogue, config = {}, environment = {}, stack = "dev", modules }: StackOptions) {
    this.folder = mkdtempSync(join(tmpdir(), "billing-catalogue-"));
    this.name = stack;
    this.environment = { ...environment };
    this.#config = { ...config };
    mkdirSync(join(this.folder, "state"));
    mkdirSync(this.#pids);
    writeFileSync(
      join(this.folder, "note-pid.cjs"),
      'if (/dynamic-provider/.test(process.argv[1] ?? "")) ' +
        `require("node:fs").writeFileSync(${JSON.stringify(this.#pids)} + "/" + process.pid, "");\n`,
    );
    if (catalogue === undefined) {
      copyRepository(this.folder);
      return;
    }
    this.program(readFileSync(join(ROOT, "index.js"), "utf8"));
    if (modules === undefined) this.#link();
    else symlinkSync(modules, join(this.folder, "node_modules"));
    this.write(catalogue);
  }

  #link(): void {
    mkdirSync(join(this.folder, "node_modules/@pulumi"), { recursive: true });
    symlinkSync(ROOT, join(this.folder, "node_modules/billing-catalogue"));
    symlinkSync(join(ROOT, "node_modules/@pulumi/pulumi"), join(this.folder, "node_modules/@pulumi/pulumi"));
  }

  static async create(options: StackOptions): Promise<Stack> {
    const stack = new Stack(options);
    await stack.ok("stack", "init", stack.name);
    stack.configure({});
    return stack;
  }

  /** A copy of the stack with its state, made without the engine. */
  copy(options: StackOptions): Stack {
    const stack = new Stack({ stack: this.name, ...options });
    for (const part of ["state", `Pulumi.${this.name}.yaml`])
      cpSync(join(this.folder, part), join(stack.folder, part), { recursive: true });
    stack.configure({});
    return stack;
  }

  /** Replaces the whole catalogue. */
  write(catalogue: Readonly<Record<string, string>>): void {
    rmSync(join(this.folder, "catalogue"), { recursive: true, force: true });
    for (const [name, text] of Object.entries(catalogue)) {
      const path = join(this.folder, "catalogue", name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  /** Adds to the stack's configuration: keys below `catalogue:`. JSON is YAML. */
  configure(more: Readonly<Record<string, unknown>>): void {
    this.#config = { ...this.#config, ...more };
    const path = join(this.folder, `Pulumi.${this.name}.yaml`);
    const salt = existsSync(path) ? /^encryptionsalt: .*$/m.exec(readFileSync(path, "utf8"))?.[0] : undefined;
    const entries = Object.entries(this.#config)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `  catalogue:${key}: ${JSON.stringify(value)}`);
    writeFileSync(
      path,
      [...(salt ? [salt] : []), ...(entries.length > 0 ? ["config:", ...entries] : []), ""].join("\n"),
    );
  }

  /** Replaces the program, which by default is the catalogue and nothing else. */
  program(text: string, file: "index.js" | "index.ts" = "index.js"): void {
    const project = readFileSync(join(ROOT, "Pulumi.yaml"), "utf8").replace("main: index.js", `main: ${file}`);
    writeFileSync(join(this.folder, "Pulumi.yaml"), project);
    const manifest = { name: "a-stack", private: true, type: "module" };
    writeFileSync(join(this.folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(this.folder, file), text);
  }

  start(args: readonly string[], { environment = {}, through = [] }: StartOptions = {}): ChildProcess {
    const [command = "pulumi", ...rest] = [...through, "pulumi", ...args, "--non-interactive", "--color", "never"];
    return this.#spawn(command, rest, environment);
  }

  /** The command `catalogue` of this package, as a person runs it in the folder of the stack. */
  catalogue(...args: readonly string[]): Promise<Output> {
    return outputOf(this.startCatalogue(args));
  }

  /** `detached`: it leads a group of processes, the CLI that it starts included, so that all can be killed at once. */
  startCatalogue(
    args: readonly string[],
    { environment = {}, detached = false }: Pick<StartOptions, "environment"> & { readonly detached?: boolean } = {},
  ): ChildProcess {
    const installed = join(this.folder, "node_modules/billing-catalogue");
    const main = join(existsSync(installed) ? installed : this.folder, "dist/provider/cli/main.js");
    return this.#spawn(process.execPath, [main, ...args], environment, detached);
  }

  #spawn(
    command: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    detached = false,
  ): ChildProcess {
    return spawn(command, args, {
      detached,
      cwd: this.folder,
      env: {
        ...commonEnvironment(),
        PULUMI_BACKEND_URL: `file://${this.folder}/state`,
        PULUMI_HOME: join(this.folder, "home"),
        NODE_OPTIONS: `--require ${join(this.folder, "note-pid.cjs")}`,
        // Every run starts two Node processes that load the same modules.
        NODE_COMPILE_CACHE: COMPILED,
        ...this.environment,
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  run(...args: readonly string[]): Promise<Output> {
    return outputOf(this.start(args));
  }

  /** Runs a command that must succeed. */
  async ok(...args: readonly string[]): Promise<Output> {
    const output = await this.run(...args);
    if (output.code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${output.code}\n${output.text}`);
    return output;
  }

  up(...args: readonly string[]): Promise<Output> {
    return this.run("up", "--yes", "--skip-preview", "--stack", this.name, ...args);
  }

  async upOk(...args: readonly string[]): Promise<Output> {
    const output = await this.up(...args);
    if (output.code !== 0) throw new Error(`pulumi up ${args.join(" ")} ended with ${output.code}\n${output.text}`);
    return output;
  }

  /**
   * What a person does after the CLI was killed, or after the disk was full. A kill can leave the checksum file beside
   * the state empty, and a full disk can cut off the state itself; its previous version is in the file beside it.
   */
  async recover(): Promise<void> {
    const file = this.#stateFile;
    if (existsSync(`${file}.attrs`) && statSync(`${file}.attrs`).size === 0) rmSync(`${file}.attrs`);
    if (!isJson(readFileSync(file, "utf8"))) cpSync(`${file}.bak`, file);
    await this.ok("cancel", "--yes", "--stack", this.name);
  }

  /** All steps except "same", by name. */
  async steps(...args: readonly string[]): Promise<PreviewStep[]> {
    return (await this.previewed(...args))
      .map(({ op, urn, detailedDiff }) => ({
        op,
        name: urn.split("::").at(-1) ?? "",
        detail: Object.entries(detailedDiff ?? {}).map(([path, { kind }]) => `${kind} ${path}`),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** The same as the engine prints them: with what the rows have, and with the inputs that check has made. */
  async previewed(...args: readonly string[]): Promise<EngineStep[]> {
    const { stdout, code, text } = await this.run("preview", "--json", "--stack", this.name, ...args);
    if (code !== 0) throw new Error(`pulumi preview ended with ${code}\n${text}`);
    const { steps = [] } = JSON.parse(stdout) as { steps?: EngineStep[] };
    return steps.filter(({ op, urn }) => op !== "same" && op !== "refresh" && urn.includes("pulumi-nodejs:dynamic/"));
  }

  /** The rows as the file backend keeps them, which is what `pulumi stack export` prints. */
  async state(): Promise<StateRow[]> {
    const { checkpoint } = JSON.parse(readFileSync(this.#stateFile, "utf8")) as {
      checkpoint: { latest?: { resources?: (Record<string, unknown> & { urn: string; type: string })[] } };
    };
    return (checkpoint.latest?.resources ?? [])
      .filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"))
      .map((row) => ({
        urn: row.urn,
        name: row.urn.split("::").at(-1) ?? "",
        type: row.type.replace("pulumi-nodejs:dynamic/", ""),
        id: String(row["id"]),
        inputs: row["inputs"] as StateRow["inputs"],
        outputs: row["outputs"] as StateRow["outputs"],
        delete: row["delete"] === true,
      }));
  }

  /** The engine's names of the rows, for `--target`, `--replace` and `pulumi state`. */
  async urns(): Promise<string[]> {
    return (await this.state()).filter((row) => !row.delete).map(({ urn }) => urn);
  }

  async ids(): Promise<Record<string, string>> {
    return Object.fromEntries((await this.state()).filter((row) => !row.delete).map(({ name, id }) => [name, id]));
  }

  /** The pids of the provider processes that its runs have started. */
  get providers(): number[] {
    return existsSync(this.#pids) ? readdirSync(this.#pids).map(Number) : [];
  }

  get #stateFile(): string {
    return join(this.folder, "state/.pulumi/stacks/catalogue", `${this.name}.json`);
  }

  get #pids(): string {
    return join(this.folder, "pids");
  }

  /**
   * Removes the folder and ends leftover provider processes: one whose CLI was killed before its first call has not
   * loaded our code, so it does not notice that the engine has ended.
   */
  remove(): void {
    for (const pid of this.providers.filter(isProvider)) process.kill(pid, "SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

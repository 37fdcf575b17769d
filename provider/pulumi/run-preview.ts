/** Runs of a stack through Pulumi's Automation API. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CommandError, type EngineEvent, LocalWorkspace, Stack } from "@pulumi/pulumi/automation/index.js";
import { withoutPassword } from "./without-password.js";

interface Run {
  /** As for the Pulumi CLI: `stack`, `organization/stack` or `organization/project/stack`. */
  readonly stack: string;
  /** The folder of Pulumi.yaml. */
  readonly folder: string;
  /** URNs, `*` and `**` for parts of them: nothing else is changed or created. Absent: everything. */
  readonly targets?: readonly string[];
  /** Variables for the program and the provider. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Resources that the engine has looked at so far. */
  readonly progress: (resources: number) => void;
}

export interface RunPreview extends Run {
  readonly refresh?: boolean;
  /** Where the engine writes the plan: what `up --plan` may do. */
  readonly savePlan?: string;
}

export interface RunUp extends Run {
  /** A plan of a preview: the engine refuses what it does not hold. */
  readonly plan?: string;
  /** Asks the engine to end in order: what has begun is brought to its end. */
  readonly signal?: AbortSignal;
}

export interface EngineRun {
  /** The events of the engine, in their order. */
  readonly events: readonly EngineEvent[];
  readonly failed: boolean;
}

/**
 * Runs the preview. Nothing is changed: the stack that is selected in the folder stays selected.
 *
 * @throws an Error in the words of the CLI when it ends before the engine runs: the CLI or the stack is missing, the
 * passphrase is wrong
 */
export const runPreview = ({ refresh = false, savePlan, ...run }: RunPreview): Promise<EngineRun> =>
  withEngine("preview", run, (stack, options) =>
    stack.preview({ ...options, refresh, ...(savePlan === undefined ? {} : { plan: savePlan }) }),
  );

/**
 * Previews `pulumi refresh`: what the vendors have, compared with the state. The program does not run.
 *
 * @throws an Error as `runPreview` does
 */
export const runRefreshPreview = (run: Run): Promise<EngineRun> =>
  withEngine("refresh --preview-only", run, (stack, options) => stack.previewRefresh(options));

/**
 * Runs `pulumi up` without a question and without a preview.
 *
 * @throws an Error as `runPreview` does
 */
export const runUp = ({ plan, signal, ...run }: RunUp): Promise<EngineRun> =>
  withEngine("up", run, (stack, options) =>
    stack.up({ ...options, ...(plan === undefined ? {} : { plan }), ...(signal ? { signal } : {}) }),
  );

type EngineCommand = "preview" | "up" | "refresh --preview-only";

interface EngineOptions {
  readonly onEvent: (event: EngineEvent) => void;
  readonly color: "never";
  readonly target?: string[];
}

async function withEngine(
  command: EngineCommand,
  { stack: name, folder, targets, environment = {}, progress }: Run,
  run: (stack: Stack, options: EngineOptions) => Promise<unknown>,
): Promise<EngineRun> {
  const events: EngineEvent[] = [];
  let resources = 0;
  const onEvent = (event: EngineEvent): void => {
    events.push(event);
    if (!event.resourcePreEvent) return;
    resources += 1;
    progress(resources);
  };
  try {
    const workspace = await LocalWorkspace.create({
      workDir: folder,
      envVars: { ...compileCache(folder), ...environment },
    });
    // Every command below names the stack.
    workspace.selectStack = () => Promise.resolve();
    const stack = await Stack.select(name, workspace);
    await run(stack, { onEvent, color: "never", ...(targets ? { target: [...targets] } : {}) });
    return { events: inOrder(events), failed: false };
  } catch (error) {
    // Without a word of the engine there is nothing to show.
    const isError = ({ diagnosticEvent }: EngineEvent): boolean => diagnosticEvent?.severity === "error";
    if (events.some(isError)) return { events: inOrder(events), failed: true };
    throw new Error(wordsOf(error, command, name));
  }
}

/** The processes that the CLI starts load the same modules in every run. */
const compileCache = (folder: string): Record<string, string> =>
  process.env["NODE_COMPILE_CACHE"] === undefined && existsSync(join(folder, "node_modules"))
    ? { NODE_COMPILE_CACHE: join(folder, "node_modules/.cache/compile") }
    : {};

/**
 * The configuration of a stack by its full keys, secrets in plain text: for credentials that are not in the
 * environment.
 *
 * @throws an Error in the words of the CLI
 */
export async function stackConfig(stack: string, folder: string): Promise<Record<string, string>> {
  try {
    const workspace = await LocalWorkspace.create({ workDir: folder });
    const config = await workspace.getAllConfig(stack);
    return Object.fromEntries(Object.entries(config).map(([key, { value }]) => [key, value]));
  } catch (error) {
    throw new Error(wordsOf(error, "preview", stack));
  }
}

const inOrder = (events: readonly EngineEvent[]): EngineEvent[] => [...events].sort((a, b) => a.sequence - b.sequence);

/** What the CLI printed as its error, without the command line and the stack trace of the Automation API. */
function wordsOf(error: unknown, command: EngineCommand, stack: string): string {
  const text = error instanceof Error ? error.message : String(error);
  const what = command === "preview" ? `the preview of stack ${stack}` : `\`pulumi ${command}\` of stack ${stack}`;
  if (/ENOENT|not found: pulumi|command not found/.test(text))
    return (
      `${what} did not run: the Pulumi CLI was not found\n  what to do: install it ` +
      "(https://www.pulumi.com/docs/install), or review a preview that was made elsewhere: `--from preview.json`"
    );
  const isFromCli = error instanceof CommandError || text.includes("stderr:");
  const printed = isFromCli ? (/stderr: ([\s\S]*?)(?:\n *err\?: |$)/.exec(text)?.[1] ?? text) : text;
  const lines = printed
    .split("\n")
    .map((line) => line.replace(/^\s*error: /, "").trimEnd())
    .filter((line) => line.trim() !== "" && !/^\s*Command failed with /.test(line));
  const remedy = `make \`pulumi ${command} --stack ${stack}\` work in this folder, then run again`;
  return `${what} did not run: ${withoutPassword(lines.join("\n  ") || text)}\n  what to do: ${remedy}`;
}

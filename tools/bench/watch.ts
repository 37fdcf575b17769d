/** A command of the CLI with its cost: elapsed time, and processor time and marks of each of its processes. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { outputOf } from "../local/processes.ts";
import type { Stack } from "../local/stack.ts";

/** A Node process of the command; times in milliseconds since the epoch, memory in MiB. */
export interface NodeProcess {
  readonly role: "program" | "provider" | "other";
  readonly origin: number;
  readonly end: number;
  /** Processor time in milliseconds: its own, its parent's until then, and that of its children. */
  readonly cpu: number;
  readonly parent: number;
  readonly children: number;
  readonly memory: number;
  /** What it did, and when, in order: a call by its name, `read` of a file of the catalogue. */
  readonly marks: readonly (readonly [name: string, at: number])[];
}

/** In milliseconds. Processor time is that of user and system. */
export interface Cost {
  readonly start: number;
  readonly end: number;
  readonly cpu: Readonly<Record<"cli" | "host" | "program" | "provider" | "other", number>>;
  readonly processes: readonly NodeProcess[];
  readonly text: string;
}

const HOOK = fileURLToPath(new URL("programs/hook.cjs", import.meta.url));
/** Milliseconds between two looks at the processor time of the CLI. */
const LOOK = 20;

/** Runs a command that must succeed. */
export async function watched(stack: Stack, args: readonly string[]): Promise<Cost> {
  const marks = join(stack.folder, "marks");
  rmSync(marks, { recursive: true, force: true });
  mkdirSync(marks);
  const requires = [join(stack.folder, "note-pid.cjs"), HOOK].map((file) => `--require ${file}`);
  const start = now();
  const child = stack.start([...args, "--stack", stack.name], {
    environment: { BENCH_MARKS: marks, NODE_OPTIONS: requires.join(" ") },
  });
  let cli = 0;
  const timer = setInterval(() => {
    cli = Math.max(cli, processorTime(child.pid ?? 0));
  }, LOOK);
  const { code, text } = await outputOf(child);
  const end = now();
  clearInterval(timer);
  if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}\n${text}`);
  const processes = readdirSync(marks)
    .map((file) => JSON.parse(readFileSync(join(marks, file), "utf8")) as NodeProcess)
    .sort((a, b) => a.origin - b.origin);
  const sum = (role: NodeProcess["role"], of: "cpu" | "parent" | "children"): number =>
    processes.filter((each) => each.role === role).reduce((total, each) => total + each[of], 0);
  const cpu = {
    cli,
    host: sum("program", "parent"),
    program: sum("program", "cpu"),
    provider: sum("provider", "cpu"),
    other: sum("other", "cpu") + sum("program", "children") + sum("provider", "children"),
  };
  return { start, end, cpu, processes, text };
}

const now = (): number => performance.timeOrigin + performance.now();

/** Milliseconds of a running process, on Linux; 0 elsewhere. */
function processorTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

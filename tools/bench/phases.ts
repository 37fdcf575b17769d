/** The way of a run through its processes: what it waits for, one thing after the other. */
import type { Cost, NodeProcess } from "./watch.ts";

/** Each phase, by what happens in it. They follow each other without gaps, so that their sum is the elapsed time. */
export const PHASES = [
  "CLI and language host, until the program's process exists",
  "Node starts",
  "the SDK is loaded",
  "the program's modules are loaded",
  "the catalogue is read, checked and compared with the state",
  "until the provider's process exists",
  "Node starts and the SDK is loaded in the provider",
  "the first entry is checked; the package is loaded in the provider",
  "the other entries are checked and compared",
  "the program ends",
  "the processes and the CLI end",
] as const;

/** Milliseconds of each phase; undefined when a process has left no marks. */
export function phasesOf({ start, end, processes }: Cost): Record<string, number> | undefined {
  const program = processes.find(({ role }) => role === "program");
  const provider = processes.find(({ role }) => role === "provider");
  if (!program || !provider) return undefined;
  const read = program.marks.findLast(([name]) => name === "read")?.[1];
  const times = [
    program.origin,
    first(program, "hook"),
    program.marks.find(([name]) => name !== "hook" && name !== "read" && name !== "Log")?.[1],
    first(program, "read"),
    program.marks.find(([name, at]) => name === "RegisterResource" && at > (read ?? 0))?.[1],
    provider.origin,
    provider.marks.find(([name]) => name !== "hook" && name !== "Log")?.[1],
    first(provider, "Diff"),
    provider.marks.findLast(([name]) => name === "Diff")?.[1],
    program.end,
    end,
  ];
  if (times.some((time) => time === undefined)) return undefined;
  let before = start;
  const durations = times.map((time) => {
    const duration = Math.max(0, (time ?? 0) - before);
    before += duration;
    return duration;
  });
  return Object.fromEntries(PHASES.map((phase, index) => [phase, durations[index] ?? 0]));
}

const first = ({ marks }: NodeProcess, name: string): number | undefined => marks.find(([mark]) => mark === name)?.[1];

/** The command line of the Pulumi CLI that started this process through a shell script. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";

interface Process {
  readonly parent: number;
  readonly commandLine: readonly string[];
}

const GENERATIONS = 6;

/** Arguments of the nearest ancestor process named `pulumi`; undefined when there is none, or it cannot be read. */
export async function cliCommandLine(pid = process.ppid): Promise<readonly string[] | undefined> {
  try {
    for (let [current, generation] = [pid, 0]; current > 1 && generation < GENERATIONS; generation += 1) {
      const { parent, commandLine } = await processOf(current);
      if (/^pulumi(\.exe)?$/.test(basename(commandLine[0] ?? ""))) return commandLine.slice(1);
      current = parent;
    }
  } catch {
    // The process has ended, or the operating system does not give the command line.
  }
  return undefined;
}

const processOf = (pid: number): Promise<Process> => (process.platform === "linux" ? fromProc(pid) : fromPs(pid));

async function fromProc(pid: number): Promise<Process> {
  const [status, line] = await Promise.all([
    readFile(`/proc/${pid}/status`, "utf8"),
    readFile(`/proc/${pid}/cmdline`, "utf8"),
  ]);
  return { parent: Number(/^PPid:\s*([0-9]+)/m.exec(status)?.[1]), commandLine: line.replace(/\0$/, "").split("\0") };
}

/** Arguments that contain spaces are split here; in the worst case the command is not found. */
async function fromPs(pid: number): Promise<Process> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "ppid=,args=", "-p", String(pid)]);
  const [parent, ...commandLine] = stdout.trim().split(/\s+/);
  return { parent: Number(parent), commandLine };
}

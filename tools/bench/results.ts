/** The file of all measurements. Each is written when it is made, so that an interrupted run loses nothing. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ROOT } from "../local/repository.ts";
import { type Machine, machine } from "./machine.ts";

export const PARTS = ["operations", "load", "cold-start", "checkpoints", "latency", "rate-limit", "review"] as const;
export type PartName = (typeof PARTS)[number];

/** What was measured: `{ operation: "refresh", entries: 100, variant: "ours" }`. */
export type Case = Readonly<Record<string, string | number>>;
/** Its numbers. Times are milliseconds; `cpu` is processor time of user and system; memory is MiB. */
export type Values = Readonly<Record<string, number>>;

export interface PartResults {
  /** The day of the last measurement. */
  date: string;
  command: string;
  readonly samples: { readonly case: Case; readonly values: Values }[];
  readonly failures: { readonly case: Case; readonly message: string }[];
}

export interface Results {
  readonly machine: Machine;
  readonly parts: { [P in PartName]?: PartResults };
}

export const RESULTS = join(ROOT, "node_modules/.cache/bench/results.json");

export function readResults(file = RESULTS): Results | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Results) : undefined;
}

/** The line that says what happened, without the folders of this machine. */
function inOneLine(message: string): string {
  const line = /^(?:error|Error): .*/m.exec(message)?.[0] ?? message.split("\n", 1)[0] ?? "";
  return line.replaceAll(ROOT, "…").replaceAll(tmpdir(), "…");
}

/** Adds to the results. Parts that are not measured again are kept while the machine and the versions are the same. */
export class Recorder {
  readonly #results: Results;
  readonly #command: string;
  readonly #resume: boolean;

  /** `resume`: measurements of an earlier run count. */
  constructor(command: string, resume: boolean) {
    const [here, earlier] = [machine(), readResults()];
    const isSame = isDeepStrictEqual(here, earlier?.machine);
    if (resume && earlier && !isSame) throw new Error("the earlier results are those of another machine or version");
    this.#results = earlier && isSame ? earlier : { machine: here, parts: {} };
    this.#command = command;
    this.#resume = resume;
  }

  begin(part: PartName): void {
    if (!this.#resume) delete this.#results.parts[part];
  }

  count(part: PartName, wanted: Case): number {
    const samples = this.#results.parts[part]?.samples ?? [];
    return samples.filter((sample) => isDeepStrictEqual(sample.case, wanted)).length;
  }

  add(part: PartName, measured: Case, values: Values): void {
    this.#part(part).samples.push({ case: measured, values });
    this.#write();
  }

  fail(part: PartName, measured: Case, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${JSON.stringify(measured)}: ${message}\n`);
    this.#part(part).failures.push({ case: measured, message: inOneLine(message) });
    this.#write();
  }

  #part(name: PartName): PartResults {
    const known = this.#results.parts[name];
    const made = known ?? { date: "", command: this.#command, samples: [], failures: [] };
    made.date = new Date().toISOString().slice(0, 10);
    made.command = this.#command;
    this.#results.parts[name] = made;
    return made;
  }

  #write(): void {
    mkdirSync(dirname(RESULTS), { recursive: true });
    writeFileSync(`${RESULTS}.new`, JSON.stringify(this.#results));
    renameSync(`${RESULTS}.new`, RESULTS);
  }
}

/** docs/benchmarks.md: the results, with what each number means. */
import wrapAnsi from "wrap-ansi";
import type { Aim } from "./aims.ts";
import { LATENCY } from "./latency.ts";
import { PARTS, type PartName, type Results } from "./results.ts";
import { SHOWN } from "./tables.ts";

const INTRODUCTION = [
  "# Benchmarks",
  "`npm run bench` writes this page from its measurements. Times are medians, with the smallest and the largest " +
    "value of all runs in parentheses. The variants take turns, so that a slow minute of the machine hits all of them.",
  "- **ours**: this package, as the only thing that the project's program declares.",
  "- **floor**: the same resources with the same names, types, inputs and the same constant `__provider`, declared " +
    "with the SDK alone, without stack traces; its provider does nothing. This is what Pulumi's engine and SDK cost.",
  "- **usual**: the same objects as `pulumi.dynamic.Resource`, with serialised functions that call the vendor with " +
    "`fetch`, as Pulumi's documentation shows.",
  "The vendors are the sandboxes of this repository, on the same machine. They answer at once and have no rate " +
    "limit, except where a table says so. The sign ÷ means: divided by.",
];

const NOTES: Readonly<Record<PartName, string>> = {
  operations:
    "A product of Sequence with nine list prices is 10 entries. The operations follow each other on one stack of the " +
    "file backend. Those that write run with `--skip-preview`, and with `PULUMI_SKIP_CHECKPOINTS=1`: otherwise the " +
    "file backend writes the whole state twice for each resource, which costs every variant the same. " +
    "`NODE_COMPILE_CACHE` is not set. The processor time is that of all processes that the CLI starts, without the " +
    "sandbox. The usual way takes minutes for many entries and is measured less often: the number of runs is in the " +
    "last column. A refresh and a destroy do not run the program.",
  load:
    "Each step runs in a process of its own, without Pulumi. The times contain loading the modules, except that of " +
    "`declareAll`, which begins when the catalogue is loaded. The memory is the peak of the process; that of " +
    "`declareAll` contains the loaded catalogue. `yaml` and `ajv` alone parse the files, check them with the schema " +
    "of the vendor, and do nothing else.",
  "cold-start":
    "The phases follow each other, and their sum is the elapsed time; medians of the phases need not add up to the " +
    "median of the sum. Without and with a warm `NODE_COMPILE_CACHE`. Processor times of the Node processes are " +
    "exact, those of the CLI and the language host are to 20 ms. Other: the Node processes by which Pulumi looks for " +
    "its modules, and children of the provider. Node writes its compile cache when a process ends.",
  checkpoints:
    "Products of Polar, created by one `pulumi up --skip-preview` with the file backend. It writes the whole state " +
    "before and after each step, or once with `PULUMI_SKIP_CHECKPOINTS=1`. Measured once. What a killed run leaves " +
    "then: [The state is written only at the end](what-happens-when.md#the-state-is-written-only-at-the-end).",
  latency:
    `Polar's sandbox takes ${LATENCY} ms for each request. The first up creates products. The bare calls are the ` +
    "same POST requests, sent with `undici` by the process that also runs the sandbox.",
  "rate-limit":
    "Polar's sandbox allows 100 requests a minute and answers 429 to others. Measured once, with the real clock. The " +
    "least: the first hundred requests at once, and each further hundred a minute after the one before it. This " +
    "package uses nine tenths of a vendor's limit, because other programs of the account share it.",
  review: "A preview or a review of 2,000 changes, in one process.",
};

export function document({ machine, parts }: Results, aims: readonly Aim[], hasPicture: boolean): string {
  const facts = Object.entries(machine).map(([name, fact]) => `| ${name} | ${fact} |`);
  const sections = PARTS.flatMap((name) => {
    const part = parts[name];
    if (!part) return [];
    const tables = SHOWN[name].map(({ title, show }) => `### ${title}\n\n${show(part, aims)}`);
    const failures = part.failures.map((failure) => `- ${Object.values(failure.case).join(", ")}: ${failure.message}`);
    return [
      `## ${TITLES[name]}`,
      wrapped(NOTES[name]),
      ...(name === "operations" && hasPicture ? [PICTURE] : []),
      ...tables,
      ...(failures.length > 0 ? [`Failed:\n\n${failures.join("\n")}`] : []),
      `Measured on ${part.date} with \`${part.command}\`.`,
    ];
  });
  const head = [...INTRODUCTION.map(wrapped), `| machine | |\n|---|---|\n${facts.join("\n")}`];
  return `${[...head, ...sections].join("\n\n")}\n`;
}

/** In lines as the other pages have them. */
const wrapped = (text: string): string => wrapAnsi(text, 118).replace(/\n/g, text.startsWith("- ") ? "\n  " : "\n");

const TITLES: Readonly<Record<PartName, string>> = {
  operations: "Operations of the CLI",
  load: "The loader",
  "cold-start": "Cold start",
  checkpoints: "When the state is written",
  latency: "Latency",
  "rate-limit": "Rate limits",
  review: "Reviews",
};

const PICTURE =
  "![Elapsed seconds of a no-op preview and a first up over the number of entries, for ours, floor and " +
  "usual](benchmarks.svg)";

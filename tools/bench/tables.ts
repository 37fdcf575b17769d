/** The tables of docs/benchmarks.md: the results of each part in words and numbers. */
import { type Aim, aimOf } from "./aims.ts";
import { casesOf, median, NOTHING, ratio, runs, seconds, spread, summaryOf, table, whole } from "./cells.ts";
import { PHASES } from "./phases.ts";
import type { Case, PartName, PartResults } from "./results.ts";

interface Shown {
  readonly title: string;
  readonly show: (part: PartResults, aims: readonly Aim[]) => string;
}

const VARIANTS = ["ours", "floor", "usual"];
const PROCESSES = { cli: "CLI", host: "language host", program: "program", provider: "provider", other: "other" };
const mebibytes = whole;

/** Rows for each operation and number of entries. */
function compared(part: PartResults, value: "wall" | "cpu", aims: readonly Aim[]): string {
  const rows = operations(part).map(({ operation, entries }) => {
    const of = VARIANTS.map((variant) => summaryOf(part, { operation, entries, variant }, value));
    const aim = aimOf(aims, operation, entries);
    return [
      operation,
      whole(entries),
      ...of.map((summary) => spread(summary, seconds)),
      ratio(of[0], of[1]),
      ...(aims.length > 0 ? [aim === undefined ? NOTHING : `≤ ${aim}`] : []),
      ratio(of[2], of[1]),
      runs(of),
    ];
  });
  const aim = aims.length > 0 ? ["aim"] : [];
  return table(["operation", "entries", ...VARIANTS, "ours ÷ floor", ...aim, "usual ÷ floor", "runs"], rows);
}

const operations = (part: PartResults): { operation: string; entries: number }[] =>
  casesOf<string>(part, "operation").flatMap((operation) => sizes(part).map((entries) => ({ operation, entries })));

const sizes = (part: PartResults): number[] => casesOf<number>(part, "entries").sort((a, b) => a - b);

function byProcess(part: PartResults): string {
  const rows = operations(part).flatMap(({ operation, entries }) =>
    VARIANTS.map((variant) => [
      operation,
      whole(entries),
      variant,
      ...Object.keys(PROCESSES).map((name) => median(summaryOf(part, { operation, entries, variant }, name), seconds)),
    ]),
  );
  const measured = rows.filter((row) => row.slice(3).some((cell) => cell !== NOTHING));
  return table(["operation", "entries", "variant", ...Object.values(PROCESSES)], measured, 1);
}

function requests(part: PartResults): string {
  const rows = operations(part).map(({ operation, entries }) => {
    const [ours, usual] = ["ours", "usual"].map((variant) =>
      summaryOf(part, { operation, entries, variant }, "requests"),
    );
    return [operation, whole(entries), spread(ours, whole), spread(usual, whole)];
  });
  return table(["operation", "entries", "ours", "usual"], rows);
}

function state(part: PartResults): string {
  const rows = sizes(part).map((entries) => {
    const of = VARIANTS.map((variant) => summaryOf(part, { operation: "first up", entries, variant }, "state"));
    const each = of.map((summary) => (summary ? whole(summary.median / entries) : NOTHING));
    return [whole(entries), ...each, ratio(of[0], of[1])];
  });
  return table(["entries", ...VARIANTS, "ours ÷ floor"], rows, 0);
}

function load(part: PartResults): string {
  const what = { ours: "`loadCatalogue`", floor: "`yaml` and `ajv` alone (floor)", declare: "`declareAll`" };
  const rows = sizes(part).flatMap((entries) =>
    Object.entries(what).map(([variant, title]) => {
      const of = (value: string, is = variant) => summaryOf(part, { entries, variant: is }, value);
      const isCompared = variant === "ours";
      return [
        title,
        whole(entries),
        spread(of("cpu"), seconds),
        spread(of("wall"), seconds),
        spread(of("memory"), mebibytes),
        isCompared ? ratio(of("cpu"), of("cpu", "floor")) : "",
        isCompared ? ratio(of("memory"), of("memory", "floor")) : "",
        runs([of("cpu")]),
      ];
    }),
  );
  const head = ["step", "entries", "CPU, s", "elapsed, s", "memory, MiB", "CPU ÷ floor", "memory ÷ floor", "runs"];
  return table(head, rows);
}

function coldStart(part: PartResults): string {
  const columns = casesOf<string>(part, "cache").flatMap((cache) => VARIANTS.map((variant) => ({ cache, variant })));
  const row = (title: string, value: string, unit = whole): string[] => [
    title,
    ...columns.map((column: Case) => median(summaryOf(part, column, value), unit)),
  ];
  const all = columns.map((column) => summaryOf(part, column, "wall"));
  const cells = ["**elapsed**", ...all.map((summary) => spread(summary, whole))];
  const head = ["", ...columns.map(({ cache, variant }) => `${variant}, ${cache === "none" ? "no" : cache} cache`)];
  const processes = Object.entries(PROCESSES).map(([name, title]) => row(`CPU: ${title}`, name));
  const memory = ["program", "provider"].map((name) => row(`memory: ${name}, MiB`, `memory ${name}`, mebibytes));
  const phases = PHASES.map((phase) => row(phase, phase));
  return table(head, [...phases, cells, ...processes, ...memory, ["runs", ...all.map((one) => runs([one]))]]);
}

function checkpoints(part: PartResults): string {
  const rows = casesOf<number>(part, "products").flatMap((products) =>
    casesOf<string>(part, "written").map((written) => {
      const [wall, cpu, count] = ["wall", "cpu", "requests"].map((value) =>
        summaryOf(part, { products, written }, value),
      );
      return [whole(products), written, spread(wall, seconds), spread(cpu, seconds), median(count, whole)];
    }),
  );
  return table(["products", "state written", "elapsed, s", "processor time, s", "requests"], rows);
}

function latency(part: PartResults): string {
  const rows = casesOf<number>(part, "products").flatMap((products) =>
    casesOf<string>(part, "how").map((how) => {
      const [wall, sending, count] = ["wall", "sending", "requests"].map((value) =>
        summaryOf(part, { products, how }, value),
      );
      const title = how === "up" ? "`pulumi up`" : how;
      return [
        title,
        whole(products),
        median(count, whole),
        spread(sending, seconds),
        spread(wall, seconds),
        runs([wall]),
      ];
    }),
  );
  return table(["how", "products", "requests", "first request to last answer, s", "elapsed, s", "runs"], rows);
}

function rateLimit(part: PartResults): string {
  const values = ["writes", "requests", "refused"];
  const times = ["wall", "least for the writes", "least for the requests"];
  const rows = casesOf<string>(part, "what").map((what) => [
    what,
    ...values.map((value) => median(summaryOf(part, { what }, value), whole)),
    ...times.map((value) => median(summaryOf(part, { what }, value), whole1000)),
  ]);
  return table(["an up of", ...values, "elapsed, s", "least for the writes, s", "least for the requests, s"], rows);
}

const whole1000 = (milliseconds: number): string => whole(milliseconds / 1_000);

function review(part: PartResults): string {
  const rows = casesOf<string>(part, "step").map((step) => {
    const [wall, cpu, bytes] = ["wall", "cpu", "bytes"].map((value) => summaryOf(part, { step }, value));
    return [step, spread(wall, whole), spread(cpu, whole), median(bytes, whole), runs([wall])];
  });
  return table(["step", "elapsed, ms", "CPU, ms", "bytes", "runs"], rows);
}

/** What the parts measure, and their tables. */
export const SHOWN: Readonly<Record<PartName, readonly Shown[]>> = {
  operations: [
    { title: "Elapsed time of operations, in seconds", show: (part, aims) => compared(part, "wall", aims) },
    { title: "Processor time of operations, in seconds", show: (part) => compared(part, "cpu", []) },
    { title: "Processor time by process, in seconds", show: byProcess },
    { title: "Requests", show: requests },
    { title: "State, in bytes of an entry", show: state },
  ],
  load: [{ title: "Loading and declaring a catalogue", show: load }],
  "cold-start": [{ title: "A preview of 10 entries, in milliseconds", show: coldStart }],
  checkpoints: [{ title: "A large first up", show: checkpoints }],
  latency: [{ title: "A slow vendor", show: latency }],
  "rate-limit": [{ title: "A rate limit", show: rateLimit }],
  review: [{ title: "The review", show: review }],
};

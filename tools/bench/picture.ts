/** docs/benchmarks.svg: elapsed time over the number of entries, both on logarithmic scales. */
import { casesOf, summaryOf } from "./cells.ts";
import type { PartResults } from "./results.ts";
import type { Summary } from "./statistics.ts";

const PANELS = ["no-op preview", "first up"];
const VARIANTS = ["ours", "floor", "usual"] as const;
const [WIDTH, HEIGHT] = [420, 330];
/** Of a panel, around its plot. */
const EDGE = { left: 58, right: 62, top: 40, bottom: 52 };

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600; font-size: 14px }
.axis { stroke: #59636e } .grid { stroke: #d1d9e0; stroke-width: .5 }
.ours { --c: #0969da } .floor { --c: #59636e } .usual { --c: #bc4c00 }
.line, .spread { fill: none; stroke: var(--c); stroke-width: 2 } .floor .line { stroke-dasharray: 6 3 }
.usual .line { stroke-dasharray: 2 3 } .spread { stroke-width: 1.5 } .mark, text.name { fill: var(--c) }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .axis { stroke: #9198a1 } .grid { stroke: #3d444d }
.ours { --c: #58a6ff } .floor { --c: #9198a1 } .usual { --c: #f0883e }
}`;

/** undefined: nothing that it shows has been measured. */
export function picture(part: PartResults): string | undefined {
  const shown = PANELS.filter((operation) => casesOf(part, "operation").includes(operation));
  if (shown.length === 0) return undefined;
  const panels = shown.map((operation, index) => panel(part, operation, index * WIDTH));
  const width = WIDTH * shown.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" role="img">`,
    "<title>Elapsed seconds over the number of entries, for this package, the floor and the usual way</title>",
    `<style>${STYLE}\n</style>`,
    ...panels,
    "</svg>\n",
  ].join("\n");
}

interface Point extends Summary {
  readonly entries: number;
}

function panel(part: PartResults, operation: string, left: number): string {
  const lines = VARIANTS.map((variant) => ({ variant, points: pointsOf(part, operation, variant) }));
  const all = lines.flatMap(({ points }) => points);
  const entries = [...new Set(all.map((point) => point.entries))].sort((a, b) => a - b);
  const x = scale(entries[0] ?? 1, entries.at(-1) ?? 10, EDGE.left + 12, WIDTH - EDGE.right - 8);
  const ticks = ticksOf(Math.min(...all.map(({ min }) => min)), Math.max(...all.map(({ max }) => max)));
  const y = scale(ticks[0] ?? 1, ticks.at(-1) ?? 10, HEIGHT - EDGE.bottom, EDGE.top);
  const [right, bottom] = [WIDTH - EDGE.right, HEIGHT - EDGE.bottom];
  const named = apart(lines.flatMap(({ variant, points }) => ends(variant, points, y)));
  return [
    `<g transform="translate(${left} 0)">`,
    `<text class="title" x="${EDGE.left}" y="22">${operation}</text>`,
    ...ticks.flatMap((value) => [
      `<path class="grid" d="M${EDGE.left} ${y(value)}H${right}"/>`,
      `<text x="${EDGE.left - 8}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
    ]),
    ...entries.map(
      (value) => `<text x="${x(value)}" y="${bottom + 18}" text-anchor="middle">${thousands(value)}</text>`,
    ),
    `<path class="axis" fill="none" d="M${EDGE.left} ${EDGE.top}V${bottom}H${right}"/>`,
    `<text x="${(EDGE.left + right) / 2}" y="${HEIGHT - 12}" text-anchor="middle">entries</text>`,
    `<text transform="translate(16 ${(EDGE.top + bottom) / 2}) rotate(-90)" text-anchor="middle">seconds</text>`,
    // Side by side, so that no spread covers another.
    ...lines.flatMap(({ variant, points }, index) => line(variant, points, (value) => x(value) + (index - 1) * 5, y)),
    ...named.map(
      ({ name, at }) => `<g class="${name}"><text class="name" x="${right + 8}" y="${at + 4}">${name}</text></g>`,
    ),
    "</g>",
  ].join("\n");
}

function pointsOf(part: PartResults, operation: string, variant: string): Point[] {
  return casesOf<number>(part, "entries")
    .sort((a, b) => a - b)
    .flatMap((entries) => {
      const summary = summaryOf(part, { operation, entries, variant }, "wall");
      if (!summary) return [];
      const inSeconds = { median: summary.median / 1_000, min: summary.min / 1_000, max: summary.max / 1_000 };
      return [{ entries, runs: summary.runs, ...inSeconds }];
    });
}

type Scale = (value: number) => number;

/** Logarithmic, to a tenth of a pixel. */
function scale(low: number, high: number, from: number, to: number): Scale {
  const span = Math.log(high / low) || 1;
  return (value) => Math.round((from + ((to - from) * Math.log(value / low)) / span) * 10) / 10;
}

/** 1, 2, 5, 10, 20 … around the values. */
function ticksOf(low: number, high: number): number[] {
  const all = [-2, -1, 0, 1, 2, 3, 4].flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
  const first = all.findLastIndex((tick) => tick <= low);
  const last = all.findIndex((tick) => tick >= high);
  return all.slice(Math.max(0, first), last + 1);
}

function line(variant: string, points: readonly Point[], x: Scale, y: Scale): string[] {
  const way = points.map(({ entries, median }, index) => `${index === 0 ? "M" : "L"}${x(entries)} ${y(median)}`);
  return [
    `<g class="${variant}"><path class="line" d="${way.join("")}"/>`,
    ...points.map(({ entries, min, max }) => `<path class="spread" d="M${x(entries)} ${y(min)}V${y(max)}"/>`),
    ...points.map(({ entries, median }) => `<circle class="mark" cx="${x(entries)}" cy="${y(median)}" r="3.5"/>`),
    "</g>",
  ];
}

function ends(name: string, points: readonly Point[], y: Scale): { name: string; at: number }[] {
  const last = points.at(-1);
  return last ? [{ name, at: y(last.median) }] : [];
}

/** Names that do not cover each other. */
function apart(names: readonly { name: string; at: number }[]): { name: string; at: number }[] {
  let above = Number.NEGATIVE_INFINITY;
  return names
    .toSorted((a, b) => a.at - b.at)
    .map(({ name, at }) => {
      above = Math.max(at, above + 15);
      return { name, at: above };
    });
}

const thousands = (value: number): string => value.toLocaleString("en-US");

/** Totals by quantity as a drawing: now dashed with hollow corners, after solid with filled ones. */
import { readableLines } from "../../../validation/text.js";
import type { Totals } from "../../digest.js";
import { type Scale, scaleOf, tickText } from "./scale.js";

type Corner = readonly [quantity: number, total: number];
type Corners = readonly Corner[];

const WIDTH = 420;
const HEIGHT = 260;
const LEFT = 58;
const RIGHT = WIDTH - 26;
const TOP = 34;
const BOTTOM = HEIGHT - 46;
/** More corners than these would hide the line. */
const MANY_CORNERS = 16;
/** Points between two corners, where a straight line is bent by a logarithmic scale. */
const POINTS = 12;

const numbers = (corners: Totals["curve"]["before"]): Corners =>
  (corners ?? [])
    .map(([quantity, total]): Corner => [Number(quantity), Number(total)])
    .filter((corner) => corner.every((value) => Number.isFinite(value) && value >= 0));

export interface CurveProps {
  /** The anchor of the drawing. */
  readonly id: string;
  readonly totals: Totals;
  readonly currency: string | undefined;
}

/** Nothing where there are fewer than two points. */
export function Curve({ id, totals, currency }: CurveProps) {
  const of = readableLines(totals.of);
  const before = numbers(totals.curve.before);
  const after = numbers(totals.curve.after);
  const all = [...before, ...after];
  if (all.length < 2) return null;
  const x = scaleOf(all.map(([quantity]) => quantity));
  const y = scaleOf(all.map(([, total]) => total));
  return (
    <svg class="curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
      <title id={`${id}-title`}>{`Totals by ${of}`}</title>
      <desc id={`${id}-desc`}>{[range("Now", before, of), range("After", after, of)].join(" ")}</desc>
      <Grid x={x} y={y} />
      <Axes of={axis(of, x)} total={axis(currency ? `Total in ${currency}` : "Total", y)} />
      <Line name="before" corners={before} x={x} y={y} />
      <Line name="after" corners={after} x={x} y={y} />
      <Legend hasBefore={before.length > 0} hasAfter={after.length > 0} />
    </svg>
  );
}

const axis = (title: string, { type }: Scale): string => (type === "linear" ? title : `${title}, logarithmic scale`);

function range(when: string, corners: Corners, of: string): string {
  const [first, last] = [corners[0], corners.at(-1)];
  if (!first || !last) return `${when}: none.`;
  return `${when}: from ${first[1]} at ${first[0]} to ${last[1]} at ${last[0]} (${of}).`;
}

const across = (x: Scale, value: number): number => round(LEFT + x.position(value) * (RIGHT - LEFT));
const up = (y: Scale, value: number): number => round(BOTTOM - y.position(value) * (BOTTOM - TOP));
const round = (value: number): number => Math.round(value * 10) / 10;

const Grid = ({ x, y }: { x: Scale; y: Scale }) => (
  <g>
    {y.ticks.map((tick) => (
      <>
        <line class="grid" x1={LEFT} x2={RIGHT} y1={up(y, tick)} y2={up(y, tick)} />
        <text class="tick" x={LEFT - 6} y={up(y, tick) + 4} text-anchor="end">
          {tickText(tick)}
        </text>
      </>
    ))}
    {x.ticks.map((tick) => (
      <>
        <line class="axis" x1={across(x, tick)} x2={across(x, tick)} y1={BOTTOM} y2={BOTTOM + 4} />
        <text class="tick" x={across(x, tick)} y={BOTTOM + 17} text-anchor="middle">
          {tickText(tick)}
        </text>
      </>
    ))}
    <line class="axis" x1={LEFT} x2={RIGHT} y1={BOTTOM} y2={BOTTOM} />
  </g>
);

/** What the axes measure: the total above the drawing, the quantity below it. */
const Axes = ({ of, total }: { of: string; total: string }) => (
  <g>
    <text class="label" x={4} y={14}>
      {shortened(total, 34)}
    </text>
    <text class="label" x={(LEFT + RIGHT) / 2} y={HEIGHT - 8} text-anchor="middle">
      {shortened(of, 50)}
    </text>
  </g>
);

/** A name can be longer than the drawing is wide. It stands in full in the table beside it. */
const shortened = (text: string, most: number): string => {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
};

function Line({ name, corners, x, y }: { name: "before" | "after"; corners: Corners; x: Scale; y: Scale }) {
  const isBent = x.type === "logarithmic" || y.type === "logarithmic";
  const points = corners.flatMap((corner, index) => {
    const previous = corners[index - 1];
    return previous && isBent ? between(previous, corner, x) : [corner];
  });
  const drawn = points.map(([quantity, total]) => `${across(x, quantity)},${up(y, total)}`);
  return (
    <g>
      <polyline class={name} points={drawn.join(" ")} />
      {corners.length <= MANY_CORNERS &&
        corners.map(([quantity, total]) => (
          <circle class={name} cx={across(x, quantity)} cy={up(y, total)} r={name === "before" ? 3.5 : 2.5} />
        ))}
    </g>
  );
}

/** Points on the straight line between two corners, evenly spaced on the axis. The last one is the second corner. */
function between([q1, t1]: Corner, [q2, t2]: Corner, x: Scale): Corners {
  if (q1 === q2) return [[q2, t2]];
  const [p1, p2] = [x.position(q1), x.position(q2)];
  return Array.from({ length: POINTS }, (_, index): Corner => {
    if (index === POINTS - 1) return [q2, t2];
    const quantity = x.value(p1 + ((p2 - p1) * (index + 1)) / POINTS);
    return [quantity, t1 + ((t2 - t1) * (quantity - q1)) / (q2 - q1)];
  });
}

function Legend({ hasBefore, hasAfter }: { hasBefore: boolean; hasAfter: boolean }) {
  const names = [...(hasBefore ? (["before"] as const) : []), ...(hasAfter ? (["after"] as const) : [])];
  return (
    <g>
      {names.map((name, index) => {
        const left = RIGHT - 72 * (names.length - index);
        return (
          <>
            <line class={`sample ${name}`} x1={left} x2={left + 26} y1={10} y2={10} />
            <text class="label" x={left + 31} y={14}>
              {name === "before" ? "now" : "after"}
            </text>
          </>
        );
      })}
    </g>
  );
}

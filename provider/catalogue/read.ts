import type { Json } from "../fields/shape.js";
import { UNKNOWN } from "../validation/engine-words.js";
import type { Place } from "../validation/problem.js";
import type { Spot } from "./places.js";

/** What a node of the YAML was read as. */
export interface Read {
  readonly value: Json;
  readonly spot: Spot;
  /** The members of a map. */
  readonly members?: ReadonlyMap<string, Read>;
  /** Number of values in it and of levels below it, after its aliases are expanded. */
  readonly size: number;
  readonly height: number;
}

/** A value that could not be read: it may be anything. */
export const unread = (place: Place): Read => ({
  value: UNKNOWN,
  spot: { place, anchored: false, inner: new Map() },
  size: 1,
  height: 0,
});

/** Size and height of a value with these parts. */
export const measured = (parts: readonly Read[]): Pick<Read, "size" | "height"> => ({
  size: parts.reduce((sum, { size }) => sum + size, 1),
  height: parts.reduce((most, { height }) => Math.max(most, height + 1), 0),
});

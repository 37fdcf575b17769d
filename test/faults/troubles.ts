/** Random edits, and what goes wrong while they are applied. */
import fc from "fast-check";
import { type Command, EDITS } from "../law/commands.js";
import { FAULTS } from "./catalogue.js";
import type { Trouble } from "./scenario.js";

const names = Object.keys(FAULTS);
export const edits: fc.Arbitrary<Command[]> = fc.array(
  fc.record({ do: fc.constantFrom(...EDITS), a: fc.nat(1_000), b: fc.nat(1_000) }),
  {
    minLength: 0,
    maxLength: 3,
  },
);

const HOUR = 3_600_000;

/**
 * Milliseconds until somebody runs again: 5 s is the longest read lag, 12 s is `searchSeconds`, 24 h the adoption
 * window.
 */
const PAUSES = {
  none: fc.constant(0),
  short: fc.integer({ min: 1, max: 999 }),
  "within the read lag": fc.integer({ min: 1_000, max: 5_000 }),
  "within the search": fc.integer({ min: 5_001, max: 12_000 }),
  "after the search": fc.integer({ min: 12_001, max: 600_000 }),
  hours: fc.integer({ min: HOUR, max: 20 * HOUR }),
  days: fc.integer({ min: 25 * HOUR, max: 72 * HOUR }),
} as const;

export const troubles: fc.Arbitrary<Trouble> = fc.record(
  {
    fault: fc.constantFrom(...names),
    fresh: fc.boolean(),
    at: fc.nat(7),
    times: fc.constantFrom(1, 1, 1, 2, 5, 1_000),
    crash: fc.record({ at: fc.nat(7), when: fc.constantFrom("before" as const, "after" as const) }),
    refresh: fc.boolean(),
    lag: fc.constantFrom(0, 0, 2, 5),
    pause: fc.oneof(...Object.values(PAUSES)),
  },
  { requiredKeys: ["fault", "fresh", "at", "times", "refresh", "lag", "pause"] },
);

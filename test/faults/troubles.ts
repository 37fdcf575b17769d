/** Random edits, and what goes wrong while they are applied. */
import fc from "fast-check";
import { type Command, EDITS } from "../law/model.js";
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
export const troubles: fc.Arbitrary<Trouble> = fc.record(
  {
    fault: fc.constantFrom(...names),
    fresh: fc.boolean(),
    at: fc.nat(7),
    times: fc.constantFrom(1, 1, 1, 2, 5, 1_000),
    crash: fc.record({ at: fc.nat(7), when: fc.constantFrom("before" as const, "after" as const) }),
    refresh: fc.boolean(),
    lag: fc.constantFrom(0, 0, 2, 5),
  },
  { requiredKeys: ["fault", "fresh", "at", "times", "refresh", "lag"] },
);

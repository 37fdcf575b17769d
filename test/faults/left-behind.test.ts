/** An object that a killed run left behind, and the next run only after the adoption window. */
import { describe, expect, it } from "vitest";
import { fixtureOf } from "../support/vendors.js";
import { runScenario, type Trouble } from "./scenario.js";

const HOUR = 3_600_000;
/** Killed when the vendor has answered the second request: the first looks, the second creates. */
const killed: Trouble = {
  fault: "429",
  fresh: false,
  at: 7,
  times: 0,
  crash: { at: 1, when: "after" },
  refresh: false,
  lag: 0,
  pause: 30 * HOUR,
};

describe.each(["sequence", "fynn", "polar", "toy"].map(fixtureOf))("$name", (fixture) => {
  it("a new entry: taken by its mark, else the run stops and its remedy works", async () => {
    const isMarked = fixture.registry.kind(fixture.product.kind)?.kind.marker !== undefined;
    const outcome = await runScenario(fixture, [], { ...killed, fresh: true }, 5);
    expect(outcome).toEqual({ met: [], crashed: true, adopted: isMarked ? 0 : 1, named: 0 });
  });

  it("within the window it is taken without a word", async () => {
    const outcome = await runScenario(fixture, [], { ...killed, fresh: true, pause: 20 * HOUR }, 5);
    expect(outcome).toEqual({ met: [], crashed: true, adopted: 0, named: 0 });
  });
});

it("a replaced entry whose object has a mark: the run names what was left behind, and does not touch it", async () => {
  const fixture = fixtureOf("polar");
  const edits = [{ do: "replace-field", a: 0, b: 0 } as const];
  expect(await runScenario(fixture, edits, killed, 5)).toEqual({ met: [], crashed: true, adopted: 0, named: 1 });
  const soon = await runScenario(fixture, edits, { ...killed, pause: HOUR }, 5);
  expect(soon).toEqual({ met: [], crashed: true, adopted: 0, named: 0 });
});

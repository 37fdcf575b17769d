/** Comments of runs that end in any order: at the end, one for each stack is shown, of the newest run that wrote. */
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { markerOf } from "../../provider/forge/comment/marker.js";
import type { Review } from "../../provider/review/digest.js";
import { change } from "../review/reviews.js";
import { FakeForge } from "../support/forge/comments.js";
import { comment, KINDS, named } from "../support/forge/speaking.js";

let forge: FakeForge;
afterEach(() => forge.stop());

/** Runs of two stacks, as they end: in any order. */
const RUNS = fc.array(
  fc.record({
    stack: fc.constantFrom("dev", "dev-eu"),
    run: fc.integer({ min: 1, max: 12 }),
    attempt: fc.integer({ min: 1, max: 2 }),
    changes: fc.constantFrom("", "one", "two"),
    findings: fc.subarray(["big-change", "times-ten", "tax-mixed"]),
    lost: fc.boolean(),
  }),
  { minLength: 1, maxLength: 10 },
);

describe.each(KINDS)("%s: runs in any order", (kind) => {
  it("leave one comment for each stack, and touch no other", async () => {
    forge = await FakeForge.start(kind);
    await fc.assert(
      fc.asyncProperty(RUNS, async (runs) => {
        forge.threads.clear();
        forge.labels.clear();
        forge.faults.length = 0;
        const others = ["dana", "other-bot[bot]", forge.me].map((author) => forge.add(7, author, `by ${author}`));
        const untouched = others.map((one) => ({ ...one }));
        const newest = new Map<string, { at: number; body: readonly string[] }>();
        for (const { stack, run: number, attempt: given, changes, findings, lost } of runs) {
          const attempt = kind === "github" ? given : 1;
          if (lost) forge.faults.push({ on: /^POST .*\/(comments|notes)$/, done: true });
          const says: Partial<Review> = {
            changes: changes === "" ? [] : [change({ sentence: `sentence ${changes}` })],
            findings: findings.map((code) => named(code)),
          };
          const { do: done } = await comment(forge, { run: number, attempt, stack, says });
          const at = number * 10 + attempt;
          const before = newest.get(stack);
          // An unchanged comment is that of the run which has written it.
          if (done === "post" || done === "edit") {
            expect(at).toBeGreaterThanOrEqual(before?.at ?? 0);
            newest.set(stack, { at, body: [...(changes === "" ? [] : [`sentence ${changes}`]), ...findings] });
          }
          if (done === "outdated") expect(at).toBeLessThan(before?.at ?? 0);
        }
        expect(others).toEqual(untouched);
        for (const stack of ["dev", "dev-eu"]) {
          const shown = forge.shown().filter(({ body }) => markerOf(body)?.of === `stack ${stack}`);
          const last = newest.get(stack);
          expect(shown).toHaveLength(last === undefined ? 0 : 1);
          const { run: mark } = markerOf(shown[0]?.body ?? "") ?? {};
          if (last) expect((mark?.run ?? 0) * 10 + (mark?.attempt ?? 0)).toBe(last.at);
          for (const text of last?.body ?? []) expect(shown[0]?.body).toContain(text);
        }
      }),
      { numRuns: kind === "github" ? 15 : 60 },
    );
  });
});

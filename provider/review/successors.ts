/** An entry that goes and a new one with the same content are a rename in two steps: each names the other. */
import type { Gone } from "./compare/moves.js";
import type { Change } from "./digest.js";

export function withSuccessors(changes: readonly Change[], gone: readonly Gone[]): readonly Change[] {
  const said = new Map(
    gone.flatMap(({ before, successor }): [string, string][] =>
      successor
        ? [
            [before.address, `${successor.address} is new with the same content and takes its place`],
            [successor.address, `it takes the place of ${before.address}, which is archived`],
          ]
        : [],
    ),
  );
  return changes.map((change) => {
    const sentence = said.get(change.address);
    return sentence === undefined ? change : { ...change, consequences: [sentence, ...change.consequences] };
  });
}

/** The file with which `catalogue adopt` tells the provider which entry takes which object. */
import { readFileSync } from "node:fs";
import type { Adoptions } from "../accounts/runtime.js";
import { ADOPT_VARIABLE, readAdoptions } from "../lifecycle/adoptions.js";

/** Whether this run is one of `catalogue adopt`. */
export const isAdopting = (environment = process.env): boolean => (environment[ADOPT_VARIABLE] ?? "") !== "";

/**
 * What the environment names; nothing in an ordinary run. Read when it is first needed.
 *
 * @throws an Error with what to do when the file cannot be read
 */
export function adoptionsOf(environment = process.env): () => Adoptions {
  let known: Adoptions | undefined;
  return () => {
    known ??= isAdopting(environment) ? readAdoptions(textOf(environment[ADOPT_VARIABLE] ?? "")) : new Map();
    return known;
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(
      `${ADOPT_VARIABLE} names a file that cannot be read: ${(error as Error).message}\n` +
        `  what to do: remove ${ADOPT_VARIABLE} from the environment; \`catalogue adopt\` sets it itself`,
    );
  }
}

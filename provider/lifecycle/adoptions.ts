/**
 * Which entry takes which object in this run: a file that `catalogue adopt` writes, named in the environment. The
 * provider reads it, so that neither the YAML nor the state holds anything of an adoption afterwards.
 */

import type { Adoptions } from "../accounts/runtime.js";
import { isObject } from "../fields/shape.js";

/** The variable that names the file. */
export const ADOPT_VARIABLE = "CATALOGUE_ADOPT";

/** An entry and the id of its object. */
export interface AsIs {
  /** "sequence:Product" */
  readonly kind: string;
  readonly address: string;
  readonly id: string;
}

export const adoptionKey = (kind: string, address: string): string => `${kind} ${address}`;

/** The text of the file. */
export const adoptionsText = (entries: readonly AsIs[]): string => JSON.stringify({ version: 1, entries });

/**
 * The other way round.
 *
 * @throws an Error when the text is something else, or gives an entry or an object twice
 */
export function readAdoptions(text: string): Adoptions {
  const parsed = parse(text);
  const entries = isObject(parsed) && parsed["version"] === 1 ? parsed["entries"] : undefined;
  if (!Array.isArray(entries) || !entries.every(isAsIs)) throw new Error(`${ADOPT_VARIABLE}: ${NOT_OURS}`);
  const adoptions = new Map(entries.map(({ kind, address, id }) => [adoptionKey(kind, address), id]));
  const objects = new Set(entries.map(({ kind, id }) => `${kind} ${id}`));
  if (Math.min(adoptions.size, objects.size) < entries.length) throw new Error(`${ADOPT_VARIABLE}: ${TWICE}`);
  return adoptions;
}

const TWICE =
  "the file gives an entry or an object twice\n" +
  "  what to do: run `catalogue adopt` again; if this repeats, report it";

const NOT_OURS =
  "the file is not one that `catalogue adopt` writes\n" +
  `  what to do: remove ${ADOPT_VARIABLE} from the environment; \`catalogue adopt\` sets it itself`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isAsIs = (value: unknown): value is AsIs =>
  isObject(value) && ["kind", "address", "id"].every((name) => typeof value[name] === "string" && value[name] !== "");

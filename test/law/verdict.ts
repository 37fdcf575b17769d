/** Is the vendor as the YAML says? Judged over all objects, by an oracle that shares nothing with the provider. */
import type { JsonObject } from "../../sandboxes/json.ts";
import type { Expectations } from "./expectations.js";

/** An object at a vendor, as somebody looking at the dashboard sees it. */
interface SeenObject {
  readonly id: string;
  readonly archived: boolean;
  readonly body: JsonObject;
}

export interface Situation {
  readonly entries: readonly { readonly address: string; readonly archived: boolean }[];
  /** Addresses of entries besides those, which nobody edits. */
  readonly beside: readonly string[];
  /** Address → id, as the state has it. */
  readonly ids: Readonly<Record<string, string>>;
  readonly objects: readonly SeenObject[];
  readonly expectations: Expectations;
  /** Objects that others made, by id, as they must stay. */
  readonly foreign: ReadonlyMap<string, string>;
  /** Ids of objects that somebody archived in the dashboard, where the vendor has no way back. */
  readonly archivedElsewhere: ReadonlySet<string>;
}

/** An object of others, to be compared with itself later. */
export const snapshot = (object: SeenObject | undefined): string => JSON.stringify(object);

/** What of vendor = YAML is not so; undefined when all is well. */
export function violation(situation: Situation): string | undefined {
  const { entries, beside, ids, objects, expectations, foreign, archivedElsewhere } = situation;
  const byId = new Map(objects.map((object) => [object.id, object]));
  const [rows, wanted] = [Object.keys(ids), [...entries.map(({ address }) => address), ...beside]].map((all) =>
    all.toSorted().join(),
  );
  if (rows !== wanted) return `rows ${rows} and entries ${wanted}`;
  const used = Object.values(ids);
  if (new Set(used).size !== used.length) return "two rows hold one id";
  for (const { address, archived } of entries) {
    const id = ids[address] ?? "";
    const object = byId.get(id);
    if (!object) return `${address}: no object ${id}`;
    const wantedState = archived || archivedElsewhere.has(id);
    if (object.archived !== wantedState)
      return `${address}: archived is ${object.archived} at the vendor and ${archived} in the YAML`;
    const different = expectations.difference(id, object.body);
    if (different !== undefined) return `${address}: ${different}`;
  }
  const stray = objects.find(({ id, archived }) => !archived && !used.includes(id) && !foreign.has(id));
  if (stray) return `${stray.id} is active and nobody's`;
  for (const [id, before] of foreign)
    if (snapshot(byId.get(id)) !== before) return `${id} is somebody's and was touched`;
  return undefined;
}

/** What is told about entries that exist: what is written, what is not, and why. Pure. */
import type { Entry } from "../../catalogue/model.js";
import type { Problem } from "../../validation/problem.js";
import type { ChangedEntry } from "./changed.js";
import { type Made, pathOf } from "./placing.js";
import type { PulledItem } from "./request.js";

/** Without the fields that the editor could not write. */
export const changedItems = (changed: readonly ChangedEntry[], refused: Made["refused"]): PulledItem[] =>
  changed.flatMap(({ entry, items, edits }) => {
    const bad = refused
      .filter(({ edit }) => edits.includes(edit))
      .map(({ edit }) => String(edit.path[pathOf(entry).length]));
    return items.flatMap((item) => {
      const fields = item.fields?.filter(({ name }) => item.outcome !== "changed" || !bad.includes(name)) ?? [];
      return fields.length === 0 ? [] : [{ ...item, fields }];
    });
  });

interface RefusedByLoader {
  readonly entry: Entry | undefined;
  readonly address: string;
  readonly problem: Problem;
}

/** What the editor could not write, and what the loader would not take. */
export function refusedItems(
  changed: readonly ChangedEntry[],
  refused: Made["refused"],
  byLoader: readonly RefusedByLoader[],
): PulledItem[] {
  return [
    ...refused.map(({ edit, message, remedy }): PulledItem => {
      const entry = changed.find(({ edits }) => edits.includes(edit))?.entry;
      const kind = entry?.kind.title ?? "entry";
      return { outcome: "refused", kind, address: entry?.address ?? edit.path.join("/"), message, remedy };
    }),
    ...byLoader.map(({ entry, address, problem: { message, remedy } }): PulledItem => {
      const kind = entry?.kind.title ?? "entry";
      return { outcome: "refused", kind, address, message: `its values cannot be written: ${message}`, remedy };
    }),
  ];
}

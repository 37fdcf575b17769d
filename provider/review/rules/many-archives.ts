import { goneOf } from "../compare/moves.js";
import { activeOf } from "../compare/siblings.js";
import type { ChangeRule } from "./rule.js";

export const manyArchives: ChangeRule = {
  code: "many-archives",
  doc:
    "More than `manyArchives.count` (10) entries are archived or removed at once, or more than the share " +
    "`manyArchives.share` (0.2) of the active ones where that is at least `manyArchives.least` (5): perhaps a file " +
    "or a folder is missing. An entry with a successor of equal content does not count. It is about the change as a " +
    "whole, so it is accepted in `catalogue:review`.",
  severity: "block",
  example: "12 of 40 active entries are archived or removed, among them polar/plan-0 and polar/plan-1",
  remedy: "check that no file is missing; if all of it is meant, accept it in the stack's configuration",
  looksAt: "change",
  check: (pairs, { manyArchives: { count, share, least } }) => {
    const gone = goneOf(pairs).filter(({ successor }) => successor === undefined);
    const active = activeOf(pairs.flatMap(({ before }) => before ?? [])).length;
    const isMany = gone.length > count || (gone.length >= least && gone.length > active * share);
    if (!isMany) return [];
    const shown = gone.slice(0, 2).map(({ before }) => before.address);
    return [
      {
        message:
          `${gone.length} of ${active} active entries are archived or removed, ` + `among them ${shown.join(" and ")}`,
        remedy: "check that no file is missing; if all of it is meant, accept it in the stack's configuration",
        values: `${gone.length} of ${active}`,
      },
    ];
  },
};

/** What the rules find in a catalogue, as problems of its files. */
import type { ReviewConfig } from "../accounts/review-config.js";
import type { Entry } from "../catalogue/model.js";
import type { Settings } from "../kinds/field.js";
import type { Place, Problem } from "../validation/problem.js";
import { catalogueFindings } from "./findings.js";
import { sideOf } from "./sides.js";

/** Blocking findings are problems, and warnings are warnings; notes are left out. `settings`: of an entry's account. */
export function catalogueProblems(
  entries: readonly Entry[],
  settings: (entry: Entry) => Settings,
  config: ReviewConfig,
): readonly Problem[] {
  const found = catalogueFindings<Place>({
    entries: entries.filter(({ broken }) => !broken).map((entry) => sideOf(entry, settings(entry))),
    config,
    placeOf: (source, path) => source.place(path, path.length === 0 ? "key" : "value"),
  });
  return found.flatMap(({ code, severity, message, remedy, place, accept }): Problem[] => {
    if (severity === "note" || place === undefined) return [];
    return [
      {
        code,
        severity: severity === "block" ? "problem" : "warning",
        place,
        message,
        remedy: accept === undefined ? remedy : `${remedy}; or, if it is right, add \`${accept}\``,
      },
    ];
  });
}

/** What happens to the objects of removed entries: lines beside the engine's "delete". */
import type { CatalogueConfig } from "../accounts/config.js";
import type { StateRow } from "../accounts/runtime.js";
import { addressesOf } from "../catalogue/addresses.js";
import type { Entry } from "../catalogue/model.js";
import { registry } from "../vendors/registry.js";
import { MOST, renames } from "./renames.js";
import type { StackRow } from "./stack-rows.js";

/** Options of the rows, from `pulumi stack export`; undefined: the state could not be exported. */
export type Options = readonly Pick<StateRow, "type" | "address" | "protected" | "retained">[] | undefined;

export interface Removals {
  /** Lines for a preview. */
  readonly lines: readonly string[];
  /** Why the removal is refused, with the remedy; undefined: it is allowed. */
  readonly refusal?: string;
}

/** Rows of the catalogue that no entry declares, by its current or a former address. */
export function removedRows(rows: readonly StackRow[], entries: readonly Entry[]): StackRow[] {
  const known = new Set(entries.flatMap((entry) => addressesOf(entry).map((name) => `${entry.kind.type} ${name}`)));
  return rows.filter(({ fromCatalogue, type, name }) => fromCatalogue && !known.has(`${type} ${name}`));
}

/** `removed`: some of the `rows`. `declared`: all entries of the program. */
export function removals(
  removed: readonly StackRow[],
  rows: readonly StackRow[],
  declared: readonly Entry[],
  config: CatalogueConfig,
  options: Options,
): Removals {
  const fateOf = fates(options);
  const byFate = Map.groupBy(removed, fateOf);
  const [retained, guarded] = [byFate.get("retained") ?? [], byFate.get("guarded") ?? []];
  const [done, archives] = [byFate.get("done") ?? [], byFate.get("archived") ?? []];
  const line = (all: readonly StackRow[], words: string): string[] =>
    all.length === 0
      ? []
      : [`${all.length} removed ${all.length === 1 ? "entry" : "entries"}: ${words}: ${listed(all)}`];
  const hints = renames(removed, declared.filter(hasNoRow(rows)), config);
  const lines = [
    ...line(archives, "what the preview calls delete archives the object at the vendor; nothing is deleted there"),
    ...notes(archives),
    ...line(done, "already archived; only its row in the state is removed"),
    ...line(retained, "the object is left as it is at the vendor (onRemove: retain)"),
  ];
  if (options === undefined && archives.length > 0)
    lines.push(`if the engine refuses to remove a protected entry: ${REMEDY}`);
  if (guarded.length === 0) return { lines: [...lines, ...hints] };
  const those =
    guarded.length === 1 ? "1 entry was removed, and it is" : `${guarded.length} entries were removed, and they are`;
  return {
    lines,
    refusal:
      `${those} protected (active in a production account, or onRemove: forbid): ${listed(guarded)}; ` +
      `nothing was sent\n  what to do: ${[REMEDY, ...hints].join("\n  or: ")}`,
  };
}

type Fate = "retained" | "guarded" | "done" | "archived";

/** What happens to a removed row. */
function fates(options: Options): (row: StackRow) => Fate {
  const byAddress = Map.groupBy(options ?? [], ({ type, address }) => `${type} ${address}`);
  return ({ type, outputs, archived }) => {
    const option = byAddress.get(`${type} ${String(outputs["address"])}`)?.[0];
    if (option?.retained) return "retained";
    if (option?.protected) return "guarded";
    return archived ? "done" : "archived";
  };
}

/** What archiving does beyond the state itself, once for each note. */
function notes(rows: readonly StackRow[]): string[] {
  const byNote = Map.groupBy(rows, ({ type }) => registry.kind(type)?.kind.archiving.notes?.archive);
  return [...byNote].flatMap(([note, all]) => (note === undefined ? [] : [`${listed(all)}: ${note}`]));
}

const REMEDY =
  "put the entry back, set `archived: true` (or `lifecycle: { onRemove: archive }`), run `pulumi up`, " +
  "then remove the entry";

const listed = (rows: readonly StackRow[]): string => {
  const names = rows.slice(0, MOST).map(({ name }) => name);
  return rows.length > MOST ? `${names.join(", ")} and ${rows.length - MOST} more` : names.join(", ");
};

/** Whether an entry has no row: it is created, or it adopts an object. */
export function hasNoRow(rows: readonly StackRow[]): (entry: Entry) => boolean {
  const names = new Set(rows.map(({ type, name }) => `${type} ${name}`));
  return (entry) => !addressesOf(entry).some((name) => names.has(`${entry.kind.type} ${name}`));
}

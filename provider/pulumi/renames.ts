/** New entries with the content of a removed entry: perhaps the key was changed. */
import type { CatalogueConfig } from "../accounts/config.js";
import type { Entry } from "../catalogue/model.js";
import { canonical, stable } from "../fields/compare.js";
import { isBlank } from "../fields/overlay.js";
import type { Json, JsonObject } from "../fields/shape.js";
import { clearingOf, restingValue } from "../kinds/absence.js";
import type { Field, Settings } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import { sameValue } from "../lifecycle/plan/managed.js";
import type { StackRow } from "./stack-rows.js";

/** A line of a preview lists at most so many. */
export const MOST = 10;

/** A hint for each of the `added` entries that may be a `removed` one. A child is renamed by its parent. */
export function renames(removed: readonly StackRow[], added: readonly Entry[], config: CatalogueConfig): string[] {
  if (removed.length === 0 || added.length === 0) return [];
  const all = new Set(added);
  const rowsOf = rowsByContent(removed);
  const hints = added
    .filter(({ parent }) => parent === undefined || !all.has(parent))
    .flatMap((entry) => {
      const { settings } = config.account(entry.account, entry.vendor);
      const old = rowsOf(entry, settings).find((row) => isEqual(entry, row, settings));
      return old
        ? [
            `${entry.address} has the content of ${old.name}, which is removed; ` +
              "if it is the same object under another key, " +
              `set \`lifecycle: { renamedFrom: ${old.name} }\` in ${entry.address}`,
          ]
        : [];
    });
  return hints.length > MOST
    ? [...hints.slice(0, MOST), `the same holds for ${hints.length - MOST} more new entries`]
    : hints;
}

/** Rows that may be equal to an entry: those of its kind and account whose content has the same text. */
function rowsByContent(rows: readonly StackRow[]): (entry: Entry, settings: Settings) => readonly StackRow[] {
  const groupOf = ({ type, account }: { readonly type: string; readonly account: string }): string =>
    `${type} ${account}`;
  const groups = Map.groupBy(rows, groupOf);
  const texts = new Map<string, ReadonlyMap<string, readonly StackRow[]>>();
  return ({ kind, account, fields, archived }, settings) => {
    const group = groupOf({ type: kind.type, account });
    const byText =
      texts.get(group) ??
      Map.groupBy(groups.get(group) ?? [], (row) =>
        contentText(kind, row.outputs as JsonObject, row.archived, settings),
      );
    texts.set(group, byText);
    return byText.get(contentText(kind, fields, archived, settings)) ?? [];
  };
}

/** The same text for everything that `isEqual` takes for equal; now and then also for something else. */
const contentText = (kind: Kind, values: JsonObject, archived: boolean, settings: Settings): string =>
  stable([archived, ...comparedFields(kind).map(([name, field]) => valueText(field, values[name] ?? null, settings))]);

/** A value that counts as none, or that is sent for none, has the text of none. */
function valueText(field: Field, value: Json, settings: Settings): string {
  const clearing = clearingOf(field, settings);
  const none = [restingValue(field) ?? null, typeof clearing === "object" ? clearing.value : null];
  const text = stable(canonical(field.shape, value));
  const isNone =
    (field.unnamed === "kept" && isBlank(value)) || none.some((one) => stable(canonical(field.shape, one)) === text);
  return isNone ? "null" : text;
}

/** Fields that the parent fills in are left out. */
const comparedFields = ({ fields }: Kind): [string, Field][] =>
  Object.entries(fields).filter(([, field]) => field.fromParent !== true);

/** Compares by the field tables. */
function isEqual({ kind, fields, archived }: Entry, row: StackRow, settings: Settings): boolean {
  const there = row.outputs as JsonObject;
  return (
    archived === row.archived &&
    comparedFields(kind).every(([name, field]) => sameValue(field, there[name] ?? null, fields[name] ?? null, settings))
  );
}

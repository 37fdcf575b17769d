/** Catalogues of tests as sides and pairs, through the real loader. */
import { checkCatalogue } from "../../provider/catalogue/load.js";
import type { Entry } from "../../provider/catalogue/model.js";
import { isProblem } from "../../provider/catalogue/render.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { Settings } from "../../provider/kinds/field.js";
import type { Registry } from "../../provider/kinds/registry.js";
import type { Vendor } from "../../provider/kinds/vendor.js";
import type { Pair, Side } from "../../provider/review/side.js";
import { sideOf } from "../../provider/review/sides.js";
import { toyRegistry } from "../toy/vendor.js";

export const defaultsOf = (vendor: Vendor): Settings =>
  Object.fromEntries(Object.entries(vendor.settings).map(([name, member]) => [name, member.default ?? null]));

/** Entries of one or several files. Throws when they have problems. */
export function entriesOf(
  texts: string | readonly string[],
  values: JsonObject | undefined = undefined,
): readonly Entry[] {
  const files = [texts].flat().map((text, index) => ({ name: `${index}.yaml`, text }));
  const { entries, problems } = checkCatalogue(files, { registry: toyRegistry as Registry, values });
  const bad = problems.filter(isProblem);
  if (bad.length > 0) throw new Error(bad.map(({ place, message }) => `${place.line}: ${message}`).join("\n"));
  return entries;
}

export const sidesOf = (texts: string | readonly string[], settings: Settings = {}): readonly Side[] =>
  entriesOf(texts).map((entry) => sideOf(entry, { ...defaultsOf(entry.vendor), ...settings }));

/** By address, and by `renamedFrom`. */
export function pairsOf(before: readonly Side[], after: readonly Side[]): readonly Pair[] {
  const old = new Map(before.map((side) => [side.address, side]));
  const pairs = after.map((side): Pair => {
    const known = [side.address, ...(side.lifecycle?.formerAddresses ?? [])].find((address) => old.has(address));
    const was = known === undefined ? undefined : old.get(known);
    if (known !== undefined) old.delete(known);
    return { after: side, ...(was ? { before: was } : {}) };
  });
  return [...pairs, ...[...old.values()].map((side): Pair => ({ before: side }))];
}

export const changeOf = (before: string | readonly string[], after: string | readonly string[]): readonly Pair[] =>
  pairsOf(sidesOf(before), sidesOf(after));

/**
 * The texts of the files without the commit. Where nothing else has touched a file since, it gets its former text; where
 * something has, git puts the lines together. What is left, and what cannot come back, is edited entry by entry.
 */
import { type Edit, editText } from "../../catalogue/edit.js";
import type { SourceFile } from "../../catalogue/files.js";
import { checkCatalogue, type LoadedCatalogue } from "../../catalogue/load.js";
import type { CatalogueModel, Entry } from "../../catalogue/model.js";
import { isObject, type Json, type JsonObject } from "../../fields/shape.js";
import { childrenOf } from "../../kinds/registry.js";
import { registry } from "../../vendors/registry.js";
import type { EntryPair } from "../history/follow.js";
import { changedFields, fieldText, fileOf, pathOf, RawFiles } from "./entries.js";
import { merged } from "./merge.js";
import type { Item } from "./plan.js";

export interface ThreeStates {
  readonly before: LoadedCatalogue;
  readonly after: LoadedCatalogue;
  readonly now: LoadedCatalogue;
}

export interface Result {
  /** All files of the folder. */
  readonly files: readonly SourceFile[];
  readonly loaded: CatalogueModel;
  /** Why an edit could not be made, by the address of its entry. */
  readonly refused: ReadonlyMap<string, string>;
}

interface EntryEdit {
  readonly file: string;
  readonly address: string;
  readonly edit: Edit;
}

export function resultOf(states: ThreeStates, items: readonly Item[], pairs: readonly EntryPair[]): Result {
  const refused = new Map<string, string>();
  const archived = items.filter(({ outcome }) => outcome === "archived").flatMap(({ now }) => now ?? []);
  const texts = new Map(states.now.files.map(({ name, text }) => [name, text]));
  applyEdits(texts, archived.map(archive), refused);
  mergeFiles(texts, states, filesToLeave(items));
  const moved = leftOvers(loadTexts(texts), pairs, states);
  applyEdits(texts, moved.edits, refused);
  for (const file of moved.files)
    if (!loadTexts(texts).entries.some((entry) => fileOf(entry) === file)) texts.delete(file);
  refused.clear();
  applyEdits(texts, fixups(loadTexts(texts), items, states), refused);
  return { files: filesOf(texts), loaded: loadTexts(texts), refused };
}

const filesOf = (texts: ReadonlyMap<string, string>): SourceFile[] =>
  [...texts].map(([name, text]) => ({ name, text })).sort((a, b) => (a.name < b.name ? -1 : 1));

const loadTexts = (texts: ReadonlyMap<string, string>): CatalogueModel =>
  checkCatalogue(filesOf(texts), { registry, values: undefined, mayBeEmpty: () => true });

const archive = (entry: Entry): EntryEdit => setAt(entry, ["archived"], true);

function setAt(entry: Entry, path: readonly string[], value: Json | undefined): EntryEdit {
  const whole = [...pathOf(entry), ...path];
  const edit: Edit = value === undefined ? { do: "remove", path: whole } : { do: "set", path: whole, value };
  return { file: fileOf(entry), address: entry.address, edit };
}

function applyEdits(texts: Map<string, string>, edits: readonly EntryEdit[], refused: Map<string, string>): void {
  for (const [file, own] of Map.groupBy(edits, (one) => one.file)) {
    const made = editText(
      texts.get(file) ?? "",
      own.map(({ edit }) => edit),
    );
    texts.set(file, made.text);
    for (const { edit, message } of made.refused) {
      const address = own.find((one) => one.edit === edit)?.address ?? file;
      refused.set(address, message);
    }
  }
}

/** Files with entries that the commit has changed, none of which gets what it was: their text stays as it is. */
function filesToLeave(items: readonly Item[]): Set<string> {
  const filesOfAll = (some: readonly Item[]): string[] =>
    some.flatMap(({ before, now }) => [before, now].flatMap((entry) => (entry ? [fileOf(entry)] : [])));
  const back = new Set(
    filesOfAll(items.filter(({ outcome }) => ["restored", "renamed", "written-again"].includes(outcome))),
  );
  return new Set(filesOfAll(items).filter((file) => !back.has(file)));
}

/** The files that the commit has changed, without that change. */
function mergeFiles(texts: Map<string, string>, { before, after }: ThreeStates, left: ReadonlySet<string>): void {
  const [former, base] = [before, after].map(({ files }) => new Map(files.map(({ name, text }) => [name, text])));
  for (const name of new Set([...(former?.keys() ?? []), ...(base?.keys() ?? [])])) {
    const [was, is, now] = [former?.get(name), base?.get(name), texts.get(name)];
    if (was === is || left.has(name)) continue;
    if (was !== undefined && is !== undefined && now !== undefined) texts.set(name, merged(now, is, was));
    if (was !== undefined && is === undefined && now === undefined) texts.set(name, was);
  }
}

/** Entries that the commit has moved to a file of its own are in their former file again. */
function leftOvers(
  { entries }: CatalogueModel,
  pairs: readonly EntryPair[],
  { before }: ThreeStates,
): { edits: EntryEdit[]; files: string[] } {
  const formerFiles = new Set(before.files.map(({ name }) => name));
  const isAt = (file: string, address: string): Entry | undefined =>
    entries.find((entry) => entry.address === address && fileOf(entry) === file);
  const left = pairs.flatMap(({ before: was, after: is }) => {
    if (!was || !is || (fileOf(was) === fileOf(is) && was.address === is.address)) return [];
    const [back, here] = [isAt(fileOf(was), was.address), isAt(fileOf(is), is.address)];
    return back && here && back !== here ? [here] : [];
  });
  const roots = left.filter(({ parent }) => !parent || !left.includes(parent));
  return {
    edits: roots.map((entry) => ({
      file: fileOf(entry),
      address: entry.address,
      edit: { do: "remove", path: pathOf(entry) },
    })),
    files: [...new Set(roots.map(fileOf))].filter((file) => !formerFiles.has(file)),
  };
}

/** What is still to be edited after the lines were put together. */
function fixups({ entries }: CatalogueModel, items: readonly Item[], states: ThreeStates): EntryEdit[] {
  const [former, current] = [new RawFiles(states.before.files), new RawFiles(states.now.files)];
  const found = new Map(entries.map((entry) => [entry.address, entry]));
  const edits: EntryEdit[] = [];
  const touched = new Set<string>();
  for (const item of items) {
    const { outcome, before, now } = item;
    for (const { address } of [before, now].filter((entry) => entry !== undefined)) touched.add(address);
    if ((outcome === "restored" || outcome === "renamed") && before && now)
      edits.push(...restored(item, before, now, found, former, current));
    else if (outcome === "written-again" && before) {
      if (!found.has(before.address) && !isAdded(edits, before.parent))
        edits.push(added(before, pathOf(before), former.map(before)));
    } else if (now) {
      edits.push(...kept(now, outcome === "archived" ? true : now.archived, found, current));
      if (outcome === "successor" && before && item.successor !== undefined && item.withParent !== true)
        edits.push(added(now, [...pathOf(now).slice(0, -1), item.successor], successorOf(before, former)));
    }
  }
  for (const entry of states.now.entries)
    if (!touched.has(entry.address)) edits.push(...kept(entry, entry.archived, found, current));
  return edits;
}

function restored(
  { fields, state, outcome }: Item,
  before: Entry,
  now: Entry,
  found: ReadonlyMap<string, Entry>,
  former: RawFiles,
  current: RawFiles,
): EntryEdit[] {
  const entry = found.get(outcome === "renamed" ? before.address : now.address);
  if (!entry) return [];
  const own = fields.filter((name) => fieldText(entry, name) !== fieldText(before, name));
  // What later commits have changed besides stays.
  const others = changedFields(entry, now).filter((name) => !fields.includes(name));
  return [
    ...own.map((name) => setAt(entry, [name], former.value(before, name))),
    ...others.map((name) => setAt(entry, [name], current.value(now, name))),
    ...(state && entry.archived !== before.archived
      ? [setAt(entry, ["archived"], former.value(before, "archived"))]
      : []),
    ...(outcome === "renamed" && before.key !== now.key
      ? [
          setAt(
            entry,
            ["lifecycle", "renamedFrom"],
            before.parent || before.account === now.account ? now.key : now.address,
          ),
        ]
      : []),
  ];
}

/** An entry as it is now. */
function kept(now: Entry, isArchived: boolean, found: ReadonlyMap<string, Entry>, current: RawFiles): EntryEdit[] {
  const entry = found.get(now.address);
  if (!entry)
    return now.parent && !found.has(now.parent.address)
      ? []
      : [added(now, pathOf(now), { ...current.map(now), ...(isArchived ? { archived: true } : {}) })];
  return [
    ...changedFields(entry, now).map((name) => setAt(entry, [name], current.value(now, name))),
    ...(entry.archived === isArchived ? [] : [setAt(entry, ["archived"], isArchived)]),
  ];
}

const added = (entry: Entry, path: readonly string[], value: JsonObject): EntryEdit => ({
  file: fileOf(entry),
  address: entry.address,
  edit: { do: "add", path, value },
});

const isAdded = (edits: readonly EntryEdit[], parent: Entry | undefined): boolean =>
  parent !== undefined && edits.some(({ edit, address }) => edit.do === "add" && address === parent.address);

/** The former content for a new object: active, with the children that were active, under no former key. */
function successorOf(before: Entry, former: RawFiles): JsonObject {
  const { archived: _archived, lifecycle, ...rest } = former.map(before);
  const children = childrenOf(before.vendor, before.kind).map(({ collection }) => collection);
  const content = Object.entries(rest).map(([name, value]): [string, Json] => [
    name,
    children.includes(name) && isObject(value) ? activeOnes(value) : value,
  ]);
  const own = isObject(lifecycle) ? withoutHistory(lifecycle) : {};
  return { ...Object.fromEntries(content), ...(Object.keys(own).length === 0 ? {} : { lifecycle: own }) };
}

const activeOnes = (entries: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(entries).flatMap(([key, value]): [string, Json][] => {
      if (!isObject(value) || value["archived"] === true) return [];
      const { lifecycle, ...rest } = value;
      const own = isObject(lifecycle) ? withoutHistory(lifecycle) : {};
      return [[key, { ...rest, ...(Object.keys(own).length === 0 ? {} : { lifecycle: own }) }]];
    }),
  );

/** What belongs to the old object. */
function withoutHistory({ adopt: _adopt, renamedFrom: _renamed, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** In which file a new entry goes, and the files with all edits made. Pure. */

import { readText } from "../../catalogue/edit/tree.js";
import { type Edit, type EditPath, editText, newFileText, type Refused } from "../../catalogue/edit.js";
import type { SourceFile } from "../../catalogue/files.js";
import type { Entry } from "../../catalogue/model.js";
import { isObject, type JsonObject, own } from "../../fields/shape.js";
import type { Kind } from "../../kinds/kind.js";
import type { Vendor } from "../../kinds/vendor.js";
import { remember } from "../../validation/remember.js";
import type { ChangedFile, PullOptions } from "./request.js";

/** An entry without a parent that has no file yet. */
export interface NewEntry {
  readonly kind: Kind;
  readonly key: string;
  readonly value: JsonObject;
}

export interface Placing {
  readonly vendor: Vendor;
  readonly account: string;
  readonly files: readonly SourceFile[];
  /** Entries of the account. */
  readonly entries: readonly Entry[];
  readonly options: PullOptions;
}

export interface FileEdit {
  readonly file: string;
  readonly edit: Edit;
}

/** The place of an entry in its file: `["products", "platform", "listPrices", "monthly"]`. */
export const pathOf = ({ kind, key, parent }: Pick<Entry, "kind" | "key" | "parent">): EditPath => [
  ...(parent ? pathOf(parent) : []),
  kind.collection,
  key,
];

export const fileOf = ({ source }: Entry): string => source.place([], "key").file;

/**
 * The file for a new entry without a parent.
 *
 * @throws an Error when the file is of another account
 */
export function fileFor(placing: Placing, { kind, key }: Pick<NewEntry, "kind" | "key">): string {
  const { options, account, entries } = placing;
  const file = options.into ?? (options.split === "product" ? `${account}/${key}.yaml` : fileOfAccount(placing, kind));
  const known = placing.files.find(({ name }) => name === file);
  if (known === undefined || isOfAccount(placing, known)) return file;
  const [first] = entries;
  throw new Error(
    `${file} is not a file of account ${account}\n` +
      `  what to do: name another file for the new entries: --into ${first ? fileOf(first) : "<file>"}`,
  );
}

/** The file with most entries of the kind; of the account, where there are none. */
function fileOfAccount({ account, entries, files, vendor, options }: Placing, kind: Kind): string {
  const tops = entries.filter(({ parent }) => parent === undefined);
  const alike = tops.filter((entry) => entry.kind === kind);
  const counts = Map.groupBy(alike.length > 0 ? alike : tops, fileOf);
  const [most] = [...counts].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
  if (most) return most[0];
  const empty = files.find((file) => isOfAccount({ account, vendor, files, entries, options }, file));
  return empty?.name ?? `${account}.yaml`;
}

function isOfAccount({ vendor, account }: Placing, file: SourceFile): boolean {
  const { value } = remember(contents, file, () => readText(file.text));
  if (!isObject(value) || value["vendor"] !== vendor.name) return false;
  return (own(value, "account") ?? vendor.name) === account;
}

/** Every new entry asks for its file, and each file is read once. */
const contents = new WeakMap<SourceFile, ReturnType<typeof readText>>();

export interface Made {
  readonly changed: readonly ChangedFile[];
  readonly refused: readonly (Refused & { readonly file: string })[];
}

/** All files with their edits. */
export function filesWith(placing: Placing, edits: readonly FileEdit[]): Made {
  const refused: (Refused & { file: string })[] = [];
  const changed = [...Map.groupBy(edits, ({ file }) => file)].flatMap(([file, own]): ChangedFile[] => {
    const before = placing.files.find(({ name }) => name === file)?.text;
    const list = own.map(({ edit }) => edit);
    if (before === undefined) return [{ name: file, before, after: newText(placing, file, list) }];
    const made = editText(before, list);
    refused.push(...made.refused.map((one) => ({ ...one, file })));
    return made.text === before ? [] : [{ name: file, before, after: made.text }];
  });
  return { changed: changed.sort((a, b) => (a.name < b.name ? -1 : 1)), refused };
}

/** All files of the folder, as they are afterwards. */
export function filesAfter(files: readonly SourceFile[], changed: readonly ChangedFile[]): SourceFile[] {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  for (const { name, after } of changed) texts.set(name, after);
  return [...texts].map(([name, text]) => ({ name, text })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The innermost entry around a line of a file. */
export function entryAt(entries: readonly Entry[], file: string, line: number): Entry | undefined {
  const lineOf = ({ source }: Entry): number => source.place([], "key").line;
  return entries
    .filter((entry) => fileOf(entry) === file && lineOf(entry) <= line)
    .sort((a, b) => lineOf(b) - lineOf(a))[0];
}

/** A new file has new entries only. */
function newText({ vendor, account, options }: Placing, file: string, edits: readonly Edit[]): string {
  const collections = namedFirst(vendor.kinds).map(({ collection }): [string, JsonObject] => [
    collection,
    Object.fromEntries(
      edits.flatMap(({ path, ...edit }) =>
        path[0] === collection && edit.do === "add" ? [[String(path[1]), edit.value]] : [],
      ),
    ),
  ]);
  const up = "../".repeat(file.split("/").length - 1);
  const schema = `schema/${vendor.name}.json`;
  return newFileText(
    {
      vendor: vendor.name,
      ...(account === vendor.name ? {} : { account }),
      ...Object.fromEntries(collections.filter(([, entries]) => Object.keys(entries).length > 0)),
    },
    options.exists?.(schema) ? [`yaml-language-server: $schema=${up === "" ? "./" : up}${schema}`] : [],
  );
}

/** Kinds that others name come first, so that a file reads from top to bottom. */
export function namedFirst(kinds: readonly Kind[]): readonly Kind[] {
  const tops = kinds.filter(({ parent }) => parent === undefined);
  const isNamed = (kind: Kind): boolean =>
    tops.some((other) => Object.values(other.references ?? {}).some(({ entry }) => entry === kind.type));
  return [...tops.filter(isNamed), ...tops.filter((kind) => !isNamed(kind))];
}

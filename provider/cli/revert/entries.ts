/** Entries of a file as they are written: their places, and their raw values. */
import type { SourceFile } from "../../catalogue/files.js";
import type { Entry } from "../../catalogue/model.js";
import { parseFile } from "../../catalogue/parse.js";
import { stable } from "../../fields/compare.js";
import { isObject, type Json, type JsonObject, own } from "../../fields/shape.js";
import { readableEntry } from "../../review/subjects-of-files.js";
import { secretsOf } from "../../validation/secrets.js";
import { registry } from "../../vendors/registry.js";

/** The name of its file, relative to the catalogue folder. */
export const fileOf = ({ source }: Entry): string => source.place([], "key").file;

/** From the root of its file. */
export const pathOf = ({ kind, key, parent }: Entry): string[] => [
  ...(parent ? pathOf(parent) : []),
  kind.collection,
  key,
];

/** A field as it is compared: a placeholder stands for its text. undefined: the entry does not name it. */
export function fieldText(entry: Entry, name: string): string | undefined {
  const value = readableEntry(entry).fields[name];
  return value === undefined ? undefined : stable(value);
}

/** The fields that differ. */
export const changedFields = (a: Entry, b: Entry): string[] =>
  Object.keys(a.kind.fields).filter((name) => fieldText(a, name) !== fieldText(b, name));

/** The whole of an entry as YAML has it, with what `<<` merges and without anything filled in. */
export class RawFiles {
  readonly #values = new Map<string, Json | undefined>();
  readonly #files: ReadonlyMap<string, string>;

  constructor(files: readonly SourceFile[]) {
    this.#files = new Map(files.map(({ name, text }) => [name, text]));
  }

  text(name: string): string | undefined {
    return this.#files.get(name);
  }

  /** `more`: a path within the entry. */
  value(entry: Entry, ...more: readonly string[]): Json | undefined {
    const name = fileOf(entry);
    if (!this.#values.has(name)) {
      const parsed = parseFile({ name, text: this.#files.get(name) ?? "" }, secretsOf(registry));
      this.#values.set(name, parsed.value);
    }
    return [...pathOf(entry), ...more].reduce<Json | undefined>(
      (value, part) => (isObject(value) ? own(value, part) : undefined),
      this.#values.get(name),
    );
  }

  map(entry: Entry): JsonObject {
    const value = this.value(entry);
    return isObject(value) ? value : {};
  }
}

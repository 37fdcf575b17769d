/** The catalogue folder becomes a checked model: read → parse → fill in values → validate → assemble → rules. */
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { Registry, Vendor } from "../vendors/kind.js";
import { entriesOf, type ValidFile } from "./assemble.js";
import type { Code } from "./codes.js";
import { didYouMean } from "./did-you-mean.js";
import { readCatalogueFiles, type SourceFile } from "./files.js";
import type { CatalogueModel, Entry } from "./model.js";
import { type Parsed, parseFile } from "./parse.js";
import { type Problem, tidy } from "./problem.js";
import { checkRules } from "./rules.js";
import { validateFile } from "./validate.js";
import { resolveValues } from "./values.js";

export interface LoadOptions {
  readonly registry: Registry;
  /** What `${name}` stands for: `catalogue:values`. undefined: not known here, so a placeholder may be anything. */
  readonly values: JsonObject | undefined;
}

export interface LoadedCatalogue extends CatalogueModel {
  readonly files: readonly SourceFile[];
}

export function loadCatalogue(directory: string, options: LoadOptions): LoadedCatalogue {
  const { files, problems } = readCatalogueFiles(directory);
  const checked = checkCatalogue(files, options);
  return { files, entries: checked.entries, problems: tidy([...problems, ...checked.problems]) };
}

/** The same for texts that are at hand already. */
export function checkCatalogue(files: readonly SourceFile[], { registry, values }: LoadOptions): CatalogueModel {
  const problems: Problem[] = [];
  const entries: Entry[] = [];
  for (const file of files) {
    const parsed = parseFile(file);
    const filled = resolveValues(parsed, values);
    problems.push(...parsed.problems, ...filled.problems);
    if (filled.value === undefined) continue;
    const vendor = vendorOf(filled.value, parsed, registry, problems);
    if (!vendor || !isObject(filled.value)) continue;
    const complaints = validateFile(vendor, filled.value, (path) => parsed.places.source(path));
    for (const { code, path, at, message, remedy } of complaints) {
      const place = at === "key" ? parsed.places.key(path) : parsed.places.value(path);
      problems.push({ code, severity: "problem", place, message, remedy });
    }
    const valid: ValidFile = { name: parsed.file, vendor, value: filled.value, places: parsed.places };
    const broken = complaints.map(({ path }) => path);
    const assembled = entriesOf(valid, broken);
    entries.push(...assembled.entries);
    problems.push(...assembled.problems);
  }
  // Where the schema has spoken already, a rule adds nothing.
  const spoken = new Set(problems.map(({ place }) => JSON.stringify(place)));
  problems.push(...checkRules(entries).filter(({ place }) => !spoken.has(JSON.stringify(place))));
  return { entries, problems: tidy(problems) };
}

function vendorOf(value: Json, parsed: Parsed, registry: Registry, problems: Problem[]): Vendor | undefined {
  const names = registry.vendors.map(({ name }) => name);
  const add = (at: "key" | "value", code: Code, message: string, remedy: string): undefined => {
    const path = isObject(value) && "vendor" in value ? ["vendor"] : [];
    problems.push({
      code,
      severity: "problem",
      place: at === "key" ? parsed.places.key(path) : parsed.places.value(path),
      message,
      remedy,
    });
    return undefined;
  };
  if (!isObject(value)) return add("value", "wrong-type", "a catalogue file is a map", `begin with \`vendor: ${names[0]}\``);
  const name = value["vendor"];
  if (name === undefined)
    return add("value", "missing-field", "the file does not say which vendor it is for", `add \`vendor:\` with one of ${names.join(", ")}`);
  const vendor = typeof name === "string" ? registry.vendor(name) : undefined;
  return (
    vendor ??
    add(
      "value",
      "unknown-vendor",
      `${JSON.stringify(name)} is no vendor`,
      typeof name === "string" ? didYouMean(name, names) : `use one of ${names.join(", ")}`,
    )
  );
}

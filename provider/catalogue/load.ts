/** The catalogue folder becomes a checked model: read → parse → fill in values → validate → assemble → rules. */
import { isObject, type Json, type JsonObject, own } from "../fields/shape.js";
import type { Registry } from "../kinds/registry.js";
import type { Vendor } from "../kinds/vendor.js";
import type { Code } from "../validation/codes.js";
import type { Complaint } from "../validation/complaint.js";
import { closest, didYouMean } from "../validation/did-you-mean.js";
import { UNKNOWN } from "../validation/engine-words.js";
import { keyOf, type Path, type Problem, tidy } from "../validation/problem.js";
import { validateFile } from "../validation/validate.js";
import { entriesOf, type ValidFile } from "./assemble.js";
import { emptyAccounts } from "./empty-accounts.js";
import { readCatalogueFiles, type SourceFile } from "./files.js";
import type { CatalogueModel, Entry } from "./model.js";
import { type Parsed, parseFile } from "./parse.js";
import { checkRules } from "./rules.js";
import { resolveValues } from "./values.js";

export interface LoadOptions {
  readonly registry: Registry;
  /** What `${name}` stands for: `catalogue:values`. undefined: not known here, so a placeholder may be anything. */
  readonly values: JsonObject | undefined;
  /** One file of the folder, alone. */
  readonly only?: string;
  /** Whether the configuration lets an account be without entries (`allowEmpty`). Without it none may be. */
  readonly mayBeEmpty?: (account: string) => boolean;
}

export interface LoadedCatalogue extends CatalogueModel {
  readonly files: readonly SourceFile[];
}

export function loadCatalogue(directory: string, options: LoadOptions): LoadedCatalogue {
  const { files, problems } = readCatalogueFiles(directory, options.only);
  const checked = checkCatalogue(files, options);
  const found = options.only === undefined ? checked.problems : checked.problems.map(alone);
  return { files, entries: checked.entries, problems: tidy([...problems, ...found]) };
}

/** The same for texts that are at hand already. */
export function checkCatalogue(
  files: readonly SourceFile[],
  { registry, values, mayBeEmpty = () => false }: LoadOptions,
): CatalogueModel {
  const problems: Problem[] = [];
  const entries: Entry[] = [];
  const valid: ValidFile[] = [];
  for (const file of files) {
    const parsed = parseFile(file);
    const filled = resolveValues(parsed, values);
    add(problems, filled.problems);
    const vendor = filled.value === undefined ? undefined : vendorOf(filled.value, parsed, registry, problems);
    if (!vendor || !isObject(filled.value)) {
      add(problems, parsed.problems);
      continue;
    }
    const found = validateFile(vendor, filled.value, (path) => parsed.places.source(path));
    // What is missing may be what could not be read.
    const complaints = found.filter(({ path, missing }) => missing === undefined || !parsed.places.incomplete(path));
    const said = complaints.map(({ code, path, at, message, remedy }): Problem => {
      const place = at === "key" ? parsed.places.key(path) : parsed.places.value(path);
      return { code, severity: "problem", place, message, remedy };
    });
    add(problems, oneForEachNumber(parsed.problems, said));
    const value = withMeant(filled.value, complaints);
    const readable: ValidFile = { name: parsed.file, vendor, value, places: parsed.places };
    valid.push(readable);
    const broken = complaints.map(({ path }) => path);
    const assembled = entriesOf(readable, broken);
    add(entries, assembled.entries);
    add(problems, assembled.problems);
  }
  // What cannot be read may be an entry.
  const unread = new Set(problems.map(({ place }) => place.file));
  const accounts = new Set(entries.map(({ account }) => account));
  add(
    problems,
    emptyAccounts(valid, accounts, mayBeEmpty).filter(({ place }) => !unread.has(place.file)),
  );
  // Where the schema has spoken already, a rule adds nothing.
  const spoken = new Set(problems.map(({ place }) => JSON.stringify(place)));
  add(
    problems,
    checkRules(entries).filter(({ place }) => !spoken.has(JSON.stringify(place))),
  );
  return { entries, problems: tidy(problems) };
}

/** What other files of the folder may hold. */
const OF_THE_FOLDER: readonly string[] = ["unknown-entry", "no-entries"];

/** Of one file of the folder: what is missing may be in another one. */
const alone = (problem: Problem): Problem =>
  OF_THE_FOLDER.includes(problem.code)
    ? {
        ...problem,
        severity: "warning",
        message: `${problem.message}, as far as this file says`,
        remedy: `validate the whole folder, in which other files may hold it; else: ${problem.remedy}`,
      }
    : problem;

/** What was probably meant by an unknown field is there, with a value that is not known. Each map is copied once. */
function withMeant(value: JsonObject, complaints: readonly Complaint[]): JsonObject {
  const copies = new Map<string, Record<string, Json>>();
  const copyAt = (path: Path): Record<string, Json> | undefined => {
    const known = copies.get(keyOf(path));
    if (known) return known;
    const outer = path.length === 0 ? undefined : copyAt(path.slice(0, -1));
    const name = String(path.at(-1));
    const original = path.length === 0 ? value : outer && own(outer, name);
    if (!isObject(original)) return undefined;
    const copy = { ...original };
    copies.set(keyOf(path), copy);
    if (outer) outer[name] = copy;
    return copy;
  };
  for (const { path, meant } of complaints) {
    if (meant === undefined || path.length === 0) continue;
    const map = copyAt(path.slice(0, -1));
    if (map && !Object.hasOwn(map, meant)) map[meant] = UNKNOWN;
  }
  return copies.get(keyOf([])) ?? value;
}

const OF_NUMBERS: readonly string[] = ["number-spelling", "number-precision"];

/** A number that is spelled wrongly and that the schema refuses is one mistake: text in quotes, or the spelling. */
function oneForEachNumber(read: readonly Problem[], said: readonly Problem[]): Problem[] {
  const key = ({ place }: Problem): string => JSON.stringify(place);
  const text = new Set(said.filter(({ code }) => code === "number-not-text").map(key));
  const kept = read.filter((one) => !OF_NUMBERS.includes(one.code) || !text.has(key(one)));
  const numbers = new Set(kept.filter(({ code }) => OF_NUMBERS.includes(code)).map(key));
  return [...kept, ...said.filter((one) => !numbers.has(key(one)))];
}

/** `push(...items)` puts every item on the stack, which has no room for a hundred thousand. */
function add<T>(to: T[], items: readonly T[]): void {
  for (const item of items) to.push(item);
}

function vendorOf(value: Json, parsed: Parsed, registry: Registry, problems: Problem[]): Vendor | undefined {
  const names = registry.vendors.map(({ name }) => name);
  const complain = (at: "key" | "value", code: Code, message: string, remedy: string): undefined => {
    const path = isObject(value) && Object.hasOwn(value, "vendor") ? ["vendor"] : [];
    problems.push({
      code,
      severity: "problem",
      place: at === "key" ? parsed.places.key(path) : parsed.places.value(path),
      message,
      remedy,
    });
    return undefined;
  };
  if (!isObject(value))
    return complain("value", "wrong-type", "a catalogue file is a map", `begin with \`vendor: ${names[0]}\``);
  const name = value["vendor"];
  const mistyped = Object.keys(value).find((key) => closest(key, ["vendor"]) !== undefined);
  if (name === undefined && mistyped !== undefined) {
    const place = parsed.places.key([mistyped]);
    const message = `the file does not say which vendor it is for: \`${mistyped}\` is not a field`;
    problems.push({ code: "missing-field", severity: "problem", place, message, remedy: "write `vendor`" });
    return undefined;
  }
  if (name === undefined)
    return complain(
      "value",
      "missing-field",
      "the file does not say which vendor it is for",
      `add \`vendor:\` with one of ${names.join(", ")}`,
    );
  if (name === UNKNOWN) {
    const message = "which vendor the file is for cannot be seen, so nothing in it was checked";
    return complain("value", "unknown-vendor", message, `write one of ${names.join(", ")}, without a placeholder`);
  }
  const vendor = typeof name === "string" ? registry.vendor(name) : undefined;
  return (
    vendor ??
    complain(
      "value",
      "unknown-vendor",
      name === null ? "`vendor` has no value" : `${JSON.stringify(name)} is not a vendor`,
      typeof name === "string" ? didYouMean(name, names) : `use one of ${names.join(", ")}`,
    )
  );
}

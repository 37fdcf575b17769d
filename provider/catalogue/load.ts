/** The catalogue folder becomes a checked model: read → parse → fill in values → validate → assemble → rules. */
import { isObject, type Json, type JsonObject, own } from "../fields/shape.js";
import type { Registry } from "../kinds/registry.js";
import type { Vendor } from "../kinds/vendor.js";
import type { Code } from "../validation/codes.js";
import { closest, didYouMean } from "../validation/did-you-mean.js";
import { UNKNOWN } from "../validation/engine-words.js";
import { keyOf, type Path, type Problem, tidy } from "../validation/problem.js";
import { secretsOf } from "../validation/secrets.js";
import { validateFile } from "../validation/validate.js";
import type { SchemaViolation } from "../validation/violation.js";
import { entriesOf, type ValidFile } from "./assemble.js";
import { emptyAccounts } from "./empty-accounts.js";
import { readCatalogueFiles, type SourceFile } from "./files.js";
import type { CatalogueModel, Entry } from "./model.js";
import { type Parsed, parseFile } from "./parse.js";
import { checkRules } from "./rules.js";
import { resolveValues } from "./values.js";

export interface LoadOptions {
  readonly registry: Registry;
  /** The values of `${name}`: `catalogue:values`. undefined: not known here, so a placeholder may be anything. */
  readonly values: JsonObject | undefined;
  /** Loads only this file of the folder. */
  readonly only?: string;
  /** Whether an account may have no entries (`allowEmpty`). Default: no account may. */
  readonly mayBeEmpty?: (account: string) => boolean;
}

export interface LoadedCatalogue extends CatalogueModel {
  readonly files: readonly SourceFile[];
}

export function loadCatalogue(directory: string, options: LoadOptions): LoadedCatalogue {
  const { files, problems } = readCatalogueFiles(directory, options.only);
  const checked = checkCatalogue(files, options);
  const found = options.only === undefined ? checked.problems : checked.problems.map(alone);
  return { files, entries: checked.entries, problems: tidy([...problems, ...found], secretsOf(options.registry)) };
}

/** Checks files that have been read already. */
export function checkCatalogue(
  files: readonly SourceFile[],
  { registry, values, mayBeEmpty = () => false }: LoadOptions,
): CatalogueModel {
  const secrets = secretsOf(registry);
  const problems: Problem[] = [];
  const entries: Entry[] = [];
  const valid: ValidFile[] = [];
  for (const file of files) {
    const parsed = parseFile(file, secrets);
    const filled = resolveValues(parsed, values, secrets);
    add(problems, filled.problems);
    const vendor = filled.value === undefined ? undefined : vendorOf(filled.value, parsed, registry, problems);
    if (!vendor || !isObject(filled.value)) {
      add(problems, parsed.problems);
      continue;
    }
    const found = validateFile(vendor, filled.value, (path) => parsed.places.source(path));
    // A key that could not be read may be the missing one.
    const violations = found.filter(({ path, missing }) => missing === undefined || !parsed.places.incomplete(path));
    const said = violations.map(({ code, path, at, message, remedy }): Problem => {
      const place = at === "key" ? parsed.places.key(path) : parsed.places.value(path);
      return { code, severity: "problem", place, message, remedy };
    });
    add(problems, oneForEachNumber(parsed.problems, said));
    const value = withMeant(filled.value, violations);
    const readable: ValidFile = { name: parsed.file, vendor, value, places: parsed.places };
    valid.push(readable);
    const broken = violations.map(({ path }) => path);
    const assembled = entriesOf(readable, broken);
    add(entries, assembled.entries);
    add(problems, assembled.problems);
  }
  // Something that could not be read may be an entry.
  const unread = new Set(problems.map(({ place }) => place.file));
  const accounts = new Set(entries.map(({ account }) => account));
  add(
    problems,
    emptyAccounts(valid, accounts, mayBeEmpty).filter(({ place }) => !unread.has(place.file)),
  );
  // At a place with a problem already, the rules add nothing.
  const reported = new Set(problems.map(({ place }) => JSON.stringify(place)));
  add(
    problems,
    checkRules(entries).filter(({ place }) => !reported.has(JSON.stringify(place))),
  );
  return { entries, problems: tidy(problems, secrets) };
}

/** Problems that other files of the folder may solve. */
const OF_THE_FOLDER: readonly string[] = ["unknown-entry", "no-entries"];

/** A problem of one file that is checked alone: what is missing may be in another file, so that is only a warning. */
const alone = (problem: Problem): Problem =>
  OF_THE_FOLDER.includes(problem.code)
    ? {
        ...problem,
        severity: "warning",
        message: `${problem.message}, as far as this file shows`,
        remedy: `validate the whole folder, because other files may contain it; otherwise: ${problem.remedy}`,
      }
    : problem;

/** Adds the fields that unknown fields were probably meant to be, with an unknown value. Each map is copied once. */
function withMeant(value: JsonObject, violations: readonly SchemaViolation[]): JsonObject {
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
  for (const { path, meant } of violations) {
    if (meant === undefined || path.length === 0) continue;
    const map = copyAt(path.slice(0, -1));
    if (map && !Object.hasOwn(map, meant)) map[meant] = UNKNOWN;
  }
  return copies.get(keyOf([])) ?? value;
}

const OF_NUMBERS: readonly string[] = ["number-spelling", "number-precision"];

/** A number with an unusual spelling that the schema refuses too is one mistake, so only one problem is kept. */
function oneForEachNumber(read: readonly Problem[], said: readonly Problem[]): Problem[] {
  const key = ({ place }: Problem): string => JSON.stringify(place);
  const text = new Set(said.filter(({ code }) => code === "number-not-text").map(key));
  const kept = read.filter((problem) => !OF_NUMBERS.includes(problem.code) || !text.has(key(problem)));
  const numbers = new Set(kept.filter(({ code }) => OF_NUMBERS.includes(code)).map(key));
  return [...kept, ...said.filter((problem) => !numbers.has(key(problem)))];
}

/** `push(...items)` overflows the call stack with a hundred thousand items. */
function add<T>(to: T[], items: readonly T[]): void {
  for (const item of items) to.push(item);
}

function vendorOf(value: Json, parsed: Parsed, registry: Registry, problems: Problem[]): Vendor | undefined {
  const names = registry.vendors.map(({ name }) => name);
  const problem = (at: "key" | "value", code: Code, message: string, remedy: string): undefined => {
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
    return problem("value", "wrong-type", "a catalogue file must be a map", `begin with \`vendor: ${names[0]}\``);
  const name = value["vendor"];
  const mistyped = Object.keys(value).find((key) => closest(key, ["vendor"]) !== undefined);
  if (name === undefined && mistyped !== undefined) {
    const place = parsed.places.key([mistyped]);
    const message = `the file does not name its vendor: \`${mistyped}\` is not a field`;
    problems.push({ code: "missing-field", severity: "problem", place, message, remedy: "write `vendor: …`" });
    return undefined;
  }
  if (name === undefined)
    return problem(
      "value",
      "missing-field",
      "the file does not name its vendor",
      `add \`vendor: …\` (one of ${names.join(", ")})`,
    );
  if (name === UNKNOWN) {
    const message = "the vendor of the file is not known, so nothing in the file was checked";
    return problem("value", "unknown-vendor", message, `write one of ${names.join(", ")}, without a placeholder`);
  }
  const vendor = typeof name === "string" ? registry.vendor(name) : undefined;
  return (
    vendor ??
    problem(
      "value",
      "unknown-vendor",
      name === null ? "`vendor` has no value" : `${JSON.stringify(name)} is not a vendor`,
      typeof name === "string" ? didYouMean(name, names) : `use one of ${names.join(", ")}`,
    )
  );
}

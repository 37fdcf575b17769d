/** Resources that a program declares itself, as entries. They are checked like those of the YAML. */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { lifecycleOf } from "../catalogue/assemble.js";
import type { Entry, Source } from "../catalogue/model.js";
import { pathText } from "../fields/path.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { Kind } from "../kinds/kind.js";
import type { Vendor } from "../kinds/vendor.js";
import type { Code } from "../validation/codes.js";
import { UNKNOWN } from "../validation/engine-words.js";
import type { Path, Place, Problem } from "../validation/problem.js";
import { secretsOf } from "../validation/secrets.js";
import { validateEntry } from "../validation/validate.js";
import { registry } from "../vendors/registry.js";
import { declare } from "./declare.js";
import { entryOf } from "./entry-of.js";
import { seal } from "./made.js";
import type { Opaque } from "./opaque.js";
import { configured, ProgramEntries, report } from "./program-entries.js";
import type { CatalogueResource } from "./resource.js";
import * as pulumi from "./sdk.js";
import { parentArgument } from "./typed-args.js";

/** What a resource is constructed from, by its kind, name and arguments. Ends the program when they have problems. */
export function typed(type: string, name: string, args: object | undefined): Opaque<"resource"> {
  const known = registry.kind(type);
  if (!known) throw new Error(`no kind ${type}`);
  const { vendor, kind } = known;
  const { account, archived, lifecycle, ...rest } = (args ?? {}) as {
    account?: Json;
    archived?: Json;
    lifecycle?: Json;
  } & pulumi.Inputs;
  const place = callSite();
  const { parent, given } = parentOf(kind, rest, sourceOf(name, place));
  const above = entryOf(parent);
  const accountName = above?.account ?? (typeof account === "string" ? account : vendor.name);
  const address = `${above?.address ?? accountName}/${name}`;
  const source = sourceOf(address, place);
  const fields = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, plain(value)]));
  const own = { ...(archived === undefined ? {} : { archived }), ...(lifecycle === undefined ? {} : { lifecycle }) };
  report(problemsOf(vendor, kind, name, { ...fields, ...own }, account, source));

  const entry: Entry = {
    vendor,
    kind,
    account: accountName,
    key: name,
    address,
    ...(above ? { parent: above } : {}),
    fields,
    archived: archived === true,
    lifecycle: lifecycleOf(isObject(lifecycle) ? lifecycle : {}, kind, name, accountName, above),
    source,
    examples: {},
    broken: false,
  };
  const program = ProgramEntries.ofStack();
  configured(() => program.config.account(accountName, vendor));
  program.add([entry]);
  const declaration = declare(entry, program.declared, program.config, program.owner);
  return seal({ program, declaration, given });
}

/** The parent from the arguments, and the vendor's fields. Arguments that are undefined are left out. */
function parentOf(
  { parent: wanted, title }: Kind,
  args: pulumi.Inputs,
  source: Source,
): { parent?: CatalogueResource; given: pulumi.Inputs } {
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  if (!wanted) return { given };
  const argument = parentArgument(wanted.type);
  const { [argument]: parent, ...fields } = given;
  const kind = entryOf(parent)?.kind;
  if (kind?.type !== wanted.type) {
    const wantedClass = wanted.type.replace(":", ".");
    const given = kind ? `, not a ${kind.type.replace(":", ".")}` : "";
    const [code, message]: [Code, string] =
      parent === undefined
        ? ["missing-field", `the ${title} needs \`${argument}\``]
        : ["wrong-value", `\`${argument}\` must be a ${wantedClass}${given}`];
    const remedy = `pass a ${wantedClass}; for a resource of the YAML, pass \`catalogue.get(${wantedClass}, …)\``;
    report([source.problem(code, [], "key", message, remedy)]);
  }
  return { parent, given: fields };
}

/** The value, with UNKNOWN for everything that is not known while the program runs. */
function plain(value: unknown): Json {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return UNKNOWN;
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return typeof value === "bigint" ? String(value) : (value as Json);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, plain(item)]),
  );
}

function problemsOf(
  vendor: Vendor,
  kind: Kind,
  name: string,
  entry: JsonObject,
  account: Json | undefined,
  source: Source,
): Problem[] {
  const given = account === undefined ? {} : { account };
  const value = kind.parent
    ? { [kind.collection]: { [name]: { ...given, ...entry } } }
    : { ...given, [kind.collection]: { [name]: entry } };
  const secrets = secretsIn(entry, []);
  // Other problems would show the values.
  if (secrets.length > 0) return secrets.map((path) => secretProblem(path, source));
  return validateEntry(vendor, kind, value).map(({ code, path, at, message, remedy }) =>
    source.problem(code, path[0] === kind.collection ? path.slice(2) : path, at, message, remedy),
  );
}

const SECRETS = secretsOf(registry);

const secretsIn = (value: Json, path: Path): Path[] => {
  if (typeof value === "string") return SECRETS.areIn(value) ? [path] : [];
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => secretsIn(item, [...path, key]))
    : [];
};

const secretProblem = (path: Path, source: Source): Problem =>
  source.problem(
    "secret-in-catalogue",
    path,
    "value",
    "the value looks like an API key",
    "remove it; set credentials in the environment or in catalogue:credentials",
  );

const sourceOf = (address: string, place: Place): Source => ({
  problem: (code, path, _at, message, remedy, severity = "problem") => {
    const at = path.length > 0 ? `${address}: ${pathText(path)}: ` : message.startsWith(address) ? "" : `${address}: `;
    return { code, severity, place, message: `${at}${message}`, remedy };
  },
  place: () => place,
  words: `${place.file} line ${place.line}`,
});

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

/** The place at which the program declares the resource: the first call outside this package. */
function callSite(): Place {
  for (const line of new Error().stack?.split("\n").slice(1) ?? []) {
    const [, where, row, column] = /((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):([0-9]+):([0-9]+)\)?$/.exec(line) ?? [];
    if (where === undefined) continue;
    const path = where.startsWith("file:") ? fileURLToPath(where) : where;
    if (path.startsWith(PACKAGE)) continue;
    return { file: relative(process.cwd(), path), line: Number(row), column: Number(column), length: 0 };
  }
  return { file: "the program", line: 1, column: 1, length: 0 };
}

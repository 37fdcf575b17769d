/** The rows of a state without anything secret: what a review compares a catalogue with. Pure. */
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { registry } from "../vendors/registry.js";
import { typeToken } from "./resource-text.js";

/** The engine marks a member whose value is of a kind of its own by this key. */
const KIND = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
/** The value of an output, which may be secret. */
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Members of a row that a preview may need. Others, such as places in the source, are left out. */
const MEMBERS = [
  ...["urn", "custom", "id", "type", "inputs", "outputs", "parent", "provider", "dependencies"],
  ...["propertyDependencies", "protect", "retainOnDelete", "delete", "pendingReplacement", "external", "aliases"],
  ...["initErrors", "deletedWith", "replaceWith", "created", "modified", "customTimeouts", "importID"],
];

export interface CleanRows {
  /** `version` and `deployment`, as `pulumi stack import` reads them. */
  readonly state: JsonObject;
  /** Secret values of entries that were left out: "sequence/platform: name". */
  readonly leftOut: readonly string[];
}

/**
 * The state in the output of `pulumi stack export`: the rows of the catalogue, and those that they name. Secret values
 * are left out, in whatever form they are, and so is the configuration of secrets.
 */
export function withoutSecretRows(exported: JsonObject): CleanRows {
  const deployment = mapOf(exported["deployment"]);
  const all = listOf(deployment["resources"]);
  const named = namedRows(all);
  const leftOut: string[] = [];
  const clean = (row: JsonObject): JsonObject => withoutSecrets(row, leftOut);
  const rows = all.filter(({ urn }) => named.has(String(urn))).map(clean);
  const pending = listOf(deployment["pending_operations"]).flatMap((operation): JsonObject[] =>
    isObject(operation["resource"]) && isCatalogue(operation["resource"])
      ? [{ ...operation, resource: clean(operation["resource"]) }]
      : [],
  );
  return {
    state: {
      version: exported["version"] ?? 3,
      ...(exported["features"] === undefined ? {} : { features: exported["features"] }),
      deployment: {
        manifest: deployment["manifest"] ?? {},
        resources: rows,
        ...(pending.length > 0 ? { pending_operations: pending } : {}),
        metadata: {},
      },
    },
    leftOut: [...new Set(leftOut)],
  };
}

/** The URNs of the catalogue's rows, and of all that these depend on. */
function namedRows(all: readonly JsonObject[]): ReadonlySet<string> {
  const byUrn = new Map(all.map((row) => [String(row["urn"]), row]));
  const found = new Set<string>();
  const visit = (urn: string): void => {
    const row = byUrn.get(urn);
    if (!row || found.has(urn)) return;
    found.add(urn);
    for (const other of namesIn(row)) visit(other);
  };
  for (const row of all) if (isCatalogue(row)) visit(String(row["urn"]));
  return found;
}

function namesIn(row: JsonObject): string[] {
  const { parent, provider, deletedWith, dependencies, propertyDependencies } = row;
  const provided = typeof provider === "string" ? [provider.slice(0, provider.lastIndexOf("::"))] : [];
  return [parent, deletedWith, dependencies, ...Object.values(mapOf(propertyDependencies))]
    .flat()
    .filter((urn) => typeof urn === "string")
    .concat(provided);
}

/** The catalogue as a component, an entry, and the stack itself. */
function isCatalogue({ type }: JsonObject): boolean {
  const text = String(type);
  return isEntry(text) || text.startsWith("catalogue:") || text === STACK;
}

/** Other dynamic resources of a program contain code and whatever it has captured. */
function isEntry(type: string): boolean {
  const prefix = typeToken("");
  return type.startsWith(prefix) && registry.vendor(type.slice(prefix.length).split(":", 1)[0] ?? "") !== undefined;
}

const STACK = "pulumi:pulumi:Stack";

function withoutSecrets(row: JsonObject, leftOut: string[]): JsonObject {
  const { type, urn, additionalSecretOutputs } = row;
  const kept = Object.fromEntries(MEMBERS.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])));
  const hidden = new Set(Array.isArray(additionalSecretOutputs) ? additionalSecretOutputs.map(String) : []);
  const isProvider = String(type).startsWith("pulumi:providers:");
  for (const bag of ["inputs", "outputs"]) {
    const values = kept[bag];
    if (!isObject(values)) continue;
    // The outputs of a stack are for other programs.
    if (type === STACK) delete kept[bag];
    else
      kept[bag] = Object.fromEntries(
        Object.entries(values).flatMap(([name, value]): [string, Json][] => {
          if (hidden.has(name) || (isProvider && CREDENTIALS.test(name))) return [];
          const clean = shown(value);
          if (isEntry(String(type)) && JSON.stringify(clean) !== JSON.stringify(value))
            leftOut.push(`${String(urn).split("::").slice(3).join("::")}: ${name}`);
          return clean === undefined ? [] : [[name, clean]];
        }),
      );
  }
  return kept;
}

/** In the provider's row, which holds the configuration. */
const CREDENTIALS = /(^|:)credentials$/;

/** undefined: the value is secret. A secret item of a list becomes null, so that the others stay at their places. */
function shown(value: Json): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => shown(item) ?? null);
  if (!isObject(value)) return value;
  const kind = value[KIND];
  if (kind === SECRET || (kind === OUTPUT && value["secret"] === true)) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, Json][] => {
      const clean = shown(member);
      return clean === undefined ? [] : [[name, clean]];
    }),
  );
}

const mapOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const listOf = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

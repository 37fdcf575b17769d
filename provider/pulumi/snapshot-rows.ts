/** The rows of a state without anything secret: what a review compares a catalogue with. Pure. */
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { registry } from "../vendors/registry.js";
import { typeToken } from "./resource-text.js";

/** Stands for a secret value, in rows and in configuration alike: what has not changed looks unchanged. */
export const HIDDEN = "[secret]";

/** The engine marks a member whose value is of a kind of its own by this key. */
const KIND = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
/** The engine compares whether a value is secret, too. */
const HIDDEN_SECRET: JsonObject = { [KIND]: SECRET, plaintext: JSON.stringify(HIDDEN) };
/** The value of an output, which may be secret. */
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Members of a row that a preview may need. Others, such as places in the source, are left out. */
const MEMBERS = [
  ...["urn", "custom", "id", "type", "inputs", "outputs", "parent", "provider", "dependencies"],
  ...["propertyDependencies", "protect", "retainOnDelete", "delete", "pendingReplacement", "external", "aliases"],
  ...[
    "additionalSecretOutputs",
    "initErrors",
    "deletedWith",
    "replaceWith",
    "created",
    "modified",
    "customTimeouts",
    "importID",
  ],
];

export interface CleanRows {
  /** `version` and `deployment`, as `pulumi stack import` reads them. */
  readonly state: JsonObject;
  /** Entries with secret values, which are hidden: "sequence/platform: name". */
  readonly hidden: readonly string[];
}

/**
 * The state in the output of `pulumi stack export`, with secret values hidden, in whatever form they are, and without
 * what decrypts them.
 */
export function withoutSecretRows(exported: JsonObject): CleanRows {
  const deployment = mapOf(exported["deployment"]);
  const hidden: string[] = [];
  const clean = (row: JsonObject): JsonObject => cleanRow(row, hidden);
  const pending = listOf(deployment["pending_operations"]).map((operation) => ({
    ...operation,
    resource: clean(mapOf(operation["resource"])),
  }));
  return {
    state: {
      version: exported["version"] ?? 3,
      ...(exported["features"] === undefined ? {} : { features: exported["features"] }),
      deployment: {
        manifest: deployment["manifest"] ?? {},
        resources: listOf(deployment["resources"]).map(clean),
        ...(pending.length > 0 ? { pending_operations: pending } : {}),
        metadata: {},
      },
    },
    hidden: [...new Set(hidden)],
  };
}

function cleanRow(row: JsonObject, hidden: string[]): JsonObject {
  const { additionalSecretOutputs: secret } = row;
  const [type, name] = [String(row["type"]), String(row["urn"]).split("::").slice(3).join("::")];
  const secretOutputs = new Set(Array.isArray(secret) ? secret.map(String) : []);
  const kept = Object.fromEntries(MEMBERS.flatMap((key) => (row[key] === undefined ? [] : [[key, row[key]]])));
  // The outputs of a stack, and of a reference to another one, are for programs.
  if (type.startsWith("pulumi:pulumi:")) delete kept["outputs"];
  for (const bag of ["inputs", "outputs"]) {
    const values = kept[bag];
    if (!isObject(values)) continue;
    kept[bag] = Object.fromEntries(
      Object.entries(values).flatMap(([key, value]): [string, Json][] => {
        // In the provider's row, which holds the configuration.
        if (type.startsWith("pulumi:providers:") && CREDENTIALS.test(key)) return [];
        const isCode = key === "__provider" && !isEntry(type);
        const clean = isCode || (bag === "outputs" && secretOutputs.has(key)) ? HIDDEN : shown(value);
        if (isEntry(type) && JSON.stringify(clean) !== JSON.stringify(value)) hidden.push(`${name}: ${key}`);
        return [[key, clean]];
      }),
    );
  }
  return kept;
}

const CREDENTIALS = /(^|:)credentials$/;

/** Other dynamic resources of a program contain code and whatever it has captured. */
function isEntry(type: string): boolean {
  const prefix = typeToken("");
  return type.startsWith(prefix) && registry.vendor(type.slice(prefix.length).split(":", 1)[0] ?? "") !== undefined;
}

function shown(value: Json): Json {
  if (Array.isArray(value)) return value.map(shown);
  if (!isObject(value)) return value;
  const kind = value[KIND];
  if (kind === SECRET || (kind === OUTPUT && value["secret"] === true)) return HIDDEN_SECRET;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shown(member)]));
}

const mapOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const listOf = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** A snapshot: what a review needs of a stack, and nothing secret. `catalogue snapshot` writes it. */
import { NAMESPACE } from "../accounts/config-keys.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";

/** Grows with every change that an older or newer version could not read. */
const SNAPSHOT_VERSION = 1;

export interface Snapshot {
  readonly catalogueSnapshot: typeof SNAPSHOT_VERSION;
  /** The name of the project in Pulumi.yaml. */
  readonly project: string;
  /** The stack as it was named. */
  readonly stack: string;
  /** `project/stack`, or `organization/project/stack`: the owner in the marks of its objects. */
  readonly owner: string;
  /** `catalogue:…` by its full keys, objects as JSON text, without secret values. */
  readonly config: Readonly<Record<string, string>>;
  /** The rows, as `pulumi stack import` reads them. */
  readonly state: JsonObject;
}

export type SnapshotParts = Omit<Snapshot, "catalogueSnapshot">;

export const snapshotText = (parts: SnapshotParts): string =>
  `${JSON.stringify({ catalogueSnapshot: SNAPSHOT_VERSION, ...parts } satisfies Snapshot, null, 2)}\n`;

/** The plain part of what `pulumi config --json` prints. */
export const plainConfig = (printed: JsonObject): Record<string, string> =>
  Object.fromEntries(
    Object.entries(printed).flatMap(([key, entry]): [string, string][] => {
      const value = isObject(entry) && entry["secret"] !== true ? entry["value"] : undefined;
      const isKept = key.startsWith(`${NAMESPACE}:`) && key !== `${NAMESPACE}:credentials`;
      return isKept && typeof value === "string" ? [[key, value]] : [];
    }),
  );

/**
 * The snapshot in a text. `from`: its file.
 *
 * @throws an Error that says what to do when it is something else, or of another version
 */
export function parseSnapshot(text: string, from: string): Snapshot {
  const again = "write it again: `catalogue snapshot --stack <stack> --output snapshot.json`";
  let found: Json | undefined;
  try {
    found = JSON.parse(text) as Json;
  } catch {
    found = undefined;
  }
  const version = isObject(found) ? found["catalogueSnapshot"] : undefined;
  if (!isObject(found) || typeof version !== "number")
    throw new Error(`${from} is not a snapshot of a stack\n  what to do: ${again}`);
  if (version !== SNAPSHOT_VERSION)
    throw new Error(
      `${from} has version ${version} of the snapshot's form, and this version of billing-catalogue reads version ` +
        `${SNAPSHOT_VERSION}\n  what to do: ` +
        (version > SNAPSHOT_VERSION ? "update billing-catalogue here" : `${again}, with this version`),
    );
  if (!isComplete(found))
    throw new Error(`${from} is damaged: a part of the snapshot is missing\n  what to do: ${again}`);
  return found as unknown as Snapshot;
}

/** Up to three parts, none of which is `..`. */
const NAME = /^(?!.*(^|\/)\.+(\/|$))[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+){0,2}$/;

function isComplete({ project, stack, owner, config, state }: JsonObject): boolean {
  const names = [project, stack, owner];
  return (
    names.every((name) => typeof name === "string" && NAME.test(name)) &&
    isObject(config) &&
    Object.values(config).every((value) => typeof value === "string") &&
    isObject(state) &&
    isObject(state["deployment"]) &&
    Array.isArray(state["deployment"]["resources"])
  );
}

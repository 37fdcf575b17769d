/** What the engine hands over and keeps: inputs, and outputs = checked inputs + `live`. */

import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { Kind } from "../kinds/kind.js";
import { type Adopt, readAdopt } from "../validation/adopt.js";
import { type ArchiveOnlyIf, readArchiveOnlyIf } from "../validation/archive-only-if.js";
import type { RefusedValues } from "./plan/refused.js";

/** What the engine passes around, as JSON. */
export type Bag = Readonly<Record<string, unknown>>;

export interface Inputs {
  /** The vendor's fields: those named in the YAML, and null for those to be cleared. */
  readonly fields: JsonObject;
  readonly archived: boolean;
  readonly account: string;
  readonly address: string;
  /** `project/stack`: whose object it will be. */
  readonly owner: string;
  readonly adopt?: Adopt;
  /** The id of the object that a create takes as it is (`catalogue adopt`). Never in a bag. */
  readonly asIs?: string;
  /** The object is archived only while it has so few subscribers. */
  readonly archiveOnlyIf?: ArchiveOnlyIf;
  /** The parent is archived in the YAML. */
  readonly underArchived: boolean;
  /** Fields that keep their value at the vendor: `ignoreChanges`. */
  readonly ignored?: readonly string[];
  /** Ids of entries that the fields name by key, as the engine knows them: "meter:api-calls" → id. */
  readonly references?: Readonly<Record<string, string>>;
  /** The text by which the engine finds this code; part of every bag. */
  readonly provider?: string;
}

export interface Outputs extends Inputs {
  readonly live: Live;
}

/** What must be remembered about the object at the vendor. */
export interface Live {
  readonly host: string;
  readonly createdAt?: string;
  readonly organization?: string;
  /** Somebody archived it, and the vendor cannot un-archive it. */
  readonly archivedElsewhere?: boolean;
  /** To be archived, and not yet: active objects use it. */
  readonly inUse?: boolean;
  /** It was taken, and its mark could not be written yet. */
  readonly unmarked?: true;
  /** Ids of all that the fields name, as they were when the object was written: "usageMetric:API calls" → id. */
  readonly references?: Readonly<Record<string, string>>;
  /** Values of fields that are not managed and that would replace if they were. */
  readonly observed?: JsonObject;
  /** Values with members that the entry does not name, and that a change takes away. */
  readonly unnamed?: JsonObject;
  /** What the vendor answered with another value than was sent. */
  readonly refused?: RefusedValues;
  /** Fields that the last write found changed elsewhere: what the entry said then. `fields` has the vendor's value. */
  readonly drift?: JsonObject;
}

/** Keys of a bag that are not the vendor's. */
export const OWN_KEYS = [
  "archived",
  "account",
  "address",
  "owner",
  "adopt",
  "archiveOnlyIf",
  "underArchived",
  "ignored",
  "references",
] as const;
const RESERVED = new Set<string>([...OWN_KEYS, "live", "__provider"]);

export function readInputs(kind: Kind, bag: Bag): Inputs {
  const adopt = readAdopt(bag["adopt"]);
  const archiveOnlyIf = readArchiveOnlyIf(bag["archiveOnlyIf"]);
  return {
    fields: Object.fromEntries(Object.entries(bag).filter(([key]) => Object.hasOwn(kind.fields, key))) as JsonObject,
    archived: bag["archived"] === true,
    account: String(bag["account"] ?? ""),
    address: String(bag["address"] ?? ""),
    owner: String(bag["owner"] ?? ""),
    ...(adopt === undefined ? {} : { adopt }),
    ...(archiveOnlyIf === undefined ? {} : { archiveOnlyIf }),
    underArchived: bag["underArchived"] === true,
    ...(Array.isArray(bag["ignored"]) ? { ignored: bag["ignored"].map(String) } : {}),
    ...(isObject(bag["references"]) ? { references: bag["references"] as Readonly<Record<string, string>> } : {}),
    ...(typeof bag["__provider"] === "string" ? { provider: bag["__provider"] } : {}),
  };
}

/** What a row says of its object. A row that a create has left half-made has no outputs of its own. */
export const bagOfRow = ({ inputs, outputs }: { readonly inputs: Bag; readonly outputs: Bag }): Bag =>
  Object.keys(outputs).length > 0 ? outputs : inputs;

export function readOutputs(kind: Kind, bag: Bag): Outputs {
  const live = bag["live"];
  return { ...readInputs(kind, bag), live: (isObject(live) ? live : { host: "" }) as unknown as Live };
}

/** Keys of a bag that neither the kind nor this provider knows. */
export const unknownKeys = (kind: Kind, bag: Bag): string[] =>
  Object.keys(bag).filter((key) => !RESERVED.has(key) && !Object.hasOwn(kind.fields, key));

export function writeInputs(inputs: Inputs): Record<string, Json> {
  const { fields, archived, account, address, owner, adopt, archiveOnlyIf, underArchived, ignored, references } =
    inputs;
  return {
    ...fields,
    archived,
    account,
    address,
    owner,
    ...(adopt === undefined ? {} : { adopt }),
    ...(archiveOnlyIf === undefined ? {} : { archiveOnlyIf: { ...archiveOnlyIf } }),
    ...(underArchived ? { underArchived } : {}),
    ...(ignored === undefined || ignored.length === 0 ? {} : { ignored }),
    ...(references === undefined ? {} : { references }),
  };
}

export function writeOutputs(outputs: Outputs): Record<string, Json> {
  const { provider } = outputs;
  return {
    ...writeInputs(outputs),
    live: outputs.live as unknown as Json,
    ...(provider === undefined ? {} : { __provider: provider }),
  };
}

/** A planned write: its request, how safe a repetition is, what its answer must show, and what is then true. */
import type { JsonObject } from "../../fields/shape.js";
import type { Safety } from "../../http/retry.js";
import { clearingOf } from "../../kinds/absence.js";
import type { Request } from "../../kinds/calls.js";
import type { Settings } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import type { Marking } from "./bodies.js";
import type { Change } from "./managed.js";

export type Purpose = "create" | "update" | "set" | "archive" | "un-archive";

/** One write. */
export interface Step {
  readonly purpose: Purpose;
  /** For "set": the field that has a call of its own. */
  readonly field?: string;
  /** Without the members that `content` fills in. The id is that of the object; a create needs none. */
  readonly request: (id: string) => Request;
  /** Absent: the request is sent as it is. */
  readonly content?: Content;
  /** "once": it makes something new, so what the vendor has is looked up before it is sent a second time. */
  readonly safety: Exclude<Safety, "read">;
  readonly shows: Shows;
  readonly facts: Facts;
}

/** The body of an update: members that change, written over the object where the vendor wants it whole. */
export interface Content {
  readonly changed: readonly Change[];
  /** All that the entry names. */
  readonly fields: JsonObject;
  /** Names of those whose value at the vendor stays, whatever the entry says. */
  readonly left: ReadonlySet<string>;
  readonly marking: Marking;
  /** Members that archive or un-archive. */
  readonly state?: JsonObject;
}

/** What the answer must show before the step counts as done. */
export interface Shows {
  /** "always": the answer is the object. "perhaps": it may be. "never": it shows at most the archived state. */
  readonly object: "always" | "perhaps" | "never";
  /** Fields with their values. */
  readonly changed: readonly Change[];
  readonly archived?: boolean;
  /** The mark is there, or is gone. */
  readonly marked?: boolean;
}

/** What is true at the vendor once the answer has shown it. */
export interface Facts {
  readonly archived?: boolean;
  /** The fields are those of the entry, and so is the mark. */
  readonly written: boolean;
}

/** A step as the review prints it, and as it goes over the wire. */
export interface PlannedRequest {
  readonly method: Request["method"];
  readonly path: string;
  /** Names of the members of the body that the step decides. */
  readonly fields: readonly string[];
  /** The body also holds all that the object has, except these: leaving them out clears them. */
  readonly overlaid?: { readonly without: readonly string[] };
}

/** Stands for the id of an object that does not exist yet. */
export const NEW_ID = "<new>";

export function requestOf(kind: Kind, settings: Settings, step: Step, id: string = NEW_ID): PlannedRequest {
  const { method, path, body } = step.request(id);
  const { content } = step;
  if (content === undefined) return { method, path, fields: Object.keys(body ?? {}) };
  const { changed, marking, state } = content;
  const marks = kind.marker && marking !== "keep" ? [kind.marker.field] : [];
  const isOmitted = ({ field, after }: Change): boolean =>
    method === "PUT" && after === null && clearingOf(field, settings) === "omit";
  const sent = changed.filter((change) => !isOmitted(change)).map(({ name }) => name);
  // Of a value whose members are managed one by one, others may be left.
  const without = changed.filter((change) => isOmitted(change) && change.field.unnamed !== "kept");
  const fields = [...new Set([...sent, ...Object.keys(state ?? {}), ...marks])];
  return {
    method,
    path,
    fields,
    ...(method === "PUT" ? { overlaid: { without: without.map(({ name }) => name) } } : {}),
  };
}

/** The steps that change an object which is there. Pure. */
import type { JsonObject } from "../../fields/shape.js";
import type { StateChange } from "../../kinds/archiving.js";
import type { Request } from "../../kinds/calls.js";
import type { Kind } from "../../kinds/kind.js";
import type { Content, Step } from "./step.js";

/** An update that changes no field. */
export const NOTHING: Content = { changed: [], fields: {}, left: new Set(), marking: "keep" };

/** An update with this content has nothing to send. */
export const isEmpty = (kind: Kind, { changed, marking }: Content): boolean =>
  changed.length === 0 && (kind.marker === undefined || marking === "keep");

/** The members with which an update changes the archived state, if that is how the kind does it. */
export const stateMembers = (change: StateChange | undefined): JsonObject | undefined =>
  change?.by === "field" ? { [change.name]: change.value } : undefined;

export const archiveStep = (kind: Kind): Step => {
  const { archive } = kind.archiving;
  return archive.by === "call"
    ? callStep("archive", archive.request, true)
    : updateStep(kind, NOTHING, stateMembers(archive), true);
};

export const callStep = (
  purpose: "archive" | "un-archive",
  request: (id: string) => Request,
  archived: boolean,
): Step => ({
  purpose,
  request,
  safety: "repeatable",
  shows: { object: "never", changed: [], archived },
  facts: { archived, written: false },
});

export function updateStep(kind: Kind, content: Omit<Content, "state">, state?: JsonObject, archived = false): Step {
  const { changed, marking } = content;
  const marked = kind.marker && marking !== "keep" ? { marked: marking === "set" } : {};
  const becomes = state ? { archived } : {};
  return {
    purpose: changed.length > 0 || !state ? "update" : archived ? "archive" : "un-archive",
    request: kind.calls.update,
    content: state ? { ...content, state } : content,
    safety: changed.some(({ name }) => kind.calls.creates?.includes(name)) ? "once" : "repeatable",
    // Where only the archived state changes, the answer need not be the object: a read then confirms the state.
    shows: { object: state && changed.length === 0 ? "perhaps" : "always", changed, ...becomes, ...marked },
    facts: { ...becomes, written: true },
  };
}

/** The step without its archiving; undefined when nothing is left of it. */
export function withoutArchiving(kind: Kind, { content }: Step): Step | undefined {
  if (content === undefined) return undefined;
  const { state: _state, ...rest } = content;
  return isEmpty(kind, rest) ? undefined : updateStep(kind, rest);
}

/** An object that an entry takes as it is: only what the next run could not correct is refused. Pure. */
import type { JsonObject } from "../../fields/shape.js";
import { shownByAnswer } from "../../kinds/archiving.js";
import type { Kind } from "../../kinds/kind.js";
import { archivedStop, fixedStop, foreignStop } from "./adoption.js";
import { type Circumstances, type Decision, differencesToLive, type Wanted } from "./decision.js";

/**
 * As the vendor shows it: by the object itself, or by the list of the active ones. false where neither does.
 * `isListed`: the list has the object.
 */
export function archivedAsIs(kind: Kind, object: JsonObject, isListed: boolean): boolean {
  return kind.archiving.visible.in === "list" ? !isListed : shownByAnswer(kind, object) === true;
}

/** What to do about the object. `archived`: as the vendor shows it. */
export function decideAsIs(wanted: Wanted, object: JsonObject, archived: boolean, at: Circumstances): Decision {
  const { kind, fields, mark } = wanted;
  const id = kind.id(object) ?? "";
  const holder = at.held.get(id);
  if (holder !== undefined || at.created.has(id)) {
    return {
      act: "stop",
      message: `${mark.address}: ${kind.title} ${id} belongs to ${holder ?? "another entry of this run"}`,
      remedy: "an object belongs to one entry: run `catalogue adopt` again, which pairs them anew",
    };
  }
  return (
    foreignStop(wanted, object) ??
    (archived ? archivedStop(wanted, id, at.context) : undefined) ??
    fixedStop(wanted, object, differencesToLive(kind, fields, object, at.context), at.context) ?? {
      act: "take",
      live: object,
      how: "adopted",
    }
  );
}

/** How objects of a kind are archived and brought back, and where their state can be seen. */
import type { Json, JsonObject } from "../fields/shape.js";
import type { Request } from "./calls.js";
import type { Settings } from "./field.js";
import type { Kind } from "./kind.js";

/** A call of its own; its answer need not be the object. */
export interface ByCall {
  readonly by: "call";
  readonly request: (id: string) => Request;
}
/** A member of an update's body. */
export interface ByField {
  readonly by: "field";
  readonly name: string;
  readonly value: Json;
}
export type StateChange = ByCall | ByField;

interface ArchivedByCall {
  readonly archive: ByCall;
  /** Absent, or undefined for these settings: the vendor has no way back. */
  readonly unarchive?: (settings: Settings) => StateChange | undefined;
  readonly heldBy?: never;
}
interface ArchivedByField {
  readonly archive: ByField;
  /** Absent, or undefined for these settings: the vendor has no way back. */
  readonly unarchive?: (settings: Settings) => ByField | undefined;
  /** The vendor does not archive an object that active objects of another kind use. */
  readonly heldBy?: { readonly type: string; readonly uses: (user: JsonObject, id: string) => boolean };
}

/** Where the archived state of an object can be seen. */
export type Visibility =
  /** In every answer that holds the object. */
  | {
      readonly in: "answers";
      /** undefined: this answer does not say. */
      readonly isArchived: (answer: JsonObject) => boolean | undefined;
      /** The list holds archived objects as well as active ones. Absent: it leaves them out. */
      readonly listed?: true;
    }
  /** The default list leaves archived objects out, and answers say nothing. */
  | { readonly in: "list" }
  | {
      readonly in: "nowhere";
      /** The answer of the archive call may say it all the same. */
      readonly isArchived?: (answer: JsonObject) => boolean | undefined;
      /** The setting that lists further signs by which the vendor refuses to archive what is archived already. */
      readonly signsSetting?: string;
      /** The list holds archived objects, and does not tell them from active ones. */
      readonly listed?: (settings: Settings) => boolean;
    };

export type Archiving = (ArchivedByCall | ArchivedByField) & {
  readonly visible: Visibility;
  /** What else it does that people must know beforehand; un-archiving may leave something to be done by hand. */
  readonly notes?: { readonly archive?: string; readonly unarchive?: string };
};

/** What an answer shows, where one does; undefined: it does not say. */
export function shownByAnswer({ archiving: { visible } }: Kind, answer: JsonObject): boolean | undefined {
  return visible.in === "list" ? undefined : visible.isArchived?.(answer);
}

/** The list holds archived objects as well as active ones. */
export function listsArchived({ archiving: { visible } }: Kind, settings: Settings): boolean {
  if (visible.in === "nowhere") return visible.listed?.(settings) === true;
  return visible.in === "answers" && visible.listed === true;
}

/** The setting with further signs of a refusal to archive what is archived already. */
export const signsSettingOf = ({ archiving: { visible } }: Kind): string | undefined =>
  visible.in === "nowhere" ? visible.signsSetting : undefined;

/** Edits of a catalogue file that leave everything else as a person has written it. */
import type { Json, JsonObject } from "../fields/shape.js";

/** From the root of the file: `["products", "platform", "listPrices", "monthly", "structure", "price"]`. */
export type EditPath = readonly (string | number)[];

export type Edit =
  /** A field of an entry, or a member of one: its value is replaced, or it is added at the end of its map. */
  | { readonly do: "set"; readonly path: EditPath; readonly value: Json }
  | { readonly do: "remove"; readonly path: EditPath }
  /** A new entry, at the end of its collection, which is created where it does not exist. */
  | { readonly do: "add"; readonly path: EditPath; readonly value: JsonObject };

export interface Refused {
  readonly edit: Edit;
  /** Why it cannot be made in the text, and what to do. */
  readonly message: string;
  readonly remedy: string;
}

export interface Edited {
  readonly text: string;
  readonly refused: readonly Refused[];
}

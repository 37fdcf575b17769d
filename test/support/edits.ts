/** Edits of a catalogue file in short form. */
import { expect } from "vitest";
import { type Edit, editText } from "../../provider/catalogue/edit.js";
import type { Json, JsonObject } from "../../provider/fields/shape.js";

const path = (where: string): (string | number)[] =>
  where.split(".").map((part) => (/^[0-9]+$/.test(part) ? Number(part) : part));
export const set = (where: string, value: Json): Edit => ({ do: "set", path: path(where), value });
export const remove = (where: string): Edit => ({ do: "remove", path: path(where) });
export const add = (where: string, value: JsonObject): Edit => ({ do: "add", path: path(where), value });
export const insert = (where: string, value: Json): Edit => ({ do: "insert", path: path(where), value });

/** Lines joined with line ends. */
export const text = (...lines: string[]): string => lines.join("\n");

export function becomes(before: string, edits: readonly Edit[], after: string): void {
  expect(editText(before, edits)).toEqual({ text: after, refused: [] });
}

export function refuses(before: string, edit: Edit, message: RegExp, remedy: RegExp): void {
  const { text: after, refused } = editText(before, [edit]);
  expect(after).toBe(before);
  expect(refused).toEqual([{ edit, message: expect.stringMatching(message), remedy: expect.stringMatching(remedy) }]);
}

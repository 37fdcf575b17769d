/** A pull as text: the difference of the files, and what happens to which entry. Pure. */
import { posix } from "node:path";
import { createTwoFilesPatch } from "diff";
import { counted } from "../../validation/words.js";
import { BELOW } from "./left-out.js";
import type { ChangedFile, Pulled, PulledItem } from "./request.js";

/** The change of a file, as git shows it. */
export function patchOf({ name, before, after }: ChangedFile, directory: string): string {
  const path = posix.join(directory.replaceAll("\\", "/"), name);
  const patch = createTwoFilesPatch(before === undefined ? "/dev/null" : `a/${path}`, `b/${path}`, before ?? "", after);
  // The first line only separates patches.
  return patch.slice(patch.indexOf("\n") + 1).replaceAll("\r\n", "\n");
}

const OUTCOMES: readonly (readonly [PulledItem["outcome"], string])[] = [
  ["added", "new"],
  ["changed", "changed"],
  ["conflict", "in conflict"],
  ["refused", "not written"],
  ["edited", "edited in the file"],
  ["left-out", "left out"],
];

/** What is not simply written, and how many entries there are of which outcome. */
export function pulledText({ items, files }: Pulled, words: string): string {
  const told = items.filter(({ message }) => message !== undefined && message !== BELOW).map(itemText);
  const counts = OUTCOMES.flatMap(([outcome, text]) => {
    const count = items.filter((item) => item.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${text}`];
  });
  const sum =
    counts.length === 0
      ? "the files have all that the vendor has"
      : `${counts.join(", ")}; ${counted(files.length, "file")}`;
  return `${[...told, `${words}: ${sum}`].join("\n\n")}\n`;
}

function itemText({ outcome, kind, id, address, name, fields = [], message, remedy }: PulledItem): string {
  const what = [kind, address, name === undefined ? undefined : JSON.stringify(name), id].filter(Boolean).join(" ");
  const lines = fields.map(({ change }) => `\n  ${change}`).join("");
  return `${outcome}: ${what}: ${message}${lines}${remedy === undefined ? "" : `\n  what to do: ${remedy}`}`;
}

/** The same as data. `isWritten`: the files have been written. */
export const pulledJson = (
  { items, files, remarks }: Pulled,
  {
    account,
    directory,
    isWritten,
  }: { readonly account: string; readonly directory: string; readonly isWritten: boolean },
): string =>
  `${JSON.stringify(
    {
      version: 1,
      account,
      written: isWritten,
      files: files.map((file) => ({
        name: file.name,
        status: file.before === undefined ? "new" : "changed",
        diff: patchOf(file, directory),
      })),
      items,
      remarks,
    },
    null,
    2,
  )}\n`;

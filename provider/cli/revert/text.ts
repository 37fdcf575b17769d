/** What a revert does, as text and as JSON. */
import { styleText } from "node:util";
import type { Change, Review } from "../../review/digest.js";
import { MAX_MESSAGE, oneLine } from "../../review/render/escape.js";
import { terminal } from "../../review/render/terminal.js";
import { counted } from "../../validation/words.js";
import type { Commit } from "../history/commits.js";
import type { Item, Outcome } from "./plan.js";
import { SHORT } from "./sources.js";

export interface WrittenFile {
  /** Relative to where the command runs. */
  readonly path: string;
  readonly action: "changed" | "created" | "removed";
}

export interface Reverted {
  readonly commit: Commit;
  readonly items: readonly Item[];
  readonly files: readonly WrittenFile[];
  /** Whether the files were written. */
  readonly written: boolean;
  /** Of the result, against the files of before. */
  readonly review: Review;
  /** With --dry-run: the difference of the files. */
  readonly patch?: string;
  /** Other files that the commit changes. */
  readonly others: readonly string[];
  /** Later commits that changed an entry, by its address. */
  readonly later: ReadonlyMap<string, readonly Commit[]>;
}

export const addressOf = ({ before, now, outcome }: Item): string =>
  (outcome === "renamed" || outcome === "written-again" ? before : (now ?? before))?.address ?? "";

export const isOpen = ({ outcome }: Item): boolean => outcome === "conflict";

/** What happens to an entry, in a sentence. */
export function sentenceOf(item: Item, { review, later }: Pick<Reverted, "review" | "later">): string {
  const { before, now, outcome, reason, successor } = item;
  const entry = now ?? before;
  const address = addressOf(item);
  const change = review.changes.find((one) => one.address === address);
  const [vendor, kind] = [entry?.vendor.title ?? "", entry?.kind.title ?? ""];
  const then = change ? `: ${change.sentence}` : "";
  switch (outcome) {
    case "restored":
      return `${objectOf(change, kind)}${then}`;
    case "renamed":
      return `its key is ${before?.key} again, and it keeps its object${change?.action === "rename" ? "" : then}`;
    case "written-again": {
      const isKept = before?.lifecycle.onRemove === "retain";
      return isKept
        ? `written again; its removal left its object as it was, so add \`lifecycle: { adopt: true }\` for the next \`up\``
        : `written again, with a new object; its old one stays archived`;
    }
    case "successor":
      return item.withParent
        ? `its successor is below the successor of its parent; ${vendor} cannot un-archive the old ${kind}`
        : `stays archived, because ${vendor} cannot un-archive it; its successor \`${successor}\` is a new ${kind} with ` +
            "the former values";
    case "archived":
      return `the commit has created it, so it is archived, and its entry stays${then}`;
    case "nothing":
      return `nothing to do: ${reason ?? "it is as before the commit already"}`;
    case "conflict": {
      const commits = (later.get(now?.address ?? "") ?? []).map(
        ({ hash, subject }) => `${hash.slice(0, SHORT)} ${subject}`,
      );
      return `conflict, not changed: ${reason}${commits.length === 0 ? "" : ` (${commits.join("; ")})`}`;
    }
  }
}

function objectOf(change: Change | undefined, kind: string): string {
  if (change?.action === "replace") return `former values, with a new ${kind}`;
  return change?.action === "un-archive" ? "back, with the same object" : "former values, with the same object";
}

const STYLES: Readonly<Record<Outcome, Parameters<typeof styleText>[0]>> = {
  restored: "green",
  renamed: "green",
  "written-again": "yellow",
  successor: "yellow",
  archived: "red",
  nothing: "dim",
  conflict: ["red", "bold"],
};

export function revertText(
  made: Reverted,
  { colour, columns }: { colour: boolean; columns?: number | undefined },
): string {
  if (made.patch !== undefined) return made.patch;
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const { commit, items, files, review } = made;
  const head = `Takes back ${commit.hash.slice(0, SHORT)} ${oneLine(commit.subject)} (${oneLine(commit.author)}, ${commit.committed.slice(0, 10)})`;
  const entries = items.map(
    (item) =>
      `${paint("bold", oneLine(addressOf(item)))}: ${paint(STYLES[item.outcome], oneLine(sentenceOf(item, made), MAX_MESSAGE))}`,
  );
  const wrote =
    files.length === 0
      ? "No file changes."
      : `Written: ${files.map(({ path, action }) => (action === "changed" ? path : `${path} (${action})`)).join(", ")}. ` +
        "Read the result, then commit it.";
  const blocks = [head, ...(entries.length === 0 ? [] : [entries.join("\n")]), wrote];
  const shown = terminal(review, { colour, ...(columns === undefined ? {} : { columns }) });
  return `${blocks.join("\n\n")}\n${files.length === 0 ? "" : `\n${shown}`}`;
}

/** A released form, described in docs/commands/revert.md. */
export function revertJson(made: Reverted): string {
  const { commit, items, files, written, review, patch, others } = made;
  const data = {
    version: 1,
    commit: { hash: commit.hash, author: commit.author, committed: commit.committed, subject: commit.subject },
    written,
    files,
    entries: items.map((item) => ({
      address: addressOf(item),
      outcome: item.outcome,
      sentence: sentenceOf(item, made),
      ...(item.successor === undefined || item.withParent ? {} : { successor: item.successor }),
      ...(item.outcome === "renamed" && item.now ? { formerAddress: item.now.address } : {}),
    })),
    ...(patch === undefined ? {} : { patch }),
    others,
    review,
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

export function remarksOf({ items, others }: Reverted): string[] {
  const open = items.filter(isOpen).length;
  return [
    ...(open === 0
      ? []
      : [
          `${counted(open, "entry", "entries")} could not be taken back\n` +
            "  what to do: edit them by hand, or take their former values with --force",
        ]),
    ...(others.length === 0
      ? []
      : [
          `note: the commit also changes files outside the catalogue, which stay as they are: ${oneLine(others.slice(0, 5).join(", "))}`,
        ]),
  ];
}

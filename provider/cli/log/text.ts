/** The history of an entry as text for a terminal. */
import { styleText } from "node:util";
import wrapAnsi from "wrap-ansi";
import { MAX_MESSAGE, oneLine } from "../../review/render/escape.js";
import { counted } from "../../validation/words.js";
import type { Commit } from "../history/commits.js";
import type { Event, What } from "../history/walk.js";
import type { EntryLog } from "./json.js";

export interface LogTextOptions {
  readonly colour: boolean;
  /** Of the terminal; 80 if it is not known. */
  readonly columns?: number | undefined;
}

/** The date and two spaces. */
const INDENT = 12;
const MAX_COLUMNS = 100;

type Style = Parameters<typeof styleText>[0];

export function logText(log: EntryLog, { colour, columns = 80 }: LogTextOptions): string {
  const width = Math.max(40, Math.min(MAX_COLUMNS, columns));
  const paint = (style: Style, text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const lines = (text: string): string[] => wrapAnsi(text, width - INDENT, { hard: true }).split("\n");
  const { address, events, more, stack, isThere } = log;
  const values = stack === undefined ? "" : `, with the values of ${oneLine(stack)} at each commit`;
  const count = countOf(events.length, more);
  const rest = isThere ? "" : "; it is not in the files any more";
  const head = `${paint("bold", oneLine(address))}: ${count}${values}${rest}`;
  const blocks = events.map((event) => {
    const [first = "", ...rest] = [
      ...lines(paint(STYLES[event.what[0] ?? "changed"], oneLine(event.sentence, MAX_MESSAGE))),
      ...lines(paint("dim", byWhom(event))),
    ];
    const date = paint("bold", event.commit.committed.slice(0, 10));
    return [`${date}  ${first}`, ...rest.map((line) => " ".repeat(INDENT) + line)].join("\n");
  });
  return `${[wrapAnsi(head, width, { hard: true }), ...blocks].join("\n\n")}\n`;
}

function countOf(count: number, more: boolean): string {
  if (count === 0) return "no changes";
  if (!more) return counted(count, "change");
  return count === 1 ? "the last change" : `the last ${count} changes`;
}

const STYLES: Readonly<Record<What, Style>> = {
  created: "green",
  changed: "yellow",
  archived: "red",
  "un-archived": "green",
  replaced: "red",
  renamed: "cyan",
  moved: "cyan",
  removed: "red",
};

/** "Ann, 1a2b3c4 Raise the price; merged with 5d6e7f8 Merge branch 'prices'" */
function byWhom({ commit, merged }: Event): string {
  if (merged.length === 0) return `${oneLine(commit.author)}, ${named(commit)}`;
  const own = merged.map((one) => `${oneLine(one.author)}, ${named(one)}`).join("; ");
  return `${own}; merged by ${oneLine(commit.author)}, ${named(commit)}`;
}

const named = ({ hash, subject }: Commit): string => `${shortOf(hash)} ${oneLine(subject)}`;

const SHORT = 7;
const shortOf = (hash: string): string => hash.slice(0, SHORT);

const MAX_SKIPPED = 10;

/** What a reader must know about what is shown, a line each. */
export function remarksOf({ address, isThere, events, skipped, more, isShallow }: EntryLog): string[] {
  const [newest] = events;
  const now = !isThere && newest?.formerAddress === address ? newest.address : undefined;
  const shown = skipped.slice(0, MAX_SKIPPED);
  const rest = skipped.length - shown.length;
  return [
    ...(now === undefined ? [] : [`note: its history goes on under its new address: catalogue log ${oneLine(now)}`]),
    ...(skipped.length === 0
      ? []
      : [
          `note: ${counted(skipped.length, "commit")} passed over, because the catalogue does not load there; ` +
            "what they change is shown with the next commit that loads:",
          ...shown.map(({ commit, problem }) => `  ${named(commit)}: ${oneLine(problem, MAX_MESSAGE)}`),
          ...(rest > 0 ? [`  … and ${rest} more`] : []),
        ]),
    ...(more ? ["note: there are earlier changes; leave out --limit and --since to see them"] : []),
    ...(isShallow
      ? [
          "note: this clone does not have the whole history, so earlier changes are missing\n" +
            "  what to do: git fetch --unshallow (in a pipeline `fetch-depth: 0`)",
        ]
      : []),
  ];
}

/** Text from outside, made safe for one line, and for Markdown. */
import { readableLines } from "../../validation/text.js";

/** Longest name or value that is shown, and longest message, in characters. */
export const MAX_NAME = 300;
export const MAX_MESSAGE = 1_000;

/** One line: invisible characters as `\u{…}`, line ends as `↵`, what is too long cut with `…`. */
export function oneLine(text: string, max = MAX_NAME): string {
  // Escaping can only lengthen, so what is cut here would be cut below.
  const shown = readableLines(text.slice(0, max + 1)).replaceAll("\n", "↵");
  if (shown.length <= max) return shown;
  return `${shown.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** One line from a message of several lines, with a semicolon where a line ends without punctuation. */
export const oneLineMessage = (text: string): string =>
  oneLine(
    text
      .trim()
      .replace(/(?<=[^.:;,!?\s])\s*\n\s*/g, "; ")
      .replace(/\s*\n\s*/g, " "),
    MAX_MESSAGE,
  );

/**
 * A zero-width space. Forges turn `@name`, `#1`, commit hashes, `:tada:` and addresses into mentions, links and
 * pictures after Markdown is parsed, so neither a backslash nor an entity of the character itself prevents it. Renovate
 * (renovatebot/renovate#1083) and Dependabot (dependabot/dependabot-core#3157) insert this character after the `@`;
 * code spans were given up there because replies by email lose them. As an entity it is visible in the source.
 */
const BREAK = "&#8203;";

const ESCAPED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  // Bitbucket's parser knows no backslash before these three, and GitHub's tables read one before the last.
  "~": "&#126;",
  "\\": "&#92;",
  "|": "&#124;",
  // Formulas: `$a$`.
  $: "&#36;",
};

/** What is escaped with a backslash; all parsers know these. */
const WITH_BACKSLASH = /[`*_[\]#]/;

const SPECIAL = new RegExp(
  [
    // Mentions: "@name", "@team/name".
    "@",
    // Issues, merge requests, milestones, labels, epics and snippets: "#1", "!1", "%v1", "~bug", "&1", "$1".
    "[#!&$](?=\\d)",
    '[#~%](?=[\\w"])',
    // "GH-1", and keys of Jira: "ABC-1".
    "(?<=\\b(?:[Gg][Hh]|[A-Z][A-Z0-9_]+))-(?=\\d)",
    // GitLab: "[vulnerability:1]", "[[page]]", "[- removed -]", "{+ added +}", "*iteration:1".
    "\\[(?=\\S)",
    "\\{(?=[+-])",
    "\\*(?=iteration:)",
    // Emoji: ":tada:". Links: "https://…", "www.…".
    ":(?=[\\w+-]+:|//)",
    "[Ww]{3}(?=\\.)",
  ].join("|"),
  "gu",
);

/** Commits. Digits alone are left: they are amounts. */
const HASH = /(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{7,}(?![0-9a-z])/gi;

/**
 * Text for any place within a line of Markdown: it is shown as it is, and is never anything but text. Correct for the
 * parsers of GitHub, GitLab, Azure DevOps and Bitbucket, in table cells too.
 */
export function markdownText(text: string, max = MAX_NAME): string {
  const marked = oneLine(text, max)
    .replace(HASH, (hash) => hash.replace(/.{6}(?=.)/g, `$&${MARK}`))
    .replace(SPECIAL, `$&${MARK}`);
  const escaped = [...marked].map(escapeCharacter).join("");
  return spacesAtEnds(blockStart(escaped));
}

/** A message of several lines as text in one line of Markdown. */
export const markdownMessage = (text: string): string => markdownText(oneLineMessage(text), MAX_MESSAGE);

/** Stands for the break until the text is escaped; it is invisible, so `oneLine` leaves none. */
const MARK = "\u200b";

function escapeCharacter(character: string): string {
  if (character === MARK) return BREAK;
  return ESCAPED[character] ?? (WITH_BACKSLASH.test(character) ? `\\${character}` : character);
}

/** Lists and rules, if the text is the first of its block. */
const blockStart = (text: string): string =>
  text.replace(/^(\s*)([-+])(?=[\s-]|$)/, "$1\\$2").replace(/^(\s*\d+)([.)])(?=\s|$)/, "$1\\$2");

/** Parsers remove spaces at the ends, and read no emphasis beside them. */
const spacesAtEnds = (text: string): string => {
  const entities = (spaces: string): string => [...spaces].map((space) => `&#${space.codePointAt(0)};`).join("");
  return text.trim() === "" ? entities(text) : text.replace(/^\s+|\s+$/g, entities);
};

/** In bold; text without any character would not be. */
export const bold = (text: string): string => (text === "" ? "(no name)" : `**${markdownText(text)}**`);

/**
 * A code span, to be copied: forges make no mentions and links within one. The text begins with something visible, so
 * that it is a span at all.
 */
export function codeSpan(text: string): string {
  const content = oneLine(text, MAX_MESSAGE);
  const fence = "`".repeat(longestRun(content) + 1);
  // Parsers take one space from both ends if both have one; without, a backtick would be part of the fence.
  const pad = /^[ `]|[ `]$/.test(content) ? " " : "";
  return `${fence}${pad}${content}${pad}${fence}`;
}

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));

/** Lines as they are, to be copied. */
export function codeBlock(text: string, language: string): string {
  const content = oneLine(text, MAX_MESSAGE);
  const fence = "`".repeat(Math.max(2, longestRun(content)) + 1);
  return `${fence}${language}\n${content}\n${fence}`;
}

/**
 * The hidden first line of a comment of ours: of what it is, which run wrote it, and what it says, for the next run. It
 * is encoded, so that no text in it can end it.
 */
import { createHash } from "node:crypto";
import { isObject, type Json } from "../../fields/shape.js";
import { oneLine } from "../../review/render/escape.js";
import type { Pipeline } from "../pipeline.js";

/** Which run wrote it. */
export type RunMark = Pick<Pipeline, "run" | "attempt" | "id">;

export type CommentKind = "review" | "receipt" | "drift";

/** A finding that a comment shows. */
export interface ShownFinding {
  /** Stands for its code, its address and the text that accepts it. */
  readonly key: string;
  /** In a few words, for the run in which it is resolved. Absent: there was no room. */
  readonly text?: string;
}

export interface Marker {
  /** "stack dev": of what the comment is; compared as a whole. */
  readonly of: string;
  readonly kind: CommentKind;
  readonly run: RunMark;
  /** What the review or the apply has come to; decides the label. */
  readonly result: string;
  readonly findings: readonly ShownFinding[];
  /** There were more findings than are listed. */
  readonly more: boolean;
  /** Shown as resolved: findings of the comment before. */
  readonly resolved: readonly ShownFinding[];
  /** GitLab alone: folded, because a newer comment has taken its place. */
  readonly outdated: boolean;
}

/** All of the marker has less than 5,000 characters. */
const MAX_KEYS = 150;
const MAX_TEXTS = 1_500;
const MAX_TEXT = 120;
const MAX_OF = 300;

const LINE = /^<!-- billing-catalogue:1:([\w-]+) -->(?:\r?\n|$)/;

export const findingKey = (...parts: readonly (string | undefined)[]): string =>
  createHash("sha256")
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest("base64url")
    .slice(0, 8);

/** What a comment is of, cut to a bounded length without becoming equal to another. */
export const ofText = (text: string): string =>
  text.length <= MAX_OF ? text : `${text.slice(0, MAX_OF)} ${findingKey(text)}`;

export function markerLine(marker: Marker): string {
  let room = MAX_TEXTS;
  const packed = (findings: readonly ShownFinding[]): (string | [string, string])[] =>
    findings.slice(0, MAX_KEYS).map(({ key, text }) => {
      const short = text === undefined ? "" : oneLine(text, MAX_TEXT);
      room -= Buffer.byteLength(JSON.stringify(short));
      return short === "" || room < 0 ? key : [key, short];
    });
  const { of, kind, run, result, findings, more, resolved, outdated } = marker;
  const data = {
    of,
    kind,
    run: [run.run, run.attempt, ...(run.id === undefined ? [] : [run.id])],
    result,
    findings: packed(findings),
    ...(more || findings.length > MAX_KEYS ? { more: true } : {}),
    ...(resolved.length > 0 ? { resolved: packed(resolved.slice(0, MAX_KEYS / 3)) } : {}),
    ...(outdated ? { outdated: true } : {}),
  };
  return `<!-- billing-catalogue:1:${Buffer.from(JSON.stringify(data)).toString("base64url")} -->`;
}

/** The marker of a text that begins with one; undefined: it does not, so it is not a comment of ours. */
export function markerOf(body: string): Marker | undefined {
  const encoded = LINE.exec(body)?.[1];
  if (encoded === undefined) return undefined;
  let data: Json;
  try {
    data = JSON.parse(Buffer.from(encoded, "base64url").toString("utf8")) as Json;
  } catch {
    return undefined;
  }
  if (!isObject(data) || typeof data["of"] !== "string") return undefined;
  const [run, attempt, id] = Array.isArray(data["run"]) ? data["run"].map(Number) : [];
  const kind = data["kind"];
  return {
    of: data["of"],
    kind: kind === "receipt" || kind === "drift" ? kind : "review",
    run: { run: run || 0, attempt: attempt || 1, ...(id ? { id } : {}) },
    result: typeof data["result"] === "string" ? data["result"] : "",
    findings: unpacked(data["findings"]),
    more: data["more"] === true,
    resolved: unpacked(data["resolved"]),
    outdated: data["outdated"] === true,
  };
}

const unpacked = (list: Json | undefined): readonly ShownFinding[] =>
  (Array.isArray(list) ? list : []).flatMap((item): ShownFinding[] => {
    if (typeof item === "string") return [{ key: item }];
    const [key, text] = Array.isArray(item) ? item : [];
    return typeof key === "string" && typeof text === "string" ? [{ key, text }] : [];
  });

/** What a reader sees of a comment of ours; forges may change line ends and the end. */
export const visibleText = (body: string): string => body.replaceAll("\r\n", "\n").replace(LINE, "").trim();

/**
 * Less than 0: `a` is older. Ids count over all workflows, run numbers only in one. Without a pipeline, neither is
 * older.
 */
export function compareRuns(a: RunMark, b: RunMark): number {
  if (a.run === 0 || b.run === 0) return 0;
  const ids = a.id === undefined || b.id === undefined ? 0 : a.id - b.id;
  return ids || a.run - b.run || a.attempt - b.attempt;
}

export const isSameRun = (a: RunMark, b: RunMark): boolean => a.run === b.run && a.id === b.id && a.run !== 0;

/** What is to be done with the comments of a pull request. Pure: from what is there and what shall be said. */
import {
  type CommentKind,
  compareRuns,
  isSameRun,
  type Marker,
  markerLine,
  markerOf,
  type RunMark,
  type ShownFinding,
  visibleText,
} from "./marker.js";

/** A comment as the forge has it. */
export interface Comment {
  readonly id: string;
  readonly author: string;
  readonly body: string;
  /** Hidden by the forge; known of comments of ours only. */
  readonly minimised: boolean;
}

/** What a run has to say. */
export interface Wanted {
  readonly of: string;
  readonly kind: CommentKind;
  readonly run: RunMark;
  readonly result: string;
  readonly findings: readonly ShownFinding[];
  /** There is nothing to say, unless something was said before. */
  readonly isEmpty: boolean;
  /** What a reader sees; `resolved`: findings of the comment before that are gone. */
  readonly text: (resolved: readonly ShownFinding[]) => string;
}

/** `outdated`: a newer run has written already. `nothing`: there is nothing to say. `unchanged`: all of it is there. */
export type Decision =
  | { readonly do: "outdated"; readonly by: RunMark }
  | { readonly do: "unchanged" }
  /** `result`: that of the receipt that stays. */
  | { readonly do: "nothing"; readonly result?: string }
  | { readonly do: "post"; readonly body: string }
  | { readonly do: "edit"; readonly comment: Comment; readonly body: string };

interface OwnComment {
  readonly comment: Comment;
  readonly marker: Marker;
}

/** Ours: the author is the identity of our token, and the text begins with a marker of the same thing. Oldest first. */
const ownComments = (comments: readonly Comment[], me: string, of: string): readonly OwnComment[] =>
  comments
    .flatMap((comment) => {
      const marker = comment.author === me ? markerOf(comment.body) : undefined;
      return marker?.of === of ? [{ comment, marker }] : [];
    })
    .sort((a, b) => compareRuns(a.marker.run, b.marker.run));

/** Whether a text is a comment of ours of anything at all. */
export const hasMarker = (body: string): boolean => markerOf(body) !== undefined;

export function decide(comments: readonly Comment[], me: string, wanted: Wanted): Decision {
  const own = ownComments(comments, me, wanted.of);
  const newest = own.at(-1);
  if (newest !== undefined && compareRuns(wanted.run, newest.marker.run) < 0)
    return { do: "outdated", by: newest.marker.run };
  const current = own.findLast(({ comment }) => !comment.minimised) ?? newest;
  if (current === undefined) return wanted.isEmpty ? { do: "nothing" } : { do: "post", body: bodyOf(wanted, []) };
  const { comment, marker } = current;
  // After an apply, a review has nothing to add unless there is something left to do.
  if (marker.kind === "receipt" && wanted.kind === "review" && wanted.isEmpty)
    return { do: "nothing", result: marker.result };
  const before = knownBefore(marker, wanted.run);
  const present = new Set(wanted.findings.map(({ key }) => key));
  const body = bodyOf(
    wanted,
    before.filter(({ key }) => !present.has(key)),
  );
  if (visibleText(body) === visibleText(comment.body) && !isNewsOf(wanted, marker)) return { do: "unchanged" };
  const known = new Set(before.map(({ key }) => key));
  const hasNewFinding = !marker.more && wanted.findings.some(({ key }) => !known.has(key));
  const isNews = hasNewFinding || isNewsOf(wanted, marker) || comment.minimised;
  return isNews ? { do: "post", body } : { do: "edit", comment, body };
}

/** A receipt of another run, or the first thing of another kind. */
const isNewsOf = ({ kind, run }: Wanted, marker: Marker): boolean =>
  kind !== marker.kind || (kind === "receipt" && compareRuns(run, marker.run) !== 0);

/** A repeated run shows the same findings as resolved that it has shown before. */
const knownBefore = ({ findings, resolved, run }: Marker, wanted: RunMark): readonly ShownFinding[] =>
  isSameRun(run, wanted) ? [...findings, ...resolved] : findings;

function bodyOf(wanted: Wanted, resolved: readonly ShownFinding[]): string {
  const { of, kind, run, result, findings } = wanted;
  const line = markerLine({ of, kind, run, result, findings, more: false, resolved, outdated: false });
  return `${line}\n${wanted.text(resolved).trim()}\n`;
}

/** Comments of ours that are still shown, although a newer run has written another one. */
export const leftovers = (comments: readonly Comment[], me: string, of: string): readonly Comment[] =>
  ownComments(comments, me, of)
    .map(({ comment }) => comment)
    .filter(({ minimised }) => !minimised)
    .slice(0, -1);

/** What the shown comments of other stacks have come to. */
export const resultsOfOthers = (comments: readonly Comment[], me: string, of: string): readonly string[] =>
  comments.flatMap(({ author, body, minimised }) => {
    const marker = author === me && !minimised ? markerOf(body) : undefined;
    return marker === undefined || marker.of === of ? [] : [marker.result];
  });

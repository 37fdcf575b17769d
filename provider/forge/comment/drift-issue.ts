/** The one issue that says what has drifted in a stack: opened, kept up to date, and closed when there is no drift. */
import type { Review } from "../../review/digest.js";
import { bytesOf } from "../../review/render/budget.js";
import { oneLine } from "../../review/render/escape.js";
import { markdown } from "../../review/render/markdown.js";
import type { Pipeline } from "../pipeline.js";
import type { Issue } from "./client.js";
import { compareRuns, markerLine, markerOf, type RunMark, visibleText } from "./marker.js";
import { openOnce, postOnce, type Speaker } from "./speak.js";
import { runOf, stackOf } from "./wanted.js";

/** What `catalogue drift --format json` has written, as far as the issue needs it. */
export interface Drift {
  readonly review: Review;
  /** Something has drifted. */
  readonly found: boolean;
}

const MAX_BYTES = 60_000;

export type IssueDecision =
  | { readonly do: "outdated"; readonly issue: Issue; readonly by: RunMark }
  | { readonly do: "nothing" }
  | { readonly do: "unchanged" | "close"; readonly issue: Issue }
  | { readonly do: "open"; readonly title: string; readonly body: string }
  | { readonly do: "edit"; readonly issue: Issue; readonly body: string };

/** Pure: what is to be done with the issues that are open. */
export function decideIssue(
  issues: readonly Issue[],
  me: string,
  { review, found }: Drift,
  pipeline: Pipeline,
): IssueDecision {
  const stack = "stack" in review.source ? (review.source.stack ?? "") : "";
  const of = stackOf(stack);
  const run = runOf(pipeline);
  const issue = issues
    .filter(({ author, body }) => author === me && isOf(body, of))
    .sort((a, b) => a.number - b.number)[0];
  const marker = issue === undefined ? undefined : markerOf(issue.body);
  if (issue !== undefined && marker !== undefined && compareRuns(run, marker.run) < 0)
    return { do: "outdated", issue, by: marker.run };
  if (!found) {
    if (issue === undefined) return { do: "nothing" };
    // What could not be read may still have drifted.
    return review.source.failed ? { do: "unchanged", issue } : { do: "close", issue };
  }
  const line = markerLine({
    of,
    kind: "drift",
    run,
    result: "drift",
    findings: [],
    more: false,
    resolved: [],
    outdated: false,
  });
  const more =
    "What to do: take the vendor's values into the files with `catalogue drift --write`, or send those of the files " +
    "with `pulumi refresh` and `pulumi up`. This issue is closed when there is no drift any more.\n";
  const text = markdown(review, { forge: pipeline.forge, bytes: MAX_BYTES - bytesOf(more) });
  const body = `${line}\n${text}\n${more}`;
  if (issue === undefined) return { do: "open", title: `Catalogue drift of stack ${oneLine(stack, 100)}`, body };
  return visibleText(body) === visibleText(issue.body) ? { do: "unchanged", issue } : { do: "edit", issue, body };
}

const isOf = (body: string, of: string): boolean => {
  const marker = markerOf(body);
  return marker?.kind === "drift" && marker.of === of;
};

export async function speakOfDrift(speaker: Speaker, drift: Drift, pipeline: Pipeline): Promise<IssueDecision> {
  const { client, me } = speaker;
  const decision = decideIssue(await client.openIssues(), me, drift, pipeline);
  if (decision.do === "open") await openOnce(speaker, decision.title, decision.body);
  if (decision.do === "edit") await client.editIssue(decision.issue.number, decision.body);
  if (decision.do === "close") {
    const { number } = decision.issue;
    const thread = { of: "issue", number } as const;
    const before = await client.comments(thread);
    await postOnce(speaker, thread, "There is no drift any more.", before);
    await client.closeIssue(number);
  }
  return decision;
}

/** `catalogue comment`: what a review, an apply or drift has to say, at the forge. */
import type { ForgeClient, Thread } from "../../forge/comment/client.js";
import type { Decision, Wanted } from "../../forge/comment/decide.js";
import { type IssueDecision, speakOfDrift } from "../../forge/comment/drift-issue.js";
import type { RunMark } from "../../forge/comment/marker.js";
import { type Overtaken, type Speaker, speak } from "../../forge/comment/speak.js";
import { receiptWanted, reviewWanted } from "../../forge/comment/wanted.js";
import { type Pipeline, pipelineOf } from "../../forge/pipeline.js";
import { isLoopback } from "../../http/loopback.js";
import { Redactor } from "../../http/redact.js";
import { messageOf } from "../../lifecycle/failure.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { readApprovals, readDrift, readReceipt, readReview } from "./inputs.js";
import type { CommentOptions } from "./options.js";

export async function runComment(options: CommentOptions): Promise<ExitCode> {
  checkOptions(options);
  const pipeline = pipelineOf(process.env);
  const redactor = new Redactor();
  redactor.add(pipeline.token);
  const clean = (text: string): string => redactor.text(text);
  const say = (text: string): void => void process.stderr.write(`${clean(text)}\n`);
  try {
    return await comment(options, pipeline, clean, say);
  } catch (error) {
    if (error instanceof Error) error.message = clean(error.message);
    throw error;
  }
}

function checkOptions({ review, receipt, drift, approvals }: CommentOptions): void {
  const given = [review, receipt, drift].filter((path) => path !== undefined);
  if (given.length !== 1)
    throw new Error(
      `${given.length === 0 ? "there is nothing to write" : "only one thing is written at a time"}\n` +
        "  what to do: name one file: --review <file>, --receipt <file> or --drift <file>",
    );
  if (approvals !== undefined && receipt === undefined)
    throw new Error("--approvals belongs to a receipt\n  what to do: leave it out, or use --receipt <file>");
}

async function comment(
  options: CommentOptions,
  pipeline: Pipeline,
  clean: (text: string) => string,
  say: (text: string) => void,
): Promise<ExitCode> {
  const { review, receipt, drift } = options;
  const speaker = async (): Promise<Speaker> => {
    const client = await clientOf(pipeline);
    const pause = isLoopback(new URL(pipeline.api)) ? 0 : 2_000;
    return { client, me: await client.me(), pause, warn: (text) => say(`warning: ${text}`) };
  };
  if (drift !== undefined) {
    const found = readDrift(drift, clean);
    const decision = await speakOfDrift(await speaker(), found, pipeline);
    if (found.review.source.failed)
      say("warning: the accounts could not be read to the end, so the drift is incomplete, and no issue is closed");
    say(issueWords(decision));
    return EXIT.fine;
  }
  const wanted =
    review !== undefined
      ? reviewWanted(readReview(review, clean), pipeline)
      : receiptWanted(readReceipt(receipt ?? "", clean), pipeline);
  const numbers = numbersOf(options, pipeline, say);
  if (numbers.length === 0) return EXIT.fine;
  const own = await speaker();
  let code: ExitCode = EXIT.fine;
  for (const number of numbers)
    try {
      say(await inThread(own, { of: "pull request", number }, wanted, pipeline, options.labels));
    } catch (error) {
      // The others shall have it all the same.
      if (numbers.length === 1) throw error;
      say(`error: ${messageOf(error)}`);
      code = EXIT.problems;
    }
  return code;
}

/** Says it; returns what was done, in words. */
async function inThread(
  speaker: Speaker,
  thread: Thread,
  wanted: Wanted,
  { forge, head, pullRequest }: Pipeline,
  labels: boolean,
): Promise<string> {
  const name = `${forge === "gitlab" ? "merge request" : "pull request"} ${thread.number}`;
  const isOfCommit = wanted.kind === "review" && head !== undefined && thread.number === pullRequest;
  const done = await speak(speaker, thread, wanted, { labels, ...(isOfCommit ? { head } : {}) });
  return `${name}: ${words(done)}`;
}

function words(done: Decision | Overtaken): string {
  switch (done.do) {
    case "outdated":
      return `nothing was written: the comment is from a newer run (${runWords(done.by)})`;
    case "overtaken":
      return `nothing was written: the newer commit ${done.head.slice(0, 7)} has a run of its own`;
    case "nothing":
      return "nothing to say";
    case "unchanged":
      return "the comment is up to date";
    case "post":
      return "commented";
    case "edit":
      return "updated the comment";
  }
}

const runWords = ({ run, attempt }: RunMark): string => `${run}, attempt ${attempt}`;

function issueWords(decision: IssueDecision): string {
  switch (decision.do) {
    case "outdated":
      return `issue ${decision.issue.number}: nothing was written: it is from a newer run (${runWords(decision.by)})`;
    case "nothing":
      return "no drift, and no issue about it";
    case "unchanged":
      return `issue ${decision.issue.number}: up to date`;
    case "close":
      return `issue ${decision.issue.number}: closed, there is no drift any more`;
    case "open":
      return "opened an issue about the drift";
    case "edit":
      return `issue ${decision.issue.number}: updated`;
  }
}

/** The pull requests to write to. */
function numbersOf(options: CommentOptions, pipeline: Pipeline, say: (text: string) => void): readonly number[] {
  const { approvals, pullRequest: given = [] } = options;
  const approved = approvals === undefined ? [] : readApprovals(approvals);
  if (approved === undefined)
    say(`warning: ${approvals} does not exist, so the pull requests that were approved are not known`);
  const named = [...new Set([...given, ...(approved ?? [])])];
  if (named.length > 0) return named;
  if (pipeline.pullRequest !== undefined) return [pipeline.pullRequest];
  if (approvals === undefined)
    throw new Error(
      "this run is not about a pull request\n  what to do: name it: --pull-request <number>, or run the command in a " +
        "workflow on pull_request (GitHub) or in a merge request pipeline (GitLab)",
    );
  say("no pull request to write to");
  return [];
}

/** The libraries are loaded only here, and only that of the forge. */
async function clientOf(pipeline: Pipeline): Promise<ForgeClient> {
  if (pipeline.forge === "github") {
    const { githubClient } = await import("../../forge/comment/github.js");
    return githubClient(pipeline);
  }
  const { gitlabClient } = await import("../../forge/comment/gitlab.js");
  return gitlabClient(pipeline);
}

/** Runs of a pipeline that comment on pull request 7 of a forge in memory. */
import type { ForgeClient } from "../../../provider/forge/comment/client.js";
import { githubClient } from "../../../provider/forge/comment/github.js";
import { gitlabClient } from "../../../provider/forge/comment/gitlab.js";
import { speak } from "../../../provider/forge/comment/speak.js";
import { receiptWanted, reviewWanted } from "../../../provider/forge/comment/wanted.js";
import { type Pipeline, pipelineOf } from "../../../provider/forge/pipeline.js";
import type { Finding, Review } from "../../../provider/review/digest.js";
import type { Receipt } from "../../../provider/review/receipt.js";
import { change, finding, review } from "../../review/reviews.js";
import type { FakeForge } from "./comments.js";

export const KINDS = ["github", "gitlab"] as const;

export const clientOf = (pipeline: Pipeline): ForgeClient =>
  pipeline.forge === "github" ? githubClient(pipeline) : gitlabClient(pipeline);

export interface Run {
  readonly run: number;
  readonly attempt?: number;
  readonly stack?: string;
  readonly says?: Partial<Review>;
  readonly receipt?: Receipt;
  /** The commit that the run is of. */
  readonly head?: string;
  readonly labels?: boolean;
}

export const of = (stack: string): Partial<Review> => ({ source: { from: "preview", stack, failed: false } });

/** A run of a pipeline; returns what was done, and warnings. */
export async function comment(forge: FakeForge, { run: number, attempt = 1, stack = "dev", says = {}, ...rest }: Run) {
  const pipeline = pipelineOf(forge.environment(number, { attempt }));
  const client = clientOf(pipeline);
  const warnings: string[] = [];
  const speaker = { client, me: await client.me(), pause: 0, warn: (text: string) => void warnings.push(text) };
  const wanted = rest.receipt
    ? receiptWanted(rest.receipt, pipeline)
    : reviewWanted(review({ ...of(stack), ...says }), pipeline);
  const { labels = false, head } = rest;
  const options = { labels, ...(head === undefined ? {} : { head }) };
  const done = await speak(speaker, { of: "pull request", number: 7 }, wanted, options);
  return { do: done.do, warnings };
}

export const named = (code: string, rest: Partial<Finding> = {}): Finding =>
  finding({ code, title: `About ${code}`, ...rest });
export const CHANGED: Partial<Review> = { changes: [change()] };
export const found = (...codes: readonly string[]): Partial<Review> => ({
  ...CHANGED,
  findings: codes.map((code) => named(code)),
});

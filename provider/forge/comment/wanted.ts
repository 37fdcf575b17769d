/** What a review or a receipt has to say in a comment. */
import type { Finding, Review } from "../../review/digest.js";
import type { Receipt } from "../../review/receipt.js";
import { bytesOf } from "../../review/render/budget.js";
import { markdownText } from "../../review/render/escape.js";
import { markdown } from "../../review/render/markdown.js";
import { receiptMarkdown } from "../../review/render/receipt-markdown.js";
import { exitCodeOf, VERDICT } from "../../review/verdict.js";
import type { Pipeline } from "../pipeline.js";
import type { Wanted } from "./decide.js";
import type { Result } from "./labels.js";
import { findingKey, ofText, type RunMark, type ShownFinding } from "./marker.js";

/** Of what a reader sees. GitHub takes 65,536 characters, and the marker needs up to 5,000. */
const MAX_BYTES = 60_000;
const MAX_RESOLVED = 20;

type Forge = Pipeline["forge"];

export const stackOf = (stack: string): string => ofText(`stack ${stack}`);

export function reviewWanted(review: Review, pipeline: Pipeline): Wanted {
  const verdict = exitCodeOf(review);
  const changes = review.changes.length + (review.others ?? []).length;
  const blocked = verdict === VERDICT.blocked || verdict === VERDICT.failed;
  const result: Result = blocked ? "blocked" : changes > 0 ? "changes" : "no changes";
  return {
    of: reviewed(review),
    kind: "review",
    run: runOf(pipeline),
    result,
    findings: shown(review.findings),
    isEmpty: changes === 0 && review.findings.length === 0 && verdict === VERDICT.nothing,
    text: (resolved) => {
      const block = resolvedBlock(resolved);
      return `${markdown(review, { forge: pipeline.forge, bytes: MAX_BYTES - bytesOf(block) })}${block}`;
    },
  };
}

function reviewed({ source }: Review): string {
  switch (source.from) {
    case "preview":
    case "drift":
      return stackOf(source.stack ?? "");
    case "stacks":
      return ofText(`from ${JSON.stringify(source.promoted)} to ${JSON.stringify(source.into)}`);
    case "files":
      return source.values === undefined ? "files" : ofText(`files with ${source.values}`);
  }
}

/** Findings with equal keys are one. */
function shown(findings: readonly Finding[]): readonly ShownFinding[] {
  const found = new Map<string, ShownFinding>();
  for (const { code, address, title, accept } of findings) {
    const key = findingKey(code, address, accept);
    const about = title ?? address;
    found.set(key, { key, text: about === undefined ? code : `${code}: ${about}` });
  }
  return [...found.values()];
}

function resolvedBlock(resolved: readonly ShownFinding[]): string {
  if (resolved.length === 0) return "";
  const lines = resolved
    .flatMap(({ text }) => (text === undefined ? [] : [`- ~~${markdownText(text)}~~`]))
    .slice(0, MAX_RESOLVED);
  const rest = resolved.length - lines.length;
  const more = rest > 0 ? [`- ${lines.length > 0 ? "… and " : ""}${rest} more`] : [];
  return `\n#### Resolved since the last run\n\n${[...lines, ...more].join("\n")}\n`;
}

export function receiptWanted(receipt: Receipt, pipeline: Pipeline): Wanted {
  const { result } = receipt;
  return {
    of: stackOf(receipt.stack),
    kind: "receipt",
    run: runOf(pipeline),
    result: labelOf(result),
    findings: [],
    isEmpty: result === "nothing-to-do",
    text: () => receiptMarkdown(receipt, { forge: pipeline.forge, bytes: MAX_BYTES, ...linkOf(pipeline) }),
  };
}

const labelOf = (result: Receipt["result"]): Result =>
  result === "applied" ? "applied" : result === "nothing-to-do" ? "no changes" : "not applied";

const linkOf = ({ url }: { readonly forge: Forge; readonly url?: string }): { readonly run?: string } =>
  url === undefined ? {} : { run: url };

export const runOf = ({ run, attempt, id }: Pipeline): RunMark => ({
  run,
  attempt,
  ...(id === undefined ? {} : { id }),
});

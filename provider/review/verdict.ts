/** What a review means for the pipeline: the exit code. */
import { didYouMean } from "../validation/did-you-mean.js";
import type { Finding, FindingSeverity, Review } from "./digest.js";

/** The exit codes of `catalogue review`: the same numbers as those of all commands. */
export const VERDICT = {
  /** Nothing changes, and nothing was found. */
  nothing: 0,
  /** The preview failed, or the catalogue has problems. */
  failed: 1,
  changes: 2,
  blocked: 3,
} as const;

export type Verdict = (typeof VERDICT)[keyof typeof VERDICT];

/** Which findings block. */
export interface FailOn {
  readonly severities: readonly FindingSeverity[];
  readonly codes: readonly string[];
}

/** Without `--fail-on`. */
export const FAIL_ON_BLOCK: FailOn = { severities: ["block"], codes: [] };

const SEVERITIES: readonly FindingSeverity[] = ["block", "warn", "note"];
/** A severity includes those that are worse. */
const worseOrEqual = (severity: FindingSeverity): readonly FindingSeverity[] =>
  SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);

/**
 * `--fail-on`: codes of rules and severities, with commas between them, or `none`. A severity includes the worse ones.
 * The words replace the default: `big-change` is one code alone, `block,big-change` adds it. Throws on an unknown word,
 * with what to write instead.
 */
export function parseFailOn(text: string, codes: readonly string[]): FailOn {
  const words = text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (words.length === 1 && words[0] === "none") return { severities: [], codes: [] };
  const known = [...SEVERITIES, "none", ...codes];
  if (words.length === 0)
    throw new Error(`--fail-on is empty: write codes of rules, ${SEVERITIES.join(", ")}, or none`);
  if (words.includes("none"))
    throw new Error("--fail-on: `none` cannot be combined with other words: write `none` alone");
  const unknown = words.find((word) => !known.includes(word));
  if (unknown !== undefined)
    throw new Error(
      `--fail-on: \`${unknown}\` is neither a code of a rule nor a severity: ` +
        didYouMean(unknown, known, "write one of the codes in docs/problems.md"),
    );
  return {
    severities: SEVERITIES.filter((severity) =>
      words.some((word) => isSeverity(word) && worseOrEqual(word).includes(severity)),
    ),
    codes: codes.filter((code) => words.includes(code)),
  };
}

const isSeverity = (word: string): word is FindingSeverity => SEVERITIES.some((severity) => severity === word);

export const blocks = ({ code, severity }: Finding, failOn: FailOn): boolean =>
  failOn.severities.includes(severity) || failOn.codes.includes(code);

/** 1 if the preview failed or something is an error, else 3 if findings block, else 2 if something changes, else 0. */
export function exitCodeOf({ source, changes, findings, messages }: Review, failOn: FailOn = FAIL_ON_BLOCK): Verdict {
  const isError = ({ severity }: { readonly severity: string }): boolean => severity === "error";
  if (source.failed || messages.some(isError) || changes.some((change) => change.messages.some(isError)))
    return VERDICT.failed;
  if (findings.some((finding) => blocks(finding, failOn))) return VERDICT.blocked;
  return changes.length > 0 ? VERDICT.changes : VERDICT.nothing;
}

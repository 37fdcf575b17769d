/** `lifecycle.accept` and `catalogue:review.accept`: which findings are accepted, and which acceptances fit nothing. */
import { ACCEPTANCE_UNFIT, type ACCOUNT_MOVED } from "../accounts/review-config.js";
import type { Accepted, ReviewCode } from "../validation/review-code.js";
import { readAcceptance } from "../validation/review-codes.js";

/** The values of a finding as an acceptance names them; they contain no colon, and arrows have one form. */
export const acceptedForm = (values: string): string =>
  values
    .replace(/:\s*/g, " ")
    .replace(/\s*(->|→)\s*/g, " -> ")
    .replace(/\s+/g, " ")
    .trim();

/** The line of YAML that accepts exactly these values. */
export const acceptLine = (code: ReviewCode, values: string): string =>
  `lifecycle: { accept: { ${code}: ${JSON.stringify(`${values}: why`)} } }`;

/** The command that accepts a finding about the change as a whole. Values cannot end its quotes. */
export const acceptCommand = (code: ReviewCode | typeof ACCOUNT_MOVED, values: string): string =>
  `pulumi config set --path 'catalogue:review.accept.${code}' '${values.replaceAll("'", "'\\''")}: why'`;

/** Whether the acceptance is for exactly these values. */
export const accepts = (accepted: Accepted | undefined, code: ReviewCode, values: string): boolean =>
  isFor(accepted?.[code], values);

/** Whether the text of an acceptance is for exactly these values. */
export function isFor(text: string | undefined, values: string): boolean {
  const read = text === undefined ? undefined : readAcceptance(text);
  return read !== undefined && acceptedForm(read.values) === values;
}

interface Unfit {
  readonly code: ReviewCode;
  /** `warn`: it is left over. `block`: somebody accepted something else than what happens. */
  readonly severity: "block" | "warn";
  readonly message: string;
  readonly remedy: string;
}

/** Acceptances that fit no finding. `found`: the values that the rules found here, by code. */
export function unfitAcceptances(
  accepted: Accepted,
  codes: ReadonlySet<ReviewCode>,
  found: ReadonlyMap<ReviewCode, string>,
): readonly Unfit[] {
  return (Object.keys(accepted) as ReviewCode[])
    .filter((code) => codes.has(code))
    .flatMap((code): Unfit[] => {
      const values = found.get(code);
      if (values !== undefined && accepts(accepted, code, values)) return [];
      const given = JSON.stringify(acceptedForm(readAcceptance(accepted[code] ?? "")?.values ?? accepted[code] ?? ""));
      return values === undefined
        ? [
            {
              code,
              severity: "warn",
              message: `\`accept\` has ${given} for \`${code}\`, which finds nothing here`,
              remedy: `remove \`${code}\` from \`accept\``,
            },
          ]
        : [
            {
              code,
              severity: "block",
              message: `\`accept\` has ${given} for \`${code}\`, which finds other values: ${values}`,
              remedy: `correct the entry; or, if the values are right, accept them`,
            },
          ];
    });
}

/** The finding about an acceptance, for the docs and for messages. */
export const UNFIT_RULE = {
  code: ACCEPTANCE_UNFIT,
  doc:
    "`accept` names a finding that there is not. `warn`: the rule finds nothing, so the acceptance is left over from " +
    "an earlier change. `block`: the rule finds other values than those that were accepted.",
  severity: "warn or block",
  example: '`accept` has "9.90 -> 99.00" for `times-ten`, which finds other values: 9.90 -> 990.00',
  remedy: "remove the acceptance; or correct the entry, or accept the values that are found now",
} as const;

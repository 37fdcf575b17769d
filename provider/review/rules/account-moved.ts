/** Where credentials are sent: the one rule that looks at accounts instead of entries. */
import type { AccountDifference } from "../../accounts/account-differences.js";
import { ACCOUNT_MOVED } from "../../accounts/review-config.js";
import { acceptCommand, acceptedForm, isFor } from "../acceptance.js";
import type { Finding } from "../digest.js";

/** The finding, for the docs and for messages. */
export const ACCOUNT_RULE = {
  code: ACCOUNT_MOVED,
  doc:
    "An account changes its vendor, environment, host, organization or `allowHttp`, or a new account is at a host " +
    "that is none of the vendor's own: credentials would be sent somewhere else. It is compared with the " +
    "configuration of the commit (`--base` with `--stack`) or of the snapshot (`--snapshot`). Its severity cannot be " +
    "set. An acceptance in `catalogue:review` counts only when the configuration of that commit or snapshot has it " +
    "already, so a change cannot accept itself.",
  severity: "block",
  example: "account polar: baseUrl https://api.polar.sh -> https://polar.example.net, which is not a host of Polar",
  remedy: "set the account back; or, if this is meant, merge the acceptance alone first, and then this change",
} as const;

export interface AccountChanges {
  readonly differences: readonly AccountDifference[];
  /** What the configuration before the change accepts. */
  readonly accepted?: string | undefined;
}

/** At most one, for all accounts together. */
export function accountFindings({ differences, accepted }: AccountChanges): Finding[] {
  const moved = differences.filter(({ isNew, foreignTo }) => !isNew || foreignTo !== undefined);
  if (moved.length === 0) return [];
  const { code, severity, remedy } = ACCOUNT_RULE;
  const values = acceptedForm(moved.map(valuesOf).join("; "));
  if (isFor(accepted, values)) return [];
  const message = moved.map(messageOf).join("; ");
  return [{ code, severity, message, remedy, accept: acceptCommand(code, values) }];
}

const messageOf = ({ account, member, before, after, isNew, foreignTo }: AccountDifference): string =>
  `${isNew ? "new account" : "account"} ${account}: ${member} ${before || "not set"} -> ${after || "not set"}` +
  (foreignTo !== undefined && member === "baseUrl" ? `, which is not a host of ${foreignTo}` : "");

const valuesOf = ({ account, member, before, after }: AccountDifference): string =>
  `${account} ${member} ${before || "none"} -> ${after || "none"}`;

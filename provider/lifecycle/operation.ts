/** What create, update, read and delete share: the kind, the account, the state, and the guards. */

import type { Account } from "../accounts/account.js";
import type { CatalogueConfig } from "../accounts/config.js";
import type { Runtime, StackState, StateRow } from "../accounts/runtime.js";
import type { JsonObject } from "../fields/shape.js";
import type { Kind } from "../kinds/kind.js";
import type { Vendor } from "../kinds/vendor.js";
import { messageOf, Refusal, UnreadableState } from "./failure.js";
import { observedFields } from "./plan/managed.js";
import { unnamedFields } from "./plan/unnamed.js";
import type { Inputs, Live, Outputs } from "./state.js";
import { StateRows } from "./state-rows.js";

export interface Operation {
  readonly vendor: Vendor;
  readonly kind: Kind;
  readonly config: CatalogueConfig;
  readonly runtime: Runtime;
  readonly account: (name: string) => Account;
  /** The stack's state, read once per operation and only when it is needed. */
  readonly state: (owner: string) => Promise<readonly StateRow[]>;
  /** The state as it was before this run sent anything; undefined: it could not be read. */
  readonly before: () => Promise<StackState | undefined>;
  /** When this run began, in milliseconds since the epoch. */
  readonly startedAt: number;
}

/** Ids in this stack's state, of the account, with the address of the row. Rejects when the state cannot be read. */
export async function heldIds(operation: Operation, inputs: Inputs): Promise<ReadonlyMap<string, string>> {
  return (await stateRows(operation, inputs)).held;
}

/** The account's rows in this stack's state. Rejects when the state cannot be read. */
export async function stateRows({ state }: Operation, { account, owner, address }: Inputs): Promise<StateRows> {
  try {
    return StateRows.of(await state(owner), account);
  } catch (error) {
    throw new UnreadableState(
      address,
      `found a matching object, but the stack's state could not be read to see who manages it (${messageOf(error)})`,
      "make `pulumi stack export` work where `pulumi up` runs (the CLI on PATH, and logged in), then run again; " +
        "nothing was written",
    );
  }
}

/** What to do where a refresh could not read the stack's state. */
export const STATE_IN_REFRESH =
  "make `pulumi stack export` work where `pulumi refresh` runs; " +
  "if the stack or the project was renamed, run `pulumi up` once before the refresh";

/** Refuses to touch an object of another host or organization than the account's. */
export function guardRow(
  { address, live, account: name }: Outputs,
  account: { readonly host: string; readonly organization?: string | undefined },
): void {
  if (live.host !== "" && live.host !== account.host) {
    throw new Refusal(
      address,
      `the object was created at ${live.host}, and account ${name} now points at ${account.host}`,
      `set the account's environment or baseUrl back, or use another stack for ${account.host}`,
    );
  }
  if (
    live.organization !== undefined &&
    account.organization !== undefined &&
    live.organization !== account.organization
  ) {
    throw new Refusal(
      address,
      `the object belongs to organization ${live.organization}, and account ${name} is set to ${account.organization}`,
      `set catalogue:accounts.${name}.organization to ${live.organization} and use its credentials; ` +
        "if the object was created there by mistake, archive it in its dashboard and run pulumi state delete for " +
        "this row",
    );
  }
}

export function guardOrganization(
  { address, live }: { address: string; live?: Live },
  account: Account,
  kind: Kind,
  answer: JsonObject,
): void {
  const seen = kind.organization?.(answer);
  const expected = account.config.organization ?? account.proof.expected ?? live?.organization;
  if (seen === undefined || expected === undefined || seen === expected) return;
  throw new Refusal(
    address,
    `the credentials of account ${account.config.name} belong to organization ${seen}, ` +
      `and the object belongs to ${expected}`,
    `use the credentials of ${expected}, or another account name for ${seen}`,
  );
}

/** What is remembered of a live object. What an answer does not disprove stays as it was. */
export function liveOf(
  { kind }: Operation,
  account: Account,
  fields: JsonObject,
  answer: JsonObject,
  before?: Live,
): Live {
  const createdAt = kind.createdAt?.(answer) ?? before?.createdAt;
  const organization = kind.organization?.(answer) ?? before?.organization;
  const observed = observedFields(kind, fields, answer, account.context());
  const unnamed = unnamedFields(kind, fields, answer, account.context());
  const { observed: _observed, unnamed: _unnamed, refused: _refused, drift: _drift, ...kept } = before ?? {};
  return {
    ...kept,
    host: account.host,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(organization === undefined ? {} : { organization }),
    ...(Object.keys(observed).length === 0 ? {} : { observed }),
    ...(Object.keys(unnamed).length === 0 ? {} : { unnamed }),
  };
}

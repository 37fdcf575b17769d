/**
 * What an interrupted run may have left behind: an object that its create was making can come to light after the
 * next run has begun, because the vendor acted late or because reads lag. So a create after such a run looks for
 * as long as a lost answer would be looked for, before anything is sent.
 */

import type { Account } from "../../accounts/account.js";
import type { InterruptedCreate, StackState } from "../../accounts/runtime.js";
import { stable } from "../../fields/compare.js";
import type { JsonObject } from "../../fields/shape.js";
import type { Kind } from "../../kinds/kind.js";
import type { Operation } from "../operation.js";
import { type Inputs, readInputs } from "../state.js";
import { StateRows } from "../state-rows.js";
import { LOOKS, searchSeconds } from "./search.js";

interface Wait {
  /** No object of the earlier run is expected to appear after this time. */
  readonly until: number;
  readonly because: string;
}

/** undefined: nothing speaks for an interrupted run. */
async function waitAfterInterruption(
  operation: Operation,
  account: Account,
  inputs: Inputs,
): Promise<Wait | undefined> {
  const { kind, vendor, before, startedAt } = operation;
  const length = searchSeconds(account, vendor) * 1_000;
  const state = await before();
  if (state === undefined) {
    return {
      until: startedAt + length,
      because:
        "the stack's state could not be read, so an earlier run may have been interrupted " +
        "(make `pulumi stack export` work)",
    };
  }
  // The engine keeps its note after the object was created; then only this entry, which may be replaced, is concerned.
  const { without, of } = interruptedCreates(state, kind, inputs.account);
  if (without || of(inputs.address).length > 0)
    return { until: startedAt + length, because: "an earlier run was interrupted while it created objects" };
  const last = StateRows.of(state.rows, inputs.account).writtenBefore(startedAt);
  return last + length > startedAt
    ? { until: last + length, because: "another run has just ended, and may have been interrupted" }
    : undefined;
}

/**
 * Looks again until nothing is expected to appear any more. All creates look at the same moments, so that they share
 * the lists. Stops at the first look after which `goesOn` says no.
 */
export async function lookAfterInterruption(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  goesOn: (listed: readonly JsonObject[]) => Promise<boolean>,
): Promise<void> {
  const { kind, vendor, runtime } = operation;
  const { clock, report } = runtime;
  const wait = await waitAfterInterruption(operation, account, inputs);
  if (!wait) return;
  const pause = (searchSeconds(account, vendor) * 1_000) / (LOOKS - 1);
  if (wait.until > clock.now()) {
    report.info(
      `${account.words}: ${wait.because}; ` +
        `looking for its objects until ${new Date(wait.until).toISOString()} before anything is created`,
    );
  }
  for (let rest = LOOKS - 1; rest >= 0; rest -= 1) {
    const at = wait.until - rest * pause;
    const isOver = at <= clock.now();
    if (isOver && rest > 0) continue;
    if (!isOver) await clock.sleep(at - clock.now());
    if (!(await goesOn(await account.list(kind, at)))) return;
  }
}

/** A create of exactly this entry, with exactly this content, was interrupted, and no row holds its object. */
export async function wasInterrupted({ kind, before }: Operation, inputs: Inputs): Promise<boolean> {
  const state = await before();
  if (state === undefined) return false;
  return interruptedCreates(state, kind, inputs.account)
    .of(inputs.address)
    .some((create) => !create.hasRow && stable(readInputs(kind, create.inputs).fields) === stable(inputs.fields));
}

interface Interrupted {
  /** No row holds the object of one of them. */
  readonly without: boolean;
  readonly of: (address: string) => readonly InterruptedCreate[];
}

/** The interrupted creates of a kind in an account; grouped once for a state. */
function interruptedCreates(state: StackState, { type }: Kind, account: string): Interrupted {
  const groups = grouped.get(state) ?? Map.groupBy(state.creating, (create) => `${create.type} ${create.account}`);
  grouped.set(state, groups);
  const ofKind = groups.get(`${type} ${account}`) ?? NONE;
  const found = interrupted.get(ofKind) ?? interruptedOf(ofKind);
  interrupted.set(ofKind, found);
  return found;
}

function interruptedOf(creates: readonly InterruptedCreate[]): Interrupted {
  const byAddress = Map.groupBy(creates, ({ address }) => address);
  return { without: creates.some(({ hasRow }) => !hasRow), of: (address) => byAddress.get(address) ?? NONE };
}

const NONE: readonly InterruptedCreate[] = [];
const grouped = new WeakMap<StackState, ReadonlyMap<string, readonly InterruptedCreate[]>>();
const interrupted = new WeakMap<readonly InterruptedCreate[], Interrupted>();

/**
 * What a refresh sees of an object: as the vendor has it, gone for good, or not visible. Gone needs proof: a 404 alone
 * may also mean that credentials or host are wrong.
 */
import type { Account } from "../../accounts/account.js";
import type { JsonObject } from "../../fields/shape.js";
import { CallError } from "../../http/call-error.js";
import type { Kind } from "../../kinds/kind.js";
import { messageOf, Refusal } from "../failure.js";
import { type Operation, STATE_IN_REFRESH } from "../operation.js";
import type { Outputs } from "../state.js";
import { shownState } from "./archived-state.js";
import { seek } from "./paged.js";
import { reportUnheld } from "./unheld.js";
import { vouchesFor } from "./vouches.js";

export interface Seen {
  readonly answer: JsonObject;
  /** undefined: cannot be seen. */
  readonly archived: boolean | undefined;
}

export async function observe(
  operation: Operation,
  account: Account,
  id: string,
  olds: Outputs,
): Promise<Seen | "gone" | "unseen"> {
  const { kind } = operation;
  const isListed = kind.archiving.visible.in === "list";
  const found = await seek(operation, account, id, olds);
  await reportUnheld(operation, account, olds.owner, id);
  if (typeof found === "object" && vouchesFor(kind, account, id, olds, found.object)) {
    const answer = account.checked(kind, `read ${kind.title} ${olds.address} (${id})`, found.object);
    account.answered.add(id);
    return { answer, archived: isListed ? false : shown(kind, id, answer) };
  }
  const isKnown = (): boolean => account.silent > 0 || account.answered.size > 0;
  const seen = await account.firstAnswer.run(isKnown, () => ask(operation, account, id, olds));
  // It is in the list of the active ones.
  return isListed && typeof found === "object" && typeof seen === "object" ? { ...seen, archived: false } : seen;
}

async function ask(
  operation: Operation,
  account: Account,
  id: string,
  olds: Outputs,
): Promise<Seen | "gone" | "unseen"> {
  const { kind } = operation;
  if (isSilent(account)) return unanswered(operation, account, id, olds);
  try {
    const answer = await account.get(kind, olds.address, id);
    account.answered.add(id);
    return { answer, archived: shown(kind, id, answer) };
  } catch (error) {
    if (!(error instanceof CallError) || error.facts.category !== "not-found") throw error;
    return missing(operation, account, id, olds, error);
  }
}

/**
 * The archived state as the answer to a single read shows it. Without a sign of archiving it is unknown at some
 * vendors.
 */
function shown(kind: Kind, id: string, answer: JsonObject): boolean | undefined {
  // It answers, and the list has left it out.
  if (kind.archiving.visible.in === "list") return true;
  const state = shownState(kind, id, answer);
  return kind.archiving.visible.in === "answers" || state === true ? state : undefined;
}

/** A 404 may mean: gone, hidden because archived, not there yet, or a wrong token or host. */
async function missing(
  operation: Operation,
  account: Account,
  id: string,
  olds: Outputs,
  error: CallError,
): Promise<Seen | "gone" | "unseen"> {
  const { kind, vendor, runtime } = operation;
  const { address } = olds;
  // Where nothing shows the archived state, an archived object may well be hidden.
  if (olds.archived && kind.archiving.visible.in !== "answers") return "unseen";
  if (vendor.readLag !== undefined) {
    await runtime.clock.sleep(vendor.readLag * 1_000);
    const again = await account.get(kind, address, id).catch((second: unknown) => {
      if (second instanceof CallError && second.facts.category === "not-found") return undefined;
      throw second;
    });
    if (again) account.answered.add(id);
    if (again) return { answer: again, archived: shown(kind, id, again) };
  }
  if (!(await accountAnswers(operation, account, id, olds))) return unanswered(operation, account, id, olds, error);
  guardAnswers(account, olds);
  if (kind.deletable) {
    // Should the vendor have been wrong, the create that follows finds the object by its mark: in a list of its own.
    account.forget(kind);
    runtime.report.warn(
      `${address}: ${kind.title} ${id} was deleted at ${vendor.title}; the next \`pulumi up\` creates it again`,
    );
    return "gone";
  }
  runtime.report.warn(
    `${address}: ${account.words} does not know ${kind.title} ${id}; ${vendor.title} cannot delete, ` +
      "so the resource stays in the state (it may be archived)\n" +
      "  what to do: look at the dashboard; if it no longer exists, run pulumi state delete for it",
  );
  return "unseen";
}

/** What another organization does not know is not gone. */
function guardAnswers({ proof, config }: Account, { address, live }: Outputs): void {
  if (live.organization === undefined || proof.seen === undefined || live.organization === proof.seen) return;
  throw new Refusal(
    address,
    `the object belongs to organization ${live.organization}, ` +
      `and the credentials of account ${config.name} belong to ${proof.seen}`,
    `use the credentials of ${live.organization}; if the object was created there by mistake, ` +
      "archive it in its dashboard and run pulumi state delete for this row",
  );
}

/** Nothing of the stack answers in this account: it says nothing about the object. */
function unanswered({ kind }: Operation, account: Account, id: string, olds: Outputs, error?: CallError): "unseen" {
  if (olds.archived && kind.archiving.visible.in !== "answers") return "unseen";
  const others = account.silent > 1 ? `, nor ${account.silent - 1} others of this stack` : "";
  throw new Refusal(
    olds.address,
    `${account.words} does not know ${kind.title} ${id}${others}: ` +
      `the credentials or the host are wrong, or everything was deleted (${error?.facts.detail ?? "404"})`,
    `check the account's credentials and baseUrl (${account.config.baseUrl}); ` +
      "if the object no longer exists, run pulumi state delete for it",
  );
}

const isSilent = ({ silent, answered }: Account): boolean => silent > 0 && answered.size === 0;

/** Proof that host and credentials are right: another object of this stack answers. Asked for once per account. */
async function accountAnswers(
  { vendor, state }: Operation,
  account: Account,
  id: string,
  olds: Outputs,
): Promise<boolean> {
  const { answered } = account;
  const isProven = (): boolean => answered.size > 1 || (answered.size === 1 && !answered.has(id));
  if (isProven() || account.silent > 0) return isProven();
  const all = await state(olds.owner).catch((error: unknown) => {
    throw new Refusal(
      olds.address,
      `${account.words} does not know the object ${id}, ` +
        `and the stack's state could not be read to ask for another one (${messageOf(error)})`,
      STATE_IN_REFRESH,
    );
  });
  const rows = all.filter((row) => row.account === olds.account && row.id !== id);
  const witnesses = rows.slice(0, MAX_WITNESSES);
  for (const row of witnesses) {
    const other = vendor.kinds.find(({ type }) => type === row.type);
    if (!other) continue;
    try {
      await account.get(other, row.address, row.id);
      answered.add(row.id);
      return true;
    } catch (error) {
      if (!(error instanceof CallError) || error.facts.category !== "not-found") throw error;
    }
  }
  account.silent = witnesses.length + 1;
  return isProven();
}

const MAX_WITNESSES = 8;

/** Update: only what changed. Un-archive first, archive last. */

import type { Account } from "../accounts/account.js";
import type { JsonObject } from "../fields/shape.js";
import { callState, stateMembers, writeState } from "./archive.js";
import { isConfirmed, rowAfter, shownState } from "./archived-state.js";
import type { Inputs, Outputs } from "./bags.js";
import { stuckFields, stuckMessage, stuckRemedy } from "./clearing.js";
import { guardOwner } from "./delete.js";
import { wantedChanges } from "./diff.js";
import { withDrift } from "./drift.js";
import { messageOf, Refusal } from "./failure.js";
import { changes, managedTogether, readFields } from "./managed.js";
import { guardOrganization, guardRow, liveOf, markOfEntry, type Operation } from "./operation.js";
import { confirmOrganization } from "./organization.js";
import { atNames, knownReferences, named, resolveReferences, withIds } from "./references.js";
import { isRefused, type RefusedValues, refusedAgain, refusedValues } from "./refused.js";
import { UnchangedError, writeOwn } from "./write.js";

export interface Updated {
  readonly outputs: Outputs;
  /** Set when only a part was done. */
  readonly failure?: unknown;
}

export async function update(operation: Operation, id: string, olds: Outputs, news: Inputs): Promise<Updated> {
  const account = operation.account(news.account);
  guardRow(olds, account);
  return account.inTurn(`id ${id}`, async () => {
    const { kind } = operation;
    // Only names in what changes are looked up; the others are what they were.
    const names = wantedChanges(kind, olds, news, account.config.settings).map(({ name }) => name);
    const touched = Object.fromEntries(names.map((name) => [name, news.fields[name] ?? null]));
    const references = {
      ...knownReferences(olds, news),
      ...(await resolveReferences(operation, account, news, touched)),
    };
    const [from, to] = [withIds(kind, olds.fields, olds.live.references ?? {}), withIds(kind, news.fields, references)];
    const updated = await updateByIds(operation, account, id, { ...olds, fields: from }, { ...news, fields: to }).catch(
      (error: unknown) => {
        throw atNames(kind, news.fields, error);
      },
    );
    return { ...updated, outputs: named(kind, { ...olds.fields, ...news.fields }, updated.outputs, references) };
  });
}

async function updateByIds(
  operation: Operation,
  account: Account,
  id: string,
  olds: Outputs,
  news: Inputs,
): Promise<Updated> {
  const { kind, surroundings } = operation;
  const { settings } = account.config;
  const { address } = news;
  const all = changes(kind, olds.fields, news.fields, settings, olds.live.observed);
  const held = all.filter((change) => isRefused(change, olds.live.refused, settings));
  const changed = all.filter((change) => !held.includes(change));
  const left = new Set([...(news.ignored ?? []), ...held.map(({ name }) => name)]);
  const [stuck] = stuckFields(changed, settings);
  if (stuck) throw new Refusal(address, stuckMessage(stuck), stuckRemedy(stuck));
  const marking = olds.address === news.address && olds.owner === news.owner ? "keep" : "set";
  const archive = news.archived && !isConfirmed(olds) ? kind.archiving.archive : undefined;
  const wasArchived = olds.archived || olds.live.archivedElsewhere === true;
  const unarchive = !news.archived && wasArchived ? kind.archiving.unarchive?.(settings) : undefined;

  // What is true at the vendor so far: it becomes the state if a step fails.
  let outputs: Outputs = {
    ...olds,
    address: olds.address,
    ...(news.provider === undefined ? {} : { provider: news.provider }),
  };
  let touched = false;
  let refused: RefusedValues = refusedValues(held, settings);
  let last: JsonObject | undefined;
  /** `archived`: what a confirmed call of ours has made of the object. */
  const note = (answer: JsonObject | undefined, archived?: boolean): void => {
    touched = true;
    const row = archived === undefined ? outputs : withState(outputs, archived);
    outputs = { ...outputs, archived: row.archived, live: row.live };
    if (!answer) return;
    last = answer;
    const fields = readFields(kind, managedTogether(kind, olds.fields, news.fields), answer, account.context());
    const live = liveOf(operation, account, fields, answer, outputs.live);
    const seen = archived ?? shownState(kind, id, answer);
    outputs = { ...outputs, fields, ...rowAfter(kind, settings, { archived: outputs.archived, live }, seen) };
  };
  const noteWritten = (answer: JsonObject, archived?: boolean): void => {
    note(answer, archived);
    outputs = { ...outputs, address: news.address, owner: news.owner };
  };

  try {
    if (unarchive && "request" in unarchive) {
      await callState(operation, account, id, news, false);
      note(undefined, false);
    }
    const state = stateMembers(archive ?? unarchive);
    const before = await liveOfNewOwner(operation, account, id, olds, news);
    const { live: answer, held: isUsed } = await writeState(operation, account, {
      id,
      changed,
      fields: news.fields,
      left,
      mark: markOfEntry(news),
      marking,
      ...(state ? { state } : {}),
      archived: news.archived,
      ...(before ? { live: before } : {}),
      ...(olds.live.unnamed ? { announced: olds.live.unnamed } : {}),
    });
    if (answer) guardOrganization(olds, account, kind, answer);
    const confirmed = state && !isUsed ? news.archived : undefined;
    if (answer) noteWritten(answer, confirmed);
    else if (confirmed !== undefined) note(undefined, confirmed);
    for (const change of changed.filter(({ field }) => field.ownCall)) {
      noteWritten(await writeOwn(operation, account, id, markOfEntry(news), change));
    }
    if (archive && "request" in archive) {
      await callState(operation, account, id, news, true);
      note(undefined, true);
    }
    if (!touched) await confirmOrganization(operation, account, id, news);
    if (held.length > 0) throw refusedAgain(kind, address, id, held);
    const { fields, drift } = last ? withDrift(operation, account, id, news, last) : { fields: news.fields, drift: {} };
    const { archived, live } = settled(operation, account, id, outputs, news, isUsed);
    const { refused: _refused, drift: _drift, ...known } = live;
    return { outputs: { ...news, fields, archived, live: { ...known, ...drift } } };
  } catch (failure) {
    if (failure instanceof UnchangedError) {
      refused = { ...refused, ...failure.refused };
      if (failure.answer) note(failure.answer);
    }
    if (!touched) throw failure;
    surroundings.report.warn(`${address}: the update was only partly done: ${messageOf(failure).split("\n")[0]}`);
    const drift = last ? withDrift(operation, account, id, news, last, all).drift : {};
    const live = { ...outputs.live, ...drift, ...(Object.keys(refused).length > 0 ? { refused } : {}) };
    return { outputs: { ...outputs, live }, failure };
  }
}

/** Before the mark of a renamed stack is set: the object may belong to a third one by now. */
async function liveOfNewOwner(
  operation: Operation,
  account: Account,
  id: string,
  olds: Outputs,
  news: Inputs,
): Promise<JsonObject | undefined> {
  const { kind } = operation;
  if (!kind.marker || olds.owner === news.owner) return undefined;
  const live = await account.observe(kind, news.address, id);
  guardOwner(operation, id, news.address, [olds.owner, news.owner], live);
  return live;
}

type Row = Pick<Outputs, "archived" | "live">;

/** The row after a call of ours was confirmed: nothing is left of what was believed before. */
function withState({ live }: Outputs, archived: boolean): Row {
  const { archivedElsewhere: _believed, inUse: _waited, ...rest } = live;
  return { archived, live: rest };
}

/** The row at the end. An answer that shows another state than the entry is said, and the next run corrects it. */
function settled(
  operation: Operation,
  account: Account,
  id: string,
  { archived: seen, live }: Outputs,
  news: Inputs,
  held: boolean,
): Row {
  const { kind, surroundings } = operation;
  const { inUse: _waited, ...rest } = live;
  const archived = news.archived && !held;
  if (seen === archived) return { archived, live: { ...rest, host: account.host, ...(held ? { inUse: true } : {}) } };
  surroundings.report.warn(
    `${news.address}: ${kind.title} ${id} is ${seen ? "archived" : "active"} at the vendor, which differs from the catalogue\n  what to do: run \`pulumi up\` again to ${seen ? "bring it back" : "archive it"}`,
  );
  return { archived, live: { ...rest, host: account.host, archivedElsewhere: true } };
}

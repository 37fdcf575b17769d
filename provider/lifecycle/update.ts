/** Update: only what changed. Un-archive first, archive last. */
import type { JsonObject } from "../fields/shape.js";
import type { Account } from "./account.js";
import { archiveByCall } from "./archive.js";
import type { Inputs, Outputs } from "./bags.js";
import { wantedChanges } from "./diff.js";
import { messageOf } from "./failure.js";
import { changes, readFields } from "./managed.js";
import { guardHost, guardOrganization, isArchived, liveOf, markOfEntry, type Operation } from "./operation.js";
import { atNames, knownReferences, named, resolveReferences, withIds } from "./references.js";
import { stateMembers, UnchangedError, write, writeOwn } from "./write.js";

export interface Updated {
  readonly outputs: Outputs;
  /** Set when only a part was done. */
  readonly failure?: unknown;
}

export async function update(operation: Operation, id: string, olds: Outputs, news: Inputs): Promise<Updated> {
  const account = operation.account(news.account);
  guardHost(olds, account);
  return account.inTurn(`id ${id}`, async () => {
    const { kind } = operation;
    // Only names in what changes are looked up; the others are what they were.
    const names = wantedChanges(kind, olds, news, account.config.settings).map(({ name }) => name);
    const touched = Object.fromEntries(names.map((name) => [name, news.fields[name] ?? null]));
    const references = { ...knownReferences(olds, news), ...(await resolveReferences(operation, account, news, touched)) };
    const [from, to] = [withIds(kind, olds.fields, olds.live.references ?? {}), withIds(kind, news.fields, references)];
    const updated = await updateByIds(operation, account, id, { ...olds, fields: from }, { ...news, fields: to }).catch(
      (error: unknown) => {
        throw atNames(kind, news.fields, error);
      },
    );
    return { ...updated, outputs: named(kind, { ...olds.fields, ...news.fields }, updated.outputs, references) };
  });
}

async function updateByIds(operation: Operation, account: Account, id: string, olds: Outputs, news: Inputs): Promise<Updated> {
  const { kind, surroundings } = operation;
  const { settings } = account.config;
  const { address } = news;
  const changed = changes(kind, olds.fields, news.fields, settings, olds.live.observed);
  const marking = olds.address === news.address && olds.owner === news.owner ? "keep" : "set";
  const archive = news.archived && !olds.archived ? kind.archiving.archive : undefined;
  const unarchive = !news.archived && olds.archived ? kind.archiving.unarchive?.(settings) : undefined;

  // What is true at the vendor so far: it becomes the state if a step fails.
  let outputs: Outputs = { ...olds, address: olds.address, ...(news.provider === undefined ? {} : { provider: news.provider }) };
  let touched = false;
  const note = (answer: JsonObject | undefined, facts: Partial<Outputs>): void => {
    touched = true;
    const fields = answer
      ? readFields(kind, { ...olds.fields, ...news.fields }, answer, account.context())
      : (facts.fields ?? outputs.fields);
    const live = answer ? { ...liveOf(operation, account, fields, answer, olds.live) } : outputs.live;
    outputs = { ...outputs, ...facts, fields, live };
  };

  try {
    if (unarchive && "request" in unarchive) {
      await account.send(`un-archive ${kind.title} ${address} (${id})`, unarchive.request(id), "repeatable");
      note(undefined, { archived: false });
    }
    const state = stateMembers(archive ?? unarchive);
    const { live: answer, held } = await write(operation, account, {
      id,
      changed,
      fields: news.fields,
      mark: markOfEntry(news),
      marking,
      ...(state ? { state, archived: news.archived } : {}),
    });
    const facts = (seen: JsonObject): Partial<Outputs> => ({
      archived: kind.archiving.isArchived ? isArchived(kind, seen) : outputs.archived,
      address: news.address,
      owner: news.owner,
    });
    if (answer) {
      guardOrganization(olds, account, kind, answer);
      note(answer, facts(answer));
    }
    for (const change of changed.filter(({ field }) => field.ownCall)) {
      const seen = await writeOwn(operation, account, id, markOfEntry(news), change);
      note(seen, facts(seen));
    }
    if (archive && "request" in archive && olds.live.archivedElsewhere !== true) {
      await archiveByCall(operation, account, id, news);
      note(undefined, { archived: true });
    }
    const live = { ...outputs.live, host: account.host, ...(held ? { inUse: true } : {}) };
    if (news.archived) delete (live as { archivedElsewhere?: boolean }).archivedElsewhere;
    else if (olds.live.archivedElsewhere) (live as { archivedElsewhere?: boolean }).archivedElsewhere = true;
    return { outputs: { ...news, archived: news.archived && !held, live } };
  } catch (failure) {
    if (failure instanceof UnchangedError) note(failure.answer, {});
    if (!touched) throw failure;
    surroundings.report.warn(`${address}: only a part of the update was done: ${messageOf(failure).split("\n")[0]}`);
    return { outputs, failure };
  }
}

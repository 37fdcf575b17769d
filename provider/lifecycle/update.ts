/** Update: observe what is needed, then the planned steps. Un-archive first, archive last. */
import type { Account } from "../accounts/account.js";
import type { Json, JsonObject } from "../fields/shape.js";
import { applyAll, type Target } from "./apply/apply.js";
import { Progress } from "./apply/progress.js";
import { guardOwner } from "./delete.js";
import { Refusal, reasonFor } from "./failure.js";
import { guardedBy, hasSameGuard } from "./guarded.js";
import { guardRow, type Operation } from "./operation.js";
import { confirmOrganization } from "./organization.js";
import { stuckFields, stuckMessage, stuckRemedy } from "./plan/clearing.js";
import { type Plan, plan } from "./plan/plan.js";
import { refusedAgain, refusedValues } from "./plan/refused.js";
import { atNames, knownReferences, named, type Resolved, resolveReferences, withIds } from "./references.js";
import type { Inputs, Outputs } from "./state.js";

export interface Updated {
  readonly outputs: Outputs;
  /** Set when only a part was done. */
  readonly failure?: unknown;
}

export async function update(operation: Operation, id: string, olds: Outputs, news: Inputs): Promise<Updated> {
  const account = operation.account(news.account);
  const { kind } = operation;
  const { settings } = account.config;
  guardRow(olds, account);
  return account.serialize(`id ${id}`, async () => {
    const draft = plan(kind, settings, olds, news);
    // Only names in what changes are looked up; the others are what they were.
    const written = [...draft.changed, ...draft.held].map(({ name }): [string, Json] => [
      name,
      news.fields[name] ?? null,
    ]);
    const found = await resolveReferences(operation, account, news, Object.fromEntries(written));
    const references = { ...knownReferences(olds, news), ...found };
    const planned = Object.keys(found).length > 0 ? plan(kind, settings, olds, news, references) : draft;
    const update: Update = { operation, account, id, olds, news, references };
    const updated = await execute(update, planned).catch((error: unknown) => {
      throw atNames(kind, news.fields, error);
    });
    return { ...updated, outputs: named(kind, { ...olds.fields, ...news.fields }, updated.outputs, references) };
  });
}

interface Update {
  readonly operation: Operation;
  readonly account: Account;
  readonly id: string;
  readonly olds: Outputs;
  readonly news: Inputs;
  readonly references: Resolved;
}

async function execute(update: Update, { steps, changed, held }: Plan): Promise<Updated> {
  const { operation, account, id, olds, news, references } = update;
  const { kind, runtime } = operation;
  const { settings } = account.config;
  const { address } = news;
  const [stuck] = stuckFields(changed, settings);
  if (stuck) throw new Refusal(address, stuckMessage(stuck), stuckRemedy(stuck));
  const entry: Inputs = { ...news, fields: withIds(kind, news.fields, references) };
  const before: Outputs = {
    ...olds,
    fields: withIds(kind, olds.fields, olds.live.references ?? {}),
    ...(news.provider === undefined ? {} : { provider: news.provider }),
  };
  const refused = refusedValues(held, settings);
  const progress = new Progress(operation, account, id, { entry, before, refused });
  try {
    const seen = await objectOfNewOwner(update);
    const target: Target = { id, entry, known: olds.live, ...(seen ? { seen } : {}) };
    await applyAll(operation, account, target, steps, progress);
    if (!progress.touched) await confirmOrganization(operation, account, id, news);
    if (held.length > 0) throw refusedAgain(kind, address, id, held);
    return { outputs: progress.finished() };
  } catch (failure) {
    const outputs = guardedBy(progress.failed(failure, [...changed, ...held]), news);
    if (!progress.touched && hasSameGuard(olds, news)) throw failure;
    if (!progress.touched) return { outputs, failure };
    runtime.report.warn(`${address}: only a part of the update was done: ${reasonFor(address, failure)}`);
    return { outputs, failure };
  }
}

/** Before the mark of a renamed stack is set: the object may belong to a third one by now. */
async function objectOfNewOwner({ operation, account, id, olds, news }: Update): Promise<JsonObject | undefined> {
  const { kind } = operation;
  if (!kind.marker || olds.owner === news.owner) return undefined;
  const seen = await account.observe(kind, news.address, id);
  guardOwner(operation, id, news.address, [olds.owner, news.owner], seen);
  return seen;
}

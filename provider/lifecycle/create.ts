/** Create: look, then take what is ours or POST; then what a new or found object still lacks. */

import type { Account } from "../accounts/account.js";
import type { JsonObject } from "../fields/shape.js";
import { adoptedId } from "../validation/adopt.js";
import { demandFields } from "./apply/answer.js";
import { applyAll, type Target, wordsOf } from "./apply/apply.js";
import { post } from "./apply/post.js";
import { Progress } from "./apply/progress.js";
import { Refusal, reasonFor } from "./failure.js";
import { changesText, type Decision, differencesToLive, type Wanted } from "./identity/decision.js";
import { identity } from "./identity/likeness.js";
import { showsArchived } from "./observe/archived-state.js";
import { lookAfterInterruption } from "./observe/interrupted.js";
import { Listed } from "./observe/listed.js";
import { look, wantedOf } from "./observe/look.js";
import type { Known } from "./observe/search.js";
import type { Operation } from "./operation.js";
import { demandOrganization, proveOrganization } from "./organization.js";
import { markingToTake } from "./plan/bodies.js";
import { planAsIs, planCreate, planTake } from "./plan/plan.js";
import type { Step } from "./plan/step.js";
import { atNames, named, resolveReferences, withIds } from "./references.js";
import { retire } from "./retire.js";
import type { Inputs, Outputs } from "./state.js";

export interface Created {
  readonly id: string;
  readonly outputs: Outputs;
  /** Set when the object exists but is not yet as wanted. */
  readonly failure?: unknown;
}

export async function create(operation: Operation, inputs: Inputs): Promise<Created> {
  const { kind } = operation;
  const account = operation.account(inputs.account);
  const references = await resolveReferences(operation, account, inputs, inputs.fields);
  const made = await createByIds(operation, account, {
    ...inputs,
    fields: withIds(kind, inputs.fields, references),
  }).catch((error: unknown) => {
    throw atNames(kind, inputs.fields, error);
  });
  return { ...made, outputs: named(kind, inputs.fields, made.outputs, references) };
}

function createByIds(operation: Operation, account: Account, inputs: Inputs): Promise<Created> {
  const { kind } = operation;
  // Two entries that could be taken for one another must not look and post at the same time.
  const name = `${kind.type} ${kind.marker ? inputs.address : identity(kind, inputs.fields)}`;
  return account.serialize(name, () => createSerialized(operation, account, inputs));
}

async function createSerialized(operation: Operation, account: Account, inputs: Inputs): Promise<Created> {
  const { kind, runtime } = operation;
  const { address } = inputs;
  const wanted = wantedOf(operation, inputs);
  const claim = (id: string): void => void account.made.set(id, address);
  let before = await account.list(kind);
  await proveOrganization(operation, account, inputs, before);
  let decision = await look({ operation, account, inputs, wanted, listed: before, claim });
  if (inputs.asIs !== undefined) return takeAsIs(operation, account, inputs, decision);
  if (decision.act === "create" && adoptedId(inputs.adopt) === undefined) {
    await lookAfterInterruption(operation, account, inputs, async (listed) => {
      before = listed;
      decision = await look({ operation, account, inputs, wanted, listed, claim });
      return decision.act === "create";
    });
  }
  demandOrganization(account, address);
  switch (decision.act) {
    case "stop":
      throw new Refusal(address, decision.message, decision.remedy);
    case "take":
      return take(operation, account, inputs, decision);
    case "retire":
      await retireOld(operation, account, inputs, decision.live, decision.because);
      break;
    case "create":
      if (decision.note) runtime.report[decision.severity ?? "info"](`${address}: ${decision.note}`);
  }
  return make(operation, account, inputs, wanted, Listed.of(kind, before).ids);
}

/** Makes a new object, and brings it to what a create alone cannot make of it. */
async function make(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  wanted: Wanted,
  before: Known,
): Promise<Created> {
  const { kind } = operation;
  const [first, ...rest] = planCreate(kind, account.config.settings, inputs);
  if (!first) throw new Error(`no create is planned for ${inputs.address}`);
  const object = await post({ operation, account, inputs, wanted, before }, first);
  const id = kind.id(object) ?? "";
  const words = wordsOf(kind, first, inputs.address, id);
  return bringInLine(operation, account, { id, entry: inputs, seen: object, isNew: true }, rest, "created", () =>
    demandFields(account, words, first.shows.changed, object),
  );
}

/** Takes an object that exists, and makes of it what the entry says. */
async function take(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  { live: found, how }: Extract<Decision, { act: "take" }>,
): Promise<Created> {
  const { kind, runtime } = operation;
  const { address } = inputs;
  const object = account.checked(kind, `take ${kind.title} ${address}`, found);
  const id = kind.id(object) ?? "";
  if (how === "own") {
    runtime.report.info(`${address}: ${kind.title} ${id} recovered: an interrupted run had created it`);
  }
  const steps = planTake(kind, inputs, object, markingToTake(kind, object, inputs), account.context());
  const taken = await bringInLine(operation, account, { id, entry: inputs }, steps, how, () => undefined, object);
  if (how === "adopted") reportAdopted(operation, account, inputs, object, taken.failure !== undefined);
  return taken;
}

/**
 * Takes an object as it is: its mark is the only thing that is written. Nothing is made, so that a failure leaves
 * nothing to remember.
 */
async function takeAsIs(operation: Operation, account: Account, inputs: Inputs, decision: Decision): Promise<Created> {
  const { kind, runtime } = operation;
  const { address } = inputs;
  demandOrganization(account, address);
  if (decision.act === "stop") throw new Refusal(address, decision.message, decision.remedy);
  if (decision.act !== "take") throw new Error(`${address}: an object that is taken as it is cannot be created`);
  const object = account.checked(kind, `take ${kind.title} ${address}`, decision.live);
  const id = kind.id(object) ?? "";
  account.answered.add(id);
  account.made.set(id, address);
  const before: Outputs = { ...inputs, live: { host: account.host } };
  const progress = new Progress(operation, account, id, { entry: inputs, before });
  progress.saw(object);
  const steps = planAsIs(kind, markingToTake(kind, object, inputs));
  await applyAll(operation, account, { id, entry: inputs }, steps, progress);
  runtime.report.info(`${address}: ${kind.title} ${id} adopted as it is`);
  return { id, outputs: progress.finished() };
}

function reportAdopted(
  { kind, runtime }: Operation,
  account: Account,
  inputs: Inputs,
  object: JsonObject,
  hasFailed: boolean,
): void {
  const changed = differencesToLive(kind, inputs.fields, object, account.context());
  const all = [
    ...(changed.length > 0 ? [changesText(changed)] : []),
    ...(showsArchived(kind, object) === inputs.archived ? [] : [`archived ${!inputs.archived} → ${inputs.archived}`]),
  ];
  const done = hasFailed
    ? "adopted, but does not match the entry yet"
    : `adopted; ${all.length > 0 ? `changed ${all.join(", ")}` : "nothing changed"}`;
  runtime.report.info(
    `${inputs.address}: ${kind.title} ${kind.id(object)} ${done}; now remove \`adopt\` from the entry`,
  );
}

/** An object of ours that cannot become what is wanted: archived, and its mark taken away. */
async function retireOld(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  object: JsonObject,
  because: string,
): Promise<void> {
  const { kind, runtime } = operation;
  const id = kind.id(object) ?? "";
  runtime.report.warn(
    `${inputs.address}: ${kind.title} ${id} of an earlier run differs in ${because}; ` +
      "archiving it and creating a new one",
  );
  await retire(operation, account, { id, entry: inputs, seen: object });
}

/** The steps after the object is ours. Whatever fails from here on is kept as partial state, never as a lost object. */
async function bringInLine(
  operation: Operation,
  account: Account,
  target: Target,
  steps: readonly Step[],
  how: "created" | "own" | "adopted",
  /** What the answer must show that has brought the object. */
  demand: () => void,
  object: JsonObject = target.seen ?? {},
): Promise<Created> {
  const { kind, runtime } = operation;
  const { id, entry } = target;
  account.answered.add(id);
  account.made.set(id, entry.address);
  const archived = showsArchived(kind, object);
  const isUnmarked = kind.marker !== undefined && markingToTake(kind, object, entry) === "set";
  const live = { host: account.host, ...(isUnmarked ? { unmarked: true as const } : {}) };
  const before: Outputs = { ...entry, archived, live };
  const progress = new Progress(operation, account, id, { entry, before });
  progress.saw(object);
  try {
    demand();
    if (entry.archived && !archived) {
      const when = how === "adopted" ? "" : " right after it was made";
      runtime.report.warn(`${entry.address}: ${kind.title} ${id} is archived${when}, as the catalogue says`);
    }
    await applyAll(operation, account, target, steps, progress);
    return { id, outputs: progress.finished() };
  } catch (failure) {
    runtime.report.warn(
      `${entry.address}: ${kind.title} ${id} exists, but a later step failed: ${reasonFor(entry.address, failure)}`,
    );
    return { id, outputs: progress.failed(failure), failure };
  }
}

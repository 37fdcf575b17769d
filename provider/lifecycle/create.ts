/** Create: look, then take what is ours or POST; an unknown outcome is looked up before anything is sent twice. */

import type { Account } from "../accounts/account.js";
import type { JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import type { Kind } from "../kinds/kind.js";
import { adoptedId } from "../validation/adopt.js";
import { archive, callState, retire, stateMembers, writeState } from "./archive.js";
import type { Inputs, Outputs } from "./bags.js";
import { createBody, markOf } from "./bodies.js";
import { changesText, type Decision, differencesToLive, type Wanted } from "./decision.js";
import { withDrift } from "./drift.js";
import { messageOf, Refusal } from "./failure.js";
import { lookAfterInterruption } from "./interrupted.js";
import { identity } from "./likeness.js";
import { look, wantedOf } from "./look.js";
import { type Change, readFields, sentOnCreate } from "./managed.js";
import { isArchived, liveOf, markOfEntry, type Operation } from "./operation.js";
import { checkMade, createProven, demandOrganization, proveOrganization } from "./organization.js";
import { atNames, named, resolveReferences, withIds } from "./references.js";
import type { RefusedValues } from "./refused.js";
import { search, searchOnce } from "./search.js";
import { checkAnswer, UnchangedError, writeOwn } from "./write.js";

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
  const one = `${kind.type} ${kind.marker ? inputs.address : identity(kind, inputs.fields)}`;
  return account.inTurn(one, () => createInTurn(operation, account, inputs));
}

async function createInTurn(operation: Operation, account: Account, inputs: Inputs): Promise<Created> {
  const { kind, surroundings } = operation;
  const { address } = inputs;
  const wanted = wantedOf(operation, inputs);
  const claim = (id: string): void => void account.made.set(id, address);
  let before = await account.list(kind);
  await proveOrganization(operation, account, inputs, before);
  let decision = await look({ operation, account, inputs, wanted, listed: before, claim });
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
      if (decision.note) surroundings.report[decision.severity ?? "info"](`${address}: ${decision.note}`);
  }
  return post(operation, account, inputs, wanted, new Set(before.map((live) => kind.id(live) ?? "")));
}

async function take(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  { live: listed, how }: Extract<Decision, { act: "take" }>,
): Promise<Created> {
  const { kind, surroundings } = operation;
  const { address } = inputs;
  const live = account.checked(kind, `take ${kind.title} ${address}`, listed);
  const id = kind.id(live) ?? "";
  if (how === "own")
    surroundings.report.info(`${address}: ${kind.title} ${id} recovered: an interrupted run had created it`);
  const changed = differencesToLive(kind, inputs.fields, live, account.context());
  const mark = markOf(kind, live);
  const marking = mark?.address === inputs.address && mark.owner === inputs.owner ? "keep" : "set";
  const taken = await finish(operation, account, inputs, id, live, how, async (seen) => {
    const unarchive =
      isArchived(kind, live) && !inputs.archived ? kind.archiving.unarchive?.(account.config.settings) : undefined;
    const state = stateMembers(unarchive);
    const byCall = unarchive !== undefined && "request" in unarchive;
    if (byCall) await callState(operation, account, id, inputs, false);
    const own = changed.filter(({ field }) => field.ownCall);
    const { fields } = inputs;
    const written = await writeState(operation, account, {
      id,
      changed,
      fields,
      mark: markOfEntry(inputs),
      marking,
      ...(state ? { state } : {}),
      archived: inputs.archived,
    });
    if (written.live) seen(written.live);
    for (const change of own) seen(await writeOwn(operation, account, id, markOfEntry(inputs), change));
    return byCall || state ? false : undefined;
  });
  if (how === "adopted") {
    const all = [
      ...(changed.length > 0 ? [changesText(changed)] : []),
      ...(isArchived(kind, live) === inputs.archived ? [] : [`archived ${!inputs.archived} → ${inputs.archived}`]),
    ];
    const done = taken.failure
      ? "adopted, but does not match the entry yet"
      : `adopted; ${all.length > 0 ? `changed ${all.join(", ")}` : "nothing changed"}`;
    surroundings.report.info(`${address}: ${kind.title} ${id} ${done}; now remove \`adopt\` from the entry`);
  }
  return taken;
}

/** An object of ours that cannot become what is wanted: archived, and its mark taken away. */
async function retireOld(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  live: JsonObject,
  because: string,
): Promise<void> {
  const { kind, surroundings } = operation;
  const id = kind.id(live) ?? "";
  surroundings.report.warn(
    `${inputs.address}: ${kind.title} ${id} of an earlier run differs in ${because}; archiving it and creating a new one`,
  );
  // The list may lag behind, and the mark goes from among texts that people have written.
  await retire(operation, account, id, inputs, { live: await account.observe(kind, inputs.address, id) });
}

async function post(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  wanted: Wanted,
  before: ReadonlySet<string>,
): Promise<Created> {
  const { kind } = operation;
  const { address, fields } = inputs;
  const body = createBody(kind, fields, markOfEntry(inputs), account.context());
  const words = `create ${kind.title} ${address}`;
  const { clock, report } = operation.surroundings;
  // What is known so far, in words: nobody must guess what a run did.
  const story: string[] = [];
  const tell = (end: string): void => report.info(`${address}: ${[...story, end].join("; ")}`);
  const done = async (): Promise<JsonObject | undefined> => {
    const found = await searchOnce(operation, account, wanted, before);
    if (found)
      report.info(
        `${address}: ${account.words} reported too many requests, but had created ${kind.title} ${kind.id(found)}`,
      );
    return found;
  };
  let unknown: CallError | undefined;
  for (let sent = 1; sent <= 2; sent += 1) {
    const again = sent > 1 ? "sent again" : "sent";
    try {
      const live = await createProven(operation, account, inputs, () =>
        account.object(kind, words, { ...kind.calls.create, body }, "once", address, done),
      );
      if (sent > 1) tell(`${again}; created ${kind.title} ${kind.id(live)}`);
      return await created(operation, account, inputs, live);
    } catch (error) {
      if (!(error instanceof CallError) || !error.outcomeUnknown) throw error;
      unknown = error;
    }
    const began = clock.now();
    const { found, looks } = await search(operation, account, wanted, before);
    story.push(
      `${again}, but no usable response`,
      `looked it up ${times(looks)} within ${Math.round((clock.now() - began) / 1_000)} s`,
    );
    if (found) {
      tell(`found ${kind.title} ${kind.id(found)}`);
      return created(operation, account, inputs, found);
    }
    story.push("not found");
  }
  throw new Refusal(
    address,
    `${words}: ${story.join("; ")} (${unknown?.said ?? ""})`,
    `run again: the next run searches before it creates anything, and takes over the ${kind.title} if the dashboard shows it`,
  );
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

async function created(operation: Operation, account: Account, inputs: Inputs, live: JsonObject): Promise<Created> {
  const { kind } = operation;
  const id = kind.id(live) ?? "";
  const holder = account.made.get(id) ?? inputs.address;
  if (holder !== inputs.address) {
    throw new Refusal(
      inputs.address,
      `the vendor answered with ${kind.title} ${id}, which already belongs to ${holder}`,
      "run again: the next run searches before it creates anything",
    );
  }
  await checkMade(operation, account, inputs, live);
  return finish(operation, account, inputs, id, live, "created", async (seen) => {
    checkAnswer(account, `create ${kind.title} ${inputs.address} (${id})`, made(kind, inputs.fields), live);
    const own = differencesToLive(kind, inputs.fields, live, account.context()).filter(({ field }) => field.ownCall);
    for (const change of own) seen(await writeOwn(operation, account, id, markOfEntry(inputs), change));
  });
}

/** What a create sends, as changes of nothing. */
const made = (kind: Kind, fields: JsonObject): Change[] =>
  Object.keys(sentOnCreate(kind, fields)).flatMap((name): Change[] => {
    const [field, after] = [kind.fields[name], fields[name]];
    return field && after !== undefined ? [{ name, field, after, fate: "update" }] : [];
  });

/** The steps after the object is ours. Whatever fails from here on is kept as partial state, never as a lost object. */
async function finish(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  id: string,
  live: JsonObject,
  how: "created" | "own" | "adopted",
  /** Says of each answer that it was seen. Returns false after it has brought an archived object back. */
  bringInLine: (seen: (live: JsonObject) => void) => Promise<false | undefined>,
): Promise<Created> {
  const { kind, surroundings } = operation;
  account.answered.add(id);
  account.made.set(id, inputs.address);
  let now = live;
  let archived = isArchived(kind, live);
  let refused: RefusedValues = {};
  const outputs = (): Outputs => {
    const fields = readFields(kind, inputs.fields, now, account.context());
    const known = liveOf(operation, account, fields, now);
    return { ...inputs, fields, archived, live: Object.keys(refused).length > 0 ? { ...known, refused } : known };
  };
  try {
    const isBack = await bringInLine((seen) => {
      now = seen;
    });
    archived = isBack ?? isArchived(kind, now);
    if (inputs.archived && !archived) {
      const when = how === "adopted" ? "" : " right after it was made";
      surroundings.report.warn(`${inputs.address}: ${kind.title} ${id} is archived${when}, as the catalogue says`);
      archived = await archive(operation, account, id, inputs, now);
    }
    const done = outputs();
    const inUse = inputs.archived && !archived ? { inUse: true } : {};
    const { fields, drift } = withDrift(operation, account, id, inputs, now);
    return { id, outputs: { ...done, fields, live: { ...done.live, ...drift, ...inUse } } };
  } catch (failure) {
    if (failure instanceof UnchangedError) {
      now = failure.answer ?? now;
      refused = failure.refused;
    }
    surroundings.report.warn(
      `${inputs.address}: ${kind.title} ${id} exists, but a later step failed: ${messageOf(failure).split("\n")[0]}`,
    );
    return { id, outputs: outputs(), failure };
  }
}

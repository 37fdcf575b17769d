/** The look before a create: what the vendor lists, what the state holds, and what follows from both. */

import type { Account } from "../../accounts/account.js";
import type { JsonObject } from "../../fields/shape.js";
import { CallError } from "../../http/call-error.js";
import { adoptedId } from "../../validation/adopt.js";
import { decideById, nearest } from "../identity/adoption.js";
import { archivedAsIs, decideAsIs } from "../identity/as-is.js";
import { type Circumstances, type Decision, looksForOne, type Wanted } from "../identity/decision.js";
import { candidates, decide } from "../identity/identity.js";
import { heldIds, type Operation, stateRows } from "../operation.js";
import { markOf, markOfEntry } from "../plan/bodies.js";
import type { Inputs } from "../state.js";
import { wasInterrupted } from "./interrupted.js";
import { Listed } from "./listed.js";
import { fieldsInLists, readWhole } from "./whole.js";

export const wantedOf = ({ kind }: Operation, inputs: Inputs): Wanted => ({
  kind,
  fields: inputs.fields,
  archived: inputs.archived,
  mark: markOfEntry(inputs),
  ...(inputs.adopt === undefined ? {} : { adopt: inputs.adopt }),
  ...(inputs.asIs === undefined ? {} : { asIs: true }),
});

/** All that a decision is about. */
export interface Look {
  readonly operation: Operation;
  readonly account: Account;
  readonly inputs: Inputs;
  readonly wanted: Wanted;
  /** All objects of the kind. */
  readonly listed: readonly JsonObject[];
  /** Called at once with what is taken, so that no other entry can take it too. */
  readonly claim: (id: string) => void;
}

export async function look(request: Look): Promise<Decision> {
  const { adopt, asIs } = request.inputs;
  const id = asIs ?? adoptedId(adopt);
  return id === undefined ? byContent(request) : byId(request, id);
}

/** Nothing may be awaited between the decision and the claim. */
function claimed({ operation, claim }: Look, decision: Decision): Decision {
  if (decision.act === "take") claim(operation.kind.id(decision.live) ?? "");
  return decision;
}

async function circumstances(operation: Operation, account: Account, inputs: Inputs): Promise<Circumstances> {
  const { config, kind, runtime } = operation;
  const oldest = runtime.clock.now() - config.adoptWindow;
  return {
    context: account.context(),
    environment: account.config.environment,
    held: await heldIds(operation, inputs),
    isReplaced: (await stateRows(operation, inputs)).addresses.has(inputs.address),
    created: { has: (id) => account.made.has(id) || account.foreseen.belongsToAnother(id, inputs.address) },
    wasInterrupted: config.adoptWindow > 0 && (await wasInterrupted(operation, inputs)),
    isYoung: (object) => config.adoptWindow > 0 && Date.parse(kind.createdAt?.(object) ?? "") > oldest,
  };
}

async function byContent(request: Look): Promise<Decision> {
  const { operation, account, inputs, wanted, listed } = request;
  const context = account.context();
  const { kind } = operation;
  const { fields } = wanted;
  const inLists = { ...wanted, fields: fieldsInLists(kind, fields) };
  const all = Listed.of(kind, listed);
  const alike = candidates(inLists, all.about(inLists, context), context);
  const whole = await readWhole(kind, account, inputs.address, fields, alike);
  const found = candidates(wanted, whole, context);
  const near = () => (comparesAll(request) ? all.near(wanted, context) : []);
  const nothingHeld = { context, held: new Map(), created: new Set<string>(), isReplaced: false };
  const concernsState =
    found.length > 0 ||
    (looksForOne(wanted) &&
      (account.config.environment === "production" || nearest(wanted, near(), nothingHeld).length > 0));
  const at = concernsState
    ? await circumstances(operation, account, inputs)
    : { ...nothingHeld, environment: account.config.environment, isYoung: () => false, wasInterrupted: false };
  return claimed(request, decide(wanted, await asMarkedNow(request, found, at), at, near));
}

/** To find the nearest objects takes a look at each: for some entries only. */
function comparesAll({ operation: { kind, runtime }, account, inputs: { address } }: Look): boolean {
  if (account.foreseen.comparesAll(address)) return true;
  runtime.report.info(
    `${account.words}: the nearest ${kind.title} is not named for further entries with \`adopt: true\` that match none`,
  );
  return false;
}

/**
 * Objects with this entry's mark that no row holds, as the primary has them: a list may lag behind a removal, which
 * takes the mark away.
 */
async function asMarkedNow(
  { operation: { kind }, account, inputs: { address } }: Look,
  found: readonly JsonObject[],
  { held, created }: Pick<Circumstances, "held" | "created">,
): Promise<readonly JsonObject[]> {
  if (!kind.marker) return found;
  const objects = await Promise.all(
    found.map((object) => {
      const id = kind.id(object) ?? "";
      const isRead = markOf(kind, object) !== undefined && !held.has(id) && !created.has(id);
      return isRead ? account.observe(kind, address, id) : object;
    }),
  );
  return objects.filter(
    (object, index) => markOf(kind, found[index] ?? {}) === undefined || markOf(kind, object)?.address === address,
  );
}

/** undefined: the account knows no such object, or it is no id at all. */
async function readNamed({ operation: { kind }, account, inputs }: Look, id: string): Promise<JsonObject | undefined> {
  try {
    return await account.foreseen.read(id, () => account.get(kind, inputs.address, id));
  } catch (error) {
    if (error instanceof CallError && ["not-found", "invalid"].includes(error.facts.category)) return undefined;
    throw error;
  }
}

async function byId(request: Look, id: string): Promise<Decision> {
  const { operation, account, inputs, wanted, listed } = request;
  const { kind } = operation;
  const found = Listed.of(kind, listed).ids.get(id);
  // Where no answer shows the archived state, only the list of active objects can vouch for one.
  const held = await heldIds(operation, inputs);
  if (!found && !wanted.asIs && kind.archiving.visible.in !== "answers" && held.get(id) !== inputs.address) {
    return {
      act: "stop",
      message: `${kind.title} ${id} is not among the active ones of ${account.words}`,
      remedy: "check the id; an archived object cannot be adopted, as the vendor cannot un-archive it",
    };
  }
  const isWhole = found && (await readWhole(kind, account, inputs.address, wanted.fields, [found]));
  const live = isWhole?.[0] ?? (await readNamed(request, id));
  if (!live) {
    return {
      act: "stop",
      message: `${account.words} does not know ${kind.title} ${id}, which \`adopt\` names`,
      remedy: `check that it is the id of a ${kind.title}, and that the credentials are those of its account`,
    };
  }
  const at = await circumstances(operation, account, inputs);
  return claimed(
    request,
    wanted.asIs
      ? decideAsIs(wanted, live, archivedAsIs(kind, live, found !== undefined), at)
      : decideById(wanted, live, at),
  );
}

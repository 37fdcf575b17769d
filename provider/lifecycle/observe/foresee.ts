/**
 * Entries with `adopt` are looked up before the first step, so that a preview says what is adopted and what that
 * changes. What create would refuse is refused here already. No other entry makes a preview send anything.
 */

import type { Account } from "../../accounts/account.js";
import type { StateRow } from "../../accounts/runtime.js";
import type { JsonObject } from "../../fields/shape.js";
import { namingKey, namings } from "../../kinds/references.js";
import { adoptedId } from "../../validation/adopt.js";
import { UNKNOWN } from "../../validation/engine-words.js";
import { holdsUnknown } from "../../validation/unknown.js";
import { messageOf, Refusal, reasonFor, UnreadableState } from "../failure.js";
import { changesText, type Decision, differencesToLive, extrasText, type Wanted } from "../identity/decision.js";
import { guardOrganization, type Operation } from "../operation.js";
import { markingToTake } from "../plan/bodies.js";
import { readField } from "../plan/managed.js";
import { planTake } from "../plan/plan.js";
import { type PlannedRequest, requestOf } from "../plan/step.js";
import { type Resolved, resolveReferences, withIds } from "../references.js";
import type { Inputs } from "../state.js";
import { StateRows } from "../state-rows.js";
import { adoptionText } from "./adoption-words.js";
import { showsArchived } from "./archived-state.js";
import { look, wantedOf } from "./look.js";

/** Why the entry cannot adopt as it stands; empty when it can, or when nothing can be said yet. */
export async function foresee(operation: Operation, inputs: Inputs): Promise<string[]> {
  const account = operation.account(inputs.account);
  if (account.foreseen.unreachable !== undefined)
    return mayAdopt(operation, account, inputs, account.foreseen.unreachable);
  let listed: readonly JsonObject[];
  try {
    listed = await account.list(operation.kind);
  } catch (error) {
    account.foreseen.unreachable = firstLine(error);
    return mayAdopt(operation, account, inputs, firstLine(error));
  }
  try {
    return await decided(operation, account, inputs, listed);
  } catch (error) {
    if (error instanceof UnreadableState) return mayAdopt(operation, account, inputs, firstLine(error));
    if (error instanceof Refusal) return [error.message];
    return mayAdopt(operation, account, inputs, firstLine(error));
  }
}

async function decided(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  listed: readonly JsonObject[],
): Promise<string[]> {
  const { kind, runtime } = operation;
  const { address } = inputs;
  for (const object of listed.slice(0, 1)) guardOrganization({ address }, account, kind, object);
  const { fields, unknown } = await knownFields(operation, account, inputs);
  if (fields === undefined)
    return mayAdopt(operation, account, inputs, "some of its values are known only during the run");
  const wanted = wantedOf(operation, { ...inputs, fields });
  const claim = (id: string): void => account.foreseen.adopts(address, id);
  const decision = await look({ operation, account, inputs, wanted, listed, claim });
  if (decision.act === "stop") return [new Refusal(address, decision.message, decision.remedy).message];
  if (decision.act === "take" && unknown.includes(kind.parent?.field ?? "")) {
    if (account.foreseen.isUndecided(parentOf(address)))
      return mayAdopt(operation, account, inputs, `${parentOf(address)} may adopt an object too`);
    return [belowNew(operation, account, wanted, decision.live).message];
  }
  const severity = decision.act === "create" ? (decision.severity ?? "info") : "info";
  const words = wordsOf(wanted, decision, account, inputs, unknown);
  if (words) runtime.report[severity](`${address}: ${words}`);
  return [];
}

export const parentOf = (address: string): string => address.slice(0, address.lastIndexOf("/"));

/** An object that exists cannot belong to one that this run makes. */
function belowNew(
  { vendor, kind }: Operation,
  account: Account,
  { mark: { address } }: Wanted,
  object: JsonObject,
): Refusal {
  const name = kind.parent?.field ?? "";
  const field = kind.fields[name];
  const belongs = field ? String(readField(name, field, object, undefined, account.context())) : "";
  const title = vendor.kinds.find(({ type }) => type === kind.parent?.type)?.title ?? "object";
  return new Refusal(
    address,
    `${kind.title} ${kind.id(object)} cannot be adopted: it belongs to ${title} ${belongs}, ` +
      `and the vendor cannot move it to the new ${title} that this run creates for ${parentOf(address)}`,
    `adopt the ${title} as well: set \`lifecycle: { adopt: ${belongs} }\` for ${parentOf(address)}; ` +
      `or move this entry below the ${title} that it belongs to`,
  );
}

function wordsOf(
  wanted: Wanted,
  decision: Exclude<Decision, { act: "stop" }>,
  account: Account,
  inputs: Inputs,
  unknown: readonly string[],
): string | undefined {
  const { kind, fields, archived } = wanted;
  switch (decision.act) {
    case "create":
      return decision.note;
    case "retire":
      return (
        `${kind.title} ${kind.id(decision.live)} of an earlier run differs in ${decision.because}; ` +
        "archiving it and creating a new one"
      );
    case "take": {
      const { live, how } = decision;
      const keeps = (decision.keeps ?? []).filter(({ name }) => !unknown.includes(name.split(/[.[]/, 1)[0] ?? ""));
      const isArchived = showsArchived(kind, live);
      const changed = [
        changesText(differencesToLive(kind, fields, live, account.context())),
        ...(isArchived === archived ? [] : [`archived ${isArchived} → ${archived}`]),
      ].filter((text) => text !== "");
      const what = changed.length > 0 ? `changes ${changed.join(", ")}` : unknown.length > 0 ? "" : "changes nothing";
      const parts = [
        what,
        keeps.length > 0 ? `keeps ${extrasText(keeps)}` : "",
        unknown.length > 0 ? `what that changes in ${unknown.join(" and ")} is known only during the run` : "",
      ].filter((text) => text !== "");
      const requests = unknown.length > 0 ? undefined : requestsToTake(wanted, live, account, inputs);
      const adoption = { id: kind.id(live) ?? "", what: parts.join("; "), requests };
      return adoptionText(how === "adopted" ? "adopts" : "takes", kind.title, adoption);
    }
  }
}

/** What the run will send to bring the object in line. */
function requestsToTake(
  { kind, fields }: Wanted,
  object: JsonObject,
  account: Account,
  inputs: Inputs,
): PlannedRequest[] {
  const context = account.context();
  const steps = planTake(kind, { ...inputs, fields }, object, markingToTake(kind, object, inputs), context);
  return steps.map((step) => requestOf(kind, context.settings, step, kind.id(object)));
}

interface KnownFields {
  readonly fields?: JsonObject;
  readonly unknown: readonly string[];
  readonly references: Resolved;
}

/** The fields with ids, without those that only the run knows; no fields when nothing can be decided without these. */
export async function knownFields(operation: Operation, account: Account, inputs: Inputs): Promise<KnownFields> {
  const { kind } = operation;
  const given = withParent(operation, account, inputs);
  const references = { ...inputs.references };
  for (const naming of namings(kind, given)) {
    const key = namingKey(naming);
    if (references[key] !== UNKNOWN) continue;
    references[key] = account.foreseen.idOf(`${account.config.name}/${naming.name}`) ?? UNKNOWN;
  }
  const found = await resolveReferences(operation, account, { ...inputs, references }, given);
  const fields = withIds(kind, given, found);
  const unknown = Object.keys(fields).filter((name) => holdsUnknown(fields[name]));
  if (unknown.length === 0) return { fields, unknown, references: found };
  const key = kind.naturalKey?.find((name) => (fields[name] ?? null) !== null);
  const hasKey = adoptedId(inputs.adopt) !== undefined || (key !== undefined && !unknown.includes(key));
  // Without its value, such a field would count as left out.
  if (!hasKey || unknown.some((name) => kind.fields[name]?.absence?.means !== undefined))
    return { unknown, references: found };
  const known = Object.entries(fields).filter(([name]) => !unknown.includes(name));
  return { fields: Object.fromEntries(known), unknown, references: found };
}

/** The id of a parent that is adopted as well. */
function withParent({ kind }: Operation, { foreseen }: Account, { address, fields }: Inputs): JsonObject {
  const parent = kind.parent?.field;
  if (parent === undefined || fields[parent] !== UNKNOWN) return fields;
  const id = foreseen.idOf(parentOf(address));
  return id === undefined ? fields : { ...fields, [parent]: id };
}

function mayAdopt(
  { kind, runtime }: Operation,
  { words, foreseen }: Account,
  { address, adopt }: Inputs,
  why: string,
): string[] {
  const id = adoptedId(adopt);
  const what = id === undefined ? `an existing ${kind.title}` : `${kind.title} ${id}`;
  foreseen.leaveOpen(address);
  foreseen.say(
    "may adopt",
    runtime.report,
    `${address}: may adopt ${what}; what that changes cannot be seen now: ${reasonFor(address, why)}`,
    `${words}: further entries may adopt objects; what that changes cannot be seen now`,
  );
  return [];
}

/**
 * `adopt` of an entry that has its object already. `olds`: the inputs that the state has. Another id than the one
 * that it manages is refused: nothing would come of it.
 */
export async function adoptOfManaged(operation: Operation, olds: Inputs, news: Inputs): Promise<string[]> {
  const { kind, state, runtime } = operation;
  const account = operation.account(news.account);
  const id = adoptedId(news.adopt);
  if (id !== undefined && id !== adoptedId(olds.adopt)) {
    let rows: readonly StateRow[];
    try {
      rows = await state(news.owner);
    } catch (error) {
      const message =
        `adopt: ${id}: the stack's state could not be read to see ` +
        `which ${kind.title} the entry manages (${firstLine(error)})`;
      const remedy =
        "make `pulumi stack export` work for this stack, or remove `adopt`, then run again; nothing was written";
      return [new Refusal(news.address, message, remedy).message];
    }
    const row = StateRows.of(rows, olds.account).row(kind.type, olds.address);
    if (row && row.id !== id) {
      const remedy =
        `remove \`adopt\` to keep ${row.id}; to manage ${id} as well, ` +
        `add an entry under another key with \`lifecycle: { adopt: ${id} }\``;
      return [
        new Refusal(news.address, `adopt: ${id}: the entry already manages ${kind.title} ${row.id}`, remedy).message,
      ];
    }
  }
  const [key] = id === undefined || kind.marker ? [] : (kind.naturalKey ?? []);
  account.foreseen.say(
    "already managed",
    runtime.report,
    `${news.address}: is already managed, so \`adopt\` has no effect: remove it` +
      `${key ? ` (keep it only if another entry has the same ${key})` : ""}`,
    `${account.words}: further entries with \`adopt\` are already managed; remove \`adopt\` there as well`,
  );
  return [];
}

const firstLine = (error: unknown): string => messageOf(error).split("\n")[0] ?? "";

/**
 * An entry that takes an object as it is, before the first step. The entry's inputs become what the object has, so that
 * the state is true, and a difference is an ordinary update in the next preview. Whatever cannot be seen is refused.
 */
import type { JsonObject } from "../../fields/shape.js";
import type { Kind } from "../../kinds/kind.js";
import { messageOf, Refusal } from "../failure.js";
import { archivedAsIs } from "../identity/as-is.js";
import { changesText, differencesToLive } from "../identity/decision.js";
import { guardOrganization, type Operation } from "../operation.js";
import { markingToTake } from "../plan/bodies.js";
import { readFields } from "../plan/managed.js";
import { planAsIs } from "../plan/plan.js";
import { requestOf } from "../plan/step.js";
import { named } from "../references.js";
import type { Inputs } from "../state.js";
import { adoptionText } from "./adoption-words.js";
import { knownFields, parentOf } from "./foresee.js";
import { Listed } from "./listed.js";
import { look, wantedOf } from "./look.js";

/** The entry as its object is, or why it cannot be taken. */
export async function foreseeAsIs(
  operation: Operation,
  inputs: Inputs,
): Promise<Inputs | { readonly refusal: string }> {
  try {
    return await foreseen(operation, inputs);
  } catch (error) {
    const { address } = inputs;
    const message = messageOf(error);
    return { refusal: message.startsWith(`${address}: `) ? message : `${address}: ${message}` };
  }
}

async function foreseen(operation: Operation, inputs: Inputs): Promise<Inputs> {
  const { kind, runtime } = operation;
  const { address, asIs: id = "" } = inputs;
  const account = operation.account(inputs.account);
  const listed = await account.list(kind);
  for (const object of listed.slice(0, 1)) guardOrganization({ address }, account, kind, object);
  const { fields, unknown, references } = await knownFields(operation, account, inputs);
  if (fields === undefined || unknown.length > 0) throw notKnown(operation, inputs, unknown);
  const isListed = Listed.of(kind, listed).ids.has(id);
  if (!isListed) guardActive(operation, inputs);
  const wanted = wantedOf(operation, { ...inputs, fields });
  const claim = (claimed: string): void => account.foreseen.adopts(address, claimed);
  const decision = await look({ operation, account, inputs, wanted, listed, claim });
  if (decision.act === "stop") throw new Refusal(address, decision.message, decision.remedy);
  if (decision.act !== "take") throw new Error(`${address}: an object that is taken as it is cannot be created`);
  const object = account.checked(kind, `take ${kind.title} ${address}`, decision.live);
  const context = account.context();
  const archived = archivedAsIs(kind, object, isListed);
  const differing = [
    changesText(differencesToLive(kind, fields, object, context)),
    ...(archived === inputs.archived ? [] : [`archived ${archived} → ${inputs.archived}`]),
  ].filter((text) => text !== "");
  const what = differing.length > 0 ? `as it is; the entry differs: ${differing.join(", ")}` : "as it is";
  const steps = planAsIs(kind, markingToTake(kind, object, inputs));
  const requests = steps.map((step) => requestOf(kind, context.settings, step, id));
  runtime.report.info(`${address}: ${adoptionText("adopts", kind.title, { id, what, requests })}`);
  const read = { ...inputs, fields: readFields(kind, fields, object, context), archived, live: { host: account.host } };
  const { live: _live, ...taken } = named(kind, inputs.fields, read, references);
  return { ...taken, fields: { ...taken.fields, ...parentField(kind, inputs.fields) } };
}

/** The parent's id comes from the engine, which may not know it in a preview. */
function parentField({ parent }: Kind, fields: JsonObject): JsonObject {
  const value = parent && fields[parent.field];
  return value === undefined ? {} : { [parent?.field ?? ""]: value };
}

/** Nothing but the list of the active ones shows that an object is active. */
function guardActive({ kind, vendor, config }: Operation, { address, account, archived, asIs }: Inputs): void {
  const { settings } = config.account(account, vendor);
  if (kind.archiving.visible.in === "answers" || archived || kind.archiving.unarchive?.(settings)) return;
  throw new Refusal(
    address,
    `${kind.title} ${asIs} is not among the active ones of the account, so it may be archived, and ${vendor.title} ` +
      "cannot un-archive it",
    "set `archived: true` in the entry, or pair it with another object: `lifecycle: { adopt: <id> }`",
  );
}

function notKnown({ kind }: Operation, { address, asIs }: Inputs, unknown: readonly string[]): Refusal {
  return kind.parent && unknown.includes(kind.parent.field)
    ? new Refusal(
        address,
        `${kind.title} ${asIs} cannot be adopted: ${parentOf(address)} is neither in the state nor adopted in this run`,
        `adopt ${parentOf(address)} as well`,
      )
    : new Refusal(
        address,
        `${kind.title} ${asIs} cannot be compared with the entry: ` +
          `${unknown.join(" and ")} is known only during the run`,
        `set \`lifecycle: { adopt: ${asIs} }\` in the entry, and run \`pulumi up\``,
      );
}

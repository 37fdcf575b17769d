/** Delete: archive, unless it is archived already. Nothing is ever deleted at a vendor. */
import type { JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import { archiveByCall, whoUses } from "./archive.js";
import type { Outputs } from "./bags.js";
import { markOf, patchBody } from "./bodies.js";
import { Refusal } from "./failure.js";
import { guardHost, guardOrganization, markOfEntry, type Operation } from "./operation.js";
import { stateMembers, write } from "./write.js";

export async function remove(operation: Operation, id: string, olds: Outputs): Promise<void> {
  const { kind } = operation;
  const account = operation.account(olds.account);
  guardHost(olds, account);
  const done = olds.archived || olds.live.archivedElsewhere === true;
  if (done && !kind.marker) return;
  await account.inTurn(`id ${id}`, async () => {
    try {
      const state = done ? undefined : stateMembers(kind.archiving.archive);
      if (!kind.marker) {
        if (!state) return await archiveByCall(operation, account, id, olds);
        await write(operation, account, { id, changed: [], fields: {}, mark: markOfEntry(olds), marking: "keep", state, archived: true });
        return;
      }
      // The mark goes in the same call, so that the address is free for another object.
      const live = await account.observe(kind, olds.address, id);
      guardOrganization(olds, account, kind, live);
      guardOwner(operation, id, olds, live);
      await unmark(operation, id, olds, live, state);
    } catch (error) {
      throw error instanceof CallError && error.facts.category === "not-found" ? unknownObject(operation, id, olds, error) : error;
    }
  });
}

/** Another stack may have adopted it since. */
function guardOwner({ kind }: Operation, id: string, { address, owner }: Outputs, live: JsonObject): void {
  const mark = markOf(kind, live);
  if (mark === undefined || mark.owner === owner) return;
  throw new Refusal(
    address,
    `${kind.title} ${id} belongs to ${mark.owner} by now, as ${mark.address}`,
    "run pulumi state delete for this row; the object stays as it is",
  );
}

async function unmark(operation: Operation, id: string, olds: Outputs, live: JsonObject, state: JsonObject | undefined): Promise<void> {
  const { kind } = operation;
  const account = operation.account(olds.account);
  const body = patchBody(kind, [], markOfEntry(olds), "remove", account.context(live));
  try {
    await account.object(
      kind,
      `archive ${kind.title} ${olds.address} (${id})`,
      { ...kind.calls.update(id), body: { ...body, ...state } },
      "repeatable",
    );
  } catch (error) {
    const users = state && (await whoUses(operation, account, id, error));
    if (!users) throw error;
    throw new Refusal(
      olds.address,
      `${kind.title} ${id} cannot be archived, as ${users}`,
      `archive what uses it, or take the ${kind.title} out of it, and run again; or keep the object with \`lifecycle: { onRemove: retain }\``,
    );
  }
}

const unknownObject = ({ kind }: Operation, id: string, { address, account }: Outputs, { facts }: CallError): Refusal =>
  new Refusal(
    address,
    `account ${account} does not know ${kind.title} ${id} (${facts.detail ?? "404"}), so it cannot be archived`,
    "check the account's credentials; if the object is truly gone, run pulumi state delete for it",
  );

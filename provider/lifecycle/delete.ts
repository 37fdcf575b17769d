/** Delete: archive, unless a call of ours did so before. Nothing is ever deleted at a vendor. */
import type { JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import { Refusal } from "./failure.js";
import { isConfirmed } from "./observe/archived-state.js";
import { readForRemoval } from "./observe/before-write.js";
import { guardOrganization, guardRow, type Operation } from "./operation.js";
import { markOf } from "./plan/bodies.js";
import { retire } from "./retire.js";
import type { Outputs } from "./state.js";

export async function remove(operation: Operation, id: string, olds: Outputs): Promise<void> {
  const { kind } = operation;
  const account = operation.account(olds.account);
  guardRow(olds, account);
  const isArchived = isConfirmed(olds);
  if (isArchived && !kind.marker) return;
  await account.serialize(`id ${id}`, async () => {
    try {
      if (!kind.marker) return await retire(operation, account, { id, entry: olds, known: olds.live });
      // Somebody may have brought an archived object back a moment ago: only the mark is taken away then.
      const object = isArchived
        ? await account.observe(kind, olds.address, id)
        : await readForRemoval(operation, account, id, olds);
      guardOrganization(olds, account, kind, object);
      guardOwner(operation, id, olds.address, [olds.owner], object);
      await retire(operation, account, { id, entry: olds, known: olds.live, seen: object }, isArchived);
    } catch (error) {
      throw error instanceof CallError && error.facts.category === "not-found"
        ? unknownObject(operation, id, olds, error)
        : error;
    }
  });
}

/** Another stack may have adopted it since. */
export function guardOwner(
  { kind }: Operation,
  id: string,
  address: string,
  owners: readonly string[],
  object: JsonObject,
): void {
  const mark = markOf(kind, object);
  if (mark === undefined || owners.includes(mark.owner)) return;
  throw new Refusal(
    address,
    `${kind.title} ${id} now belongs to ${mark.owner}, as ${mark.address}`,
    `if this stack was renamed to ${mark.owner}, put the entry back and run \`pulumi up\` before removing it; ` +
      "if another stack manages the object, run pulumi state delete for this row (the object stays as it is)",
  );
}

const unknownObject = ({ kind }: Operation, id: string, { address, account }: Outputs, { facts }: CallError): Refusal =>
  new Refusal(
    address,
    `account ${account} does not know ${kind.title} ${id} (${facts.detail ?? "404"}), so it cannot be archived`,
    "check the account's credentials; if the object no longer exists, run pulumi state delete for it",
  );

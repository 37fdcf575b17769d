/** Archiving by a call of its own, and what a vendor's refusal to archive means. */
import type { JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import { childrenOf } from "../vendors/kind.js";
import type { Account } from "./account.js";
import type { Inputs } from "./bags.js";
import { markOf } from "./bodies.js";
import { Refusal } from "./failure.js";
import { isArchived, type Operation } from "./operation.js";

/** Archives a kind that has an archive call. Done is done, whoever did it. */
export async function archiveByCall(operation: Operation, account: Account, id: string, entry: Inputs): Promise<void> {
  const { kind, surroundings } = operation;
  const { archive } = kind.archiving;
  if (!("request" in archive)) throw new Error(`${kind.type} is archived by an update`);
  const { address } = entry;
  const words = `archive ${kind.title} ${address} (${id})`;
  try {
    const { body } = await account.send(words, archive.request(id), "repeatable");
    const answer = body as JsonObject | null;
    if (kind.archiving.seen === "object" && answer !== null && !isArchived(kind, answer)) {
      throw new Refusal(
        address,
        `${words}: the vendor took the call, and its answer shows the ${kind.title} as active`,
        "look at it in the dashboard, then run again",
      );
    }
    account.archived.add(id);
  } catch (error) {
    if (!(error instanceof CallError) || !error.refused) throw error;
    if (await archivedAlready(operation, account, id, address, error)) {
      surroundings.report.warn(`${address}: ${kind.title} ${id} was archived already; nothing to do`);
      return;
    }
    if (await parentIsArchived(operation, account, entry)) {
      surroundings.report.warn(
        `${address}: the vendor does not archive ${kind.title} ${id} because what it belongs to is archived (${said(error)}); it counts as archived`,
      );
      return;
    }
    throw childrenFirst(operation, address, error);
  }
}

/** In the YAML, by this operation, or by an earlier one. */
async function parentIsArchived({ kind, state }: Operation, account: Account, { fields, owner, underArchived }: Inputs): Promise<boolean> {
  if (!kind.parent) return false;
  const parentId = fields[kind.parent.field];
  if (underArchived || account.archived.has(String(parentId))) return true;
  return (await state(owner)).some((row) => row.id === parentId && row.account === account.config.name && row.archived);
}

/** After a refusal: for whose sake the vendor does not archive this object, as in "product acme/pro (…) uses it". */
export async function whoUses({ kind, vendor }: Operation, account: Account, id: string, error: unknown): Promise<string | undefined> {
  const { heldBy } = kind.archiving;
  const users = vendor.kinds.find(({ type }) => type === heldBy?.type);
  if (!heldBy || !users || !(error instanceof CallError) || !error.refused) return undefined;
  const listed = await account.list(users, true);
  const found = listed
    .filter((live) => !isArchived(users, live) && heldBy.uses(live, id))
    .map((live) => `${users.title} ${markOf(users, live)?.address ?? JSON.stringify(live["name"] ?? "")} (${users.id(live)})`);
  return found.length === 0 ? undefined : `${found.join(" and ")} ${found.length === 1 ? "uses" : "use"} it`;
}

const said = ({ facts }: CallError): string => facts.detail ?? `HTTP ${facts.status}`;

/** Is a refusal to archive just the vendor's way to say that it is done? */
async function archivedAlready({ kind }: Operation, account: Account, id: string, address: string, error: CallError): Promise<boolean> {
  switch (kind.archiving.seen) {
    case "object":
      return isArchived(kind, await account.get(kind, address, id));
    case "list": {
      const listed = await account.list(kind, true);
      return !listed.some((live) => kind.id(live) === id);
    }
    case "nowhere":
      return /already\b.*\barchived|archived\b.*\balready/i.test(`${error.facts.code ?? ""} ${error.facts.detail ?? ""}`);
  }
}

/** A parent that the vendor does not archive while it has active children. */
function childrenFirst({ vendor, kind }: Operation, address: string, error: CallError): Error {
  const children = childrenOf(vendor, kind);
  if (children.length === 0) return error;
  const titles = children.map(({ title }) => `${title}s`).join(" and ");
  return new CallError({
    ...error.facts,
    operation: `${error.facts.operation}`,
    remedy: `if its ${titles} stand in the way, archive them (\`archived: true\`) in a commit before this one; then run again. Entry: ${address}`,
  });
}

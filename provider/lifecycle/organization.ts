/**
 * Which organization do the credentials of an account belong to? No request of ours names one, so the answers do, and
 * a new object would land wherever the credentials belong. So it is proven before the first object is made.
 */

import type { Account } from "../accounts/account.js";
import { ConfigError } from "../accounts/config.js";
import type { JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import type { Kind } from "../kinds/kind.js";
import { messageOf, Refusal, reasonFor } from "./failure.js";
import { Listed } from "./observe/listed.js";
import { guardOrganization, type Operation } from "./operation.js";
import { retire } from "./retire.js";
import type { Inputs } from "./state.js";
import { StateRows } from "./state-rows.js";

/** Before a create writes anything: refuses credentials of another organization, as far as reads can show it. */
export async function proveOrganization(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  listed: readonly JsonObject[],
): Promise<void> {
  const { kind } = operation;
  if (!kind.organization) return;
  const { proof } = account;
  proof.expected ??= await expectedOrganization(operation, account, inputs);
  for (const object of listed.slice(0, 1)) proof.seen ??= kind.organization(object);
  // An empty list proves nothing.
  if (proof.expected !== undefined && proof.seen === undefined) {
    proof.asked ??= askVendor(operation, account);
    proof.seen ??= await proof.asked;
  }
  demandOrganization(account, inputs.address, () => strayText(kind, inputs, listed));
}

/** What an interrupted run of this stack has left in the other organization. */
function strayText(kind: Kind, { owner }: Inputs, listed: readonly JsonObject[]): string {
  const ids = Listed.of(kind, listed)
    .owned(owner)
    .map((object) => kind.id(object));
  if (ids.length === 0) return "";
  const [are, them] = ids.length === 1 ? ["is", "it"] : ["are", "them"];
  return (
    `; ${kind.title} ${ids.join(" and ")} of an earlier run of this stack ${are} there: ` +
    `archive ${them} in the dashboard`
  );
}

async function expectedOrganization(
  { before, state }: Operation,
  account: Account,
  { owner, address }: Inputs,
): Promise<string | undefined> {
  const { name, organization } = account.config;
  if (organization !== undefined) return organization;
  try {
    return StateRows.of((await before())?.rows ?? (await state(owner)), name).organization;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new Refusal(
      address,
      "the stack's state could not be read to tell which organization the objects of " +
        `account ${name} belong to (${messageOf(error)})`,
      `set catalogue:accounts.${name}.organization, or make \`pulumi stack export\` work where \`pulumi up\` runs; ` +
        "nothing was written",
    );
  }
}

/**
 * An update that has nothing to send would turn a failed row green: the object is read, and must be in the organization
 * of the account's objects.
 */
export async function confirmOrganization(
  operation: Operation,
  account: Account,
  id: string,
  inputs: Inputs,
): Promise<void> {
  const { kind } = operation;
  if (!kind.organization) return;
  const { proof } = account;
  proof.expected ??= await expectedOrganization(operation, account, inputs);
  guardOrganization(inputs, account, kind, await account.get(kind, inputs.address, id));
}

/** A read that says whose credentials these are, where the vendor has one and permits it. */
async function askVendor({ vendor }: Operation, account: Account): Promise<string | undefined> {
  const { organization } = vendor;
  if (!organization) return undefined;
  try {
    const { body } = await account.send(`read the ${vendor.title} organization`, organization.request, "read");
    return organization.id(body);
  } catch (error) {
    // Not permitted, or not there: then the answer to a create must say it.
    if (error instanceof CallError && !["credentials", "unreachable"].includes(error.facts.category)) return undefined;
    throw error;
  }
}

/** Refuses when an answer showed another organization than that of the account's objects. */
export function demandOrganization({ config, proof }: Account, address: string, strays = (): string => ""): void {
  const { expected, seen } = proof;
  if (expected === undefined || seen === undefined || expected === seen) return;
  const found = strays();
  throw new Refusal(
    address,
    `${belongs(config.name, seen, expected)}; nothing was created${found}`,
    remedy(config.name, seen, expected),
  );
}

const belongs = (account: string, seen: string, expected: string): string =>
  `the credentials of account ${account} belong to organization ${seen}, ` +
  `and the account's objects belong to ${expected}`;
const remedy = (account: string, seen: string, expected: string): string =>
  `use the credentials of ${expected}, or another account name for ${seen} ` +
  `(catalogue:accounts.${account}.organization says which one is meant)`;

/**
 * Sends a create. Until the organization is proven, the first create goes alone, and the others wait for its answer.
 */
export function createProven(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  send: () => Promise<JsonObject>,
): Promise<JsonObject> {
  const { proof } = account;
  if (!operation.kind.organization || proof.expected === undefined) return send();
  return account.firstCreate.run(
    () => proof.seen !== undefined,
    async () => {
      demandOrganization(account, inputs.address);
      const object = await send();
      await checkMade(operation, account, inputs, object);
      return object;
    },
  );
}

/** An object that was made in another organization is taken back: archived, and its mark removed. */
export async function checkMade(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  object: JsonObject,
): Promise<void> {
  const { kind } = operation;
  const { proof, config } = account;
  const id = kind.id(object) ?? "";
  // Claimed at once: nobody else may take it meanwhile.
  if (!account.made.has(id)) account.made.set(id, inputs.address);
  const seen = kind.organization?.(object);
  if (seen === undefined) return;
  proof.seen ??= seen;
  proof.expected ??= seen;
  const { expected } = proof;
  if (seen === expected) return;
  const end = await retire(operation, account, { id, entry: inputs, seen: object, isMisplaced: true }).then(
    () => "it was archived there again, and its mark removed",
    (error: unknown) =>
      `it could not be archived there (${reasonFor(inputs.address, error)}): archive it in the dashboard of ${seen}`,
  );
  throw new Refusal(
    inputs.address,
    `${belongs(config.name, seen, expected)}; ${kind.title} ${id} was created in ${seen} before that was known: ` +
      `${end}. No other object is created`,
    remedy(config.name, seen, expected),
  );
}

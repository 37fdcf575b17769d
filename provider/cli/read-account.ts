/** All objects of an account, with progress while they are read. */
import { type Inventory, type InventoryOptions, readInventory } from "../inventory/inventory.js";
import { type AccountNames, readNames } from "../inventory/names.js";
import type { AtHand } from "./at-hand.js";

export interface AccountObjects {
  readonly inventory: Inventory;
  readonly names: AccountNames;
}

/**
 * Reads the account of this name.
 *
 * @throws an Error that names the known accounts, or a CallError when a list cannot be read
 */
export async function readAccount(
  at: AtHand,
  name: string,
  options: Omit<InventoryOptions, "progress">,
): Promise<AccountObjects> {
  const account = at.account(name);
  const progress = at.progress(`reading ${account.words}`);
  try {
    const inventory = await readInventory(account, { ...options, progress: progress.at });
    return { inventory, names: await readNames(inventory) };
  } finally {
    progress.end();
  }
}

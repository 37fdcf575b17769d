/** Accounts as the commands of the CLI read them: outside the engine. */
import { readConfig } from "../../provider/accounts/config.js";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import type { Entry } from "../../provider/catalogue/model.js";
import { isProblem, renderProblems } from "../../provider/catalogue/render.js";
import { type Inventory, type InventoryOptions, readInventory } from "../../provider/inventory/inventory.js";
import { type AccountNames, readNames } from "../../provider/inventory/names.js";
import { type Pairing, pair } from "../../provider/inventory/pairing.js";
import { OpenAccounts } from "../../provider/lifecycle/open-accounts.js";
import { objectsOf } from "../../provider/pulumi/engine.js";
import { exported } from "../engine/engine.js";
import type { Files, World } from "./world.js";

/** The world's accounts, opened anew. */
export const open = (world: World): OpenAccounts =>
  new OpenAccounts({
    config: world.config,
    registry: world.registry,
    report: { info: (text) => void world.said.push(text), warn: (text) => void world.said.push(`warning: ${text}`) },
    world: {
      environment: world.environment,
      transport: () => world.network.transport(() => true),
      clock: world.clock,
      random: world.random.next,
    },
  });

export interface ReadAccount {
  readonly inventory: Inventory;
  readonly names: AccountNames;
}

/** What the account has now; archived objects too. */
export async function readAccount(
  world: World,
  account: string,
  options: Partial<InventoryOptions> = {},
): Promise<ReadAccount> {
  const vendor = vendorOf(world, account);
  return world.clock.run(
    readInventory(open(world).account(account, vendor), { archived: true, whole: true, ...options }).then(
      async (inventory) => ({ inventory, names: await readNames(inventory) }),
    ),
  );
}

function vendorOf(world: World, account: string) {
  const accounts = JSON.parse(world.config["catalogue:accounts"] ?? "{}") as Record<string, { vendor?: string }>;
  const vendor = world.registry.vendor(accounts[account]?.vendor ?? account);
  if (!vendor) throw new Error(`no vendor of account ${account}`);
  return vendor;
}

/** The entries of files; throws the rendered list when they have problems. */
export function entriesOf(world: World, files: Files): readonly Entry[] {
  const sources = Object.entries(files).map(([name, text]) => ({ name, text }));
  const { values } = readConfig(world.config, world.registry);
  const { entries, problems } = checkCatalogue(sources, { registry: world.registry, values });
  const found = problems.filter(isProblem);
  if (found.length > 0) throw new Error(renderProblems(found, { registry: world.registry, files: sources }));
  return entries;
}

/** The entries of the account with the objects of it. `rows`: with those of the state. */
export function paired(
  world: World,
  { inventory, names }: ReadAccount,
  files: Files,
  { rows = true }: { rows?: boolean } = {},
): Pairing {
  const account = inventory.account.config.name;
  return pair({
    entries: entriesOf(world, files).filter((entry) => entry.account === account),
    inventory,
    names,
    rows: rows ? objectsOf(JSON.parse(JSON.stringify(exported(world.engine.state)))) : [],
    owner: world.owner,
  });
}

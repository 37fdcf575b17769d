/** Pulls of an account in a world, as the command makes them. */
import { readConfig } from "../../provider/accounts/config.js";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { isProblem, renderProblems } from "../../provider/catalogue/render.js";
import { pull } from "../../provider/cli/pull/plan.js";
import type { Pulled, PullOptions } from "../../provider/cli/pull/request.js";
import type { FoundObject } from "../../provider/inventory/inventory.js";
import { objectsOf } from "../../provider/pulumi/engine.js";
import { exported } from "../engine/engine.js";
import { readAccount } from "./inventory.js";
import { fixtureOf } from "./vendors.js";
import { type Files, World } from "./world.js";

/** A world with one account of a vendor, and values for `${name}`. */
export const worldWith = (account: string, values: Readonly<Record<string, string>> = {}): World =>
  new World({
    accounts: { [account]: fixtureOf(account).account() },
    config: { "catalogue:values": JSON.stringify(values) },
  });

export interface PulledTexts extends Pulled {
  /** All files afterwards. */
  readonly texts: Files;
}

/** Pulls an account into files. The state is that of the world's stack. `order`: that of the vendor's lists. */
export async function pulled(
  world: World,
  account: string,
  files: Files,
  options: PullOptions = {},
  order: (objects: readonly FoundObject[]) => readonly FoundObject[] = (objects) => objects,
): Promise<PulledTexts> {
  const sources = Object.entries(files).map(([name, text]) => ({ name, text }));
  const { values } = readConfig(world.config, world.registry);
  const load = (all: typeof sources) =>
    checkCatalogue(all, { registry: world.registry, values, mayBeEmpty: () => true });
  const { entries, problems } = load(sources);
  const found = problems.filter(isProblem);
  if (found.length > 0) throw new Error(renderProblems(found, { registry: world.registry, files: sources }));
  const read = await readAccount(world, account);
  const result = pull({
    files: sources,
    entries,
    load: (all) => load([...all]),
    ...read,
    inventory: { ...read.inventory, objects: order(read.inventory.objects) },
    rows: objectsOf(JSON.parse(JSON.stringify(exported(world.engine.state)))),
    owner: world.owner,
    options,
  });
  return {
    ...result,
    texts: { ...files, ...Object.fromEntries(result.files.map(({ name, after }) => [name, after])) },
  };
}

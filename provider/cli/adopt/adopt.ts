/**
 * `catalogue adopt`: entries and objects are paired here, and adopted by the engine: the program runs as in any `up`,
 * limited to these entries, with a file in the environment that says which object each of them takes as it is.
 */
import type { Account } from "../../accounts/account.js";
import type { Entry } from "../../catalogue/model.js";
import { pair } from "../../inventory/pairing.js";
import { type AtHand, withStack } from "../at-hand.js";
import { canAsk, confirm } from "../confirm.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { readAccount } from "../read-account.js";
import type { Guarded } from "./guard.js";
import type { AdoptOptions } from "./options.js";
import { type AdoptionPlan, planAdoption } from "./plan.js";
import { AdoptionRun } from "./run.js";
import { counted, type Result, resultJson, resultText } from "./text.js";

export const runAdopt = (account: string, options: AdoptOptions): Promise<ExitCode> =>
  withStack({ ...options, secrets: true }, (at) => adopt(at, account, options));

async function adopt(at: AtHand, name: string, options: AdoptOptions): Promise<ExitCode> {
  const account = at.account(name);
  const entries = at.validCatalogue.entries.filter((entry) => entry.account === name);
  if (entries.length === 0)
    throw new Error(
      `the files in ${at.directory} have no entry of account ${name}\n` +
        `  what to do: write its objects as YAML first: catalogue pull ${name}`,
    );
  const plan = await planOf(at, account, entries, options);
  const result = (adopted: boolean, { requests }: Pick<Guarded, "requests">): Result => ({
    ...{ account: name, vendor: account.config.vendor.title, stack: at.stack.name },
    ...{ plan, requests, adopted },
  });
  const show = (shown: Result): void => at.print(options.format === "json" ? resultJson(shown) : resultText(shown));
  const left = plan.refused.length > 0 ? EXIT.problems : undefined;
  if (plan.adopts.length === 0) {
    show(result(false, { requests: [] }));
    if (left === undefined) at.note("nothing is left to adopt");
    return left ?? EXIT.fine;
  }
  const run = new AdoptionRun(at, plan.adopts);
  try {
    const guarded = await run.preview();
    if (!(await isWanted(at, result(false, guarded), options))) {
      show(result(false, guarded));
      return left ?? EXIT.changes;
    }
    await run.up(guarded);
    show(result(true, guarded));
    return left ?? EXIT.fine;
  } finally {
    run.end();
  }
}

async function planOf(
  at: AtHand,
  account: Account,
  entries: readonly Entry[],
  { differing = false }: AdoptOptions,
): Promise<AdoptionPlan> {
  const { name, settings } = account.config;
  const { inventory, names } = await readAccount(at, name, { archived: true, whole: entries.some(namesOmitted) });
  for (const remark of inventory.remarks) at.note(`note: ${remark}`);
  const { owner, objects: rows } = at.stack;
  const pairing = pair({ entries, inventory, names, rows, owner });
  return planAdoption({ pairing, settings, owner, differing });
}

/** It names a field that the vendor's list leaves out. */
const namesOmitted = ({ kind, fields }: Entry): boolean =>
  (kind.calls.listsOmit ?? []).some((name) => Object.hasOwn(fields, name));

/** Whether somebody has said yes, before or now. */
async function isWanted(at: AtHand, result: Result, { dryRun, yes }: AdoptOptions): Promise<boolean> {
  if (dryRun) return false;
  if (yes) return true;
  if (!canAsk()) {
    at.note("nothing was adopted: without a terminal the command needs --yes");
    return false;
  }
  at.note(resultText(result));
  return confirm(`Adopt ${counted(result.plan.adopts.length, "object")}?`);
}

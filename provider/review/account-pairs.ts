/** Which account of one stack is which of another. Pure. */
import type { Vendor } from "../kinds/vendor.js";
import { didYouMean } from "../validation/did-you-mean.js";
import type { StackNames } from "./align-entries.js";

type Accounts = ReadonlyMap<string, Vendor>;

/**
 * Accounts of the promoted stack → those of the other: as given, else of the same name and vendor, else of the same
 * vendor where each stack has one left. Accounts without a partner are left out.
 *
 * @throws an Error that says what to do when a given account is not there, or has another vendor
 */
export function pairAccounts(
  promoted: Accounts,
  into: Accounts,
  given: ReadonlyMap<string, string>,
  names: StackNames,
): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const [mine, theirs] of given) {
    const [here, there] = [known(promoted, mine, names.promoted), known(into, theirs, names.into)];
    if (here !== there)
      throw new Error(
        `--account ${mine}=${theirs}: ${mine} is an account of ${here.title}, and ${theirs} one of ${there.title}\n` +
          "  what to do: name two accounts of one vendor",
      );
    if ([...pairs.values()].includes(theirs))
      throw new Error(
        `--account ${mine}=${theirs}: ${theirs} has a partner already\n` +
          "  what to do: name each account of a stack once",
      );
    pairs.set(mine, theirs);
  }
  const isFree = (name: string): boolean => ![...pairs.values()].includes(name);
  for (const [name, vendor] of promoted)
    if (!pairs.has(name) && into.get(name) === vendor && isFree(name)) pairs.set(name, name);
  for (const vendor of new Set(promoted.values())) {
    const [mine, ...more] = [...promoted].filter(([name, own]) => own === vendor && !pairs.has(name));
    const [theirs, ...others] = [...into].filter(([name, own]) => own === vendor && isFree(name));
    if (mine && theirs && more.length === 0 && others.length === 0) pairs.set(mine[0], theirs[0]);
  }
  const alone = [...promoted.keys()].find((name) => !pairs.has(name) && !isFree(name));
  if (alone !== undefined)
    throw new Error(
      `--account: the account ${alone} of ${names.promoted} has no partner, and ${alone} of ${names.into} is that of ` +
        `another account\n  what to do: name its partner too: --account ${alone}=<account of ${names.into}>`,
    );
  return pairs;
}

function known(accounts: Accounts, name: string, stack: string): Vendor {
  const vendor = accounts.get(name);
  if (vendor) return vendor;
  throw new Error(
    `--account: stack ${stack} has no objects in an account ${name}\n` +
      `  what to do: ${didYouMean(name, [...accounts.keys()], "name an account of the stack")}`,
  );
}

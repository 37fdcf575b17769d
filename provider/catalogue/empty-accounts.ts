/** An account without entries: the removal of everything in it, which nobody may ask for by an empty map. */
import { isObject, type JsonObject, own } from "../fields/shape.js";
import type { ValidFile } from "./assemble.js";
import type { Problem } from "./problem.js";

/** How a person says that an account is to be empty. */
export const emptyOnPurpose = (account: string): string =>
  `to empty the account on purpose, run pulumi config set --path 'catalogue:accounts.${account}.allowEmpty' true; to archive everything in the stack, run pulumi destroy`;

/** Whether `catalogue:accounts` lets an account be without entries. */
export function allowsEmpty(accounts: JsonObject, name: string): boolean {
  const account = own(accounts, name);
  return isObject(account) && account["allowEmpty"] === true;
}

const accountOf = ({ vendor, value }: ValidFile): string => (typeof value["account"] === "string" ? value["account"] : vendor.name);

/** Complains about each account for which there are files, and no entry in any of them. */
export function emptyAccounts(files: readonly ValidFile[], used: ReadonlySet<string>, mayBeEmpty: (account: string) => boolean): Problem[] {
  const empty = new Map(files.map((file) => [accountOf(file), file]));
  return [...empty]
    .filter(([account]) => !used.has(account) && !mayBeEmpty(account))
    .map(([account, { places, value, vendor }]): Problem => {
      const collection = vendor.kinds.map((kind) => kind.collection).find((name) => Object.hasOwn(value, name));
      return {
        code: "no-entries",
        severity: "problem",
        place: places.key([collection ?? "vendor"]),
        message: `account ${account} has no entries, so everything that the stack has in it would be removed`,
        remedy: `add an entry; ${emptyOnPurpose(account)}`,
      };
    });
}

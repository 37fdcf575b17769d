/** Accounts without entries: applying them would remove everything in the account. */
import { emptyOnPurpose } from "../validation/empty-account.js";
import type { Problem } from "../validation/problem.js";
import type { ValidFile } from "./assemble.js";

const accountOf = ({ vendor, value }: ValidFile): string =>
  typeof value["account"] === "string" ? value["account"] : vendor.name;

/** A problem for each account that has files but no entry in any of them. */
export function emptyAccounts(
  files: readonly ValidFile[],
  used: ReadonlySet<string>,
  mayBeEmpty: (account: string) => boolean,
): Problem[] {
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

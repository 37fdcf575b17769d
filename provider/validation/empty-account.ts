/** Accounts that may be without entries. */
import { isObject, type JsonObject, own } from "../fields/shape.js";

/** Whether `catalogue:accounts` lets an account be without entries. */
export function allowsEmpty(accounts: JsonObject, name: string): boolean {
  const account = own(accounts, name);
  return isObject(account) && account["allowEmpty"] === true;
}

/** The remedy for somebody who wants an account to be empty. */
export const emptyOnPurpose = (account: string): string =>
  `to empty the account on purpose, run pulumi config set --path 'catalogue:accounts.${account}.allowEmpty' true; ` +
  "to archive everything in the stack, run pulumi destroy";

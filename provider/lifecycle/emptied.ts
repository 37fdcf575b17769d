/** Refuses to remove every entry of an account: a program that failed to load the catalogue declares none either. */
import { emptyOnPurpose } from "../validation/empty-account.js";
import { Refusal } from "./failure.js";
import type { Outputs } from "./state.js";

const DESTROY = ["destroy", "down", "dn"];
const OTHERS = ["up", "update", "watch"];

/**
 * Whether the person named what is to be removed: the whole stack, or this row by its URN. What `--target-dependents`
 * adds nobody has named. Anything doubtful is not.
 */
export function namesWhatIsRemoved(commandLine: readonly string[], type: string, address: string): boolean {
  const given = (names: readonly string[]): boolean => commandLine.some((argument) => names.includes(argument));
  if (DESTROY.includes(commandLine[0] ?? "")) return true;
  if (given(DESTROY) && !given(OTHERS)) return true;
  const targets = commandLine.flatMap((argument, index) => {
    const [, option, value] = /^(--target|-t)(?:=(.*))?$/.exec(argument) ?? [];
    return option === undefined ? [] : [value ?? commandLine[index + 1] ?? ""];
  });
  return targets.some((target) => target.startsWith("urn:") && target.endsWith(`dynamic/${type}::${address}`));
}

/** Before a removal in an account of which this run has declared nothing. */
export function guardEmptied(
  type: string,
  { address, account }: Outputs,
  commandLine: readonly string[] | undefined,
): void {
  if (commandLine && namesWhatIsRemoved(commandLine, type, address)) return;
  const [unknown, remedy] = commandLine
    ? ["", ""]
    : [
        "; it is not known whether this is `pulumi destroy`, because the command line of the Pulumi CLI cannot be read",
        " (the file of the CLI must be named pulumi)",
      ];
  throw new Refusal(
    address,
    `the program declares no entry of account ${account}, so all of its entries would be removed; ` +
      `nothing was sent${unknown}`,
    "check that the program loads the catalogue (`main` in Pulumi.yaml, catalogue:directory) " +
      `and that the account's files are there; ${emptyOnPurpose(account)}${remedy}; to archive single objects, name ` +
      "the URN of each with --target",
  );
}

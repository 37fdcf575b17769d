/** Removing every entry of an account takes more than declaring none: a program that failed to load the catalogue declares none too. */
import { emptyOnPurpose } from "../catalogue/empty-accounts.js";
import type { Outputs } from "./bags.js";
import { Refusal } from "./failure.js";

const DESTROY = ["destroy", "down", "dn"];
const OTHERS = ["up", "update", "watch"];

/** Whether the person named what is to be removed: the whole stack, or rows one by one. Anything doubtful is not. */
export function namesWhatIsRemoved(commandLine: readonly string[]): boolean {
  const given = (names: readonly string[]): boolean => commandLine.some((argument) => names.includes(argument));
  if (given(DESTROY) && !given(OTHERS)) return true;
  const targets = commandLine.flatMap((argument, index) => {
    const [, option, value] = /^(--target|-t)(?:=(.*))?$/.exec(argument) ?? [];
    return option === undefined ? [] : [value ?? commandLine[index + 1] ?? ""];
  });
  return targets.length > 0 && targets.every((target) => target.startsWith("urn:") && !target.includes("*"));
}

/** Before a removal in an account of which this run has declared nothing. */
export function guardEmptied({ address, account }: Outputs, commandLine: readonly string[] | undefined): void {
  if (commandLine && namesWhatIsRemoved(commandLine)) return;
  const unknown = commandLine
    ? ""
    : "; whether this is `pulumi destroy` is not known, as the command line of the Pulumi CLI cannot be read";
  throw new Refusal(
    address,
    `the program declares no entry of account ${account}, so all of its entries would be removed; nothing was sent${unknown}`,
    `check that the program loads the catalogue (\`main\` in Pulumi.yaml, catalogue:directory) and that the account's files are there; ${emptyOnPurpose(account)}`,
  );
}

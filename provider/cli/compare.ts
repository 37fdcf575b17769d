/** `catalogue compare`: what a promotion from one stack to another would change. */
import { readConfig } from "../accounts/config.js";
import { stackAtHand } from "../pulumi/stack-at-hand.js";
import { type ComparedStack, compareStacks } from "../review/compare-stacks.js";
import type { Review } from "../review/digest.js";
import { exitCodeOf } from "../review/verdict.js";
import { registry } from "../vendors/registry.js";
import { credentialsIn, credentialsOf, withoutSecrets } from "../without-secrets.js";
import type { CompareOptions } from "./compare-options.js";
import type { ExitCode } from "./exit-codes.js";
import { formatOf, rendered, showReview } from "./review.js";

/** Prints the comparison, or writes it to a file. Returns the exit code. */
export async function runCompare(promoted: string, into: string, options: CompareOptions): Promise<ExitCode> {
  const made = await compared(promoted, into, pairsOf(options.account));
  const text = rendered(made, options.format ?? formatOf(options.output), options);
  showReview(text, options.output, made);
  return exitCodeOf(made);
}

async function compared(promoted: string, into: string, accounts: ReadonlyMap<string, string>): Promise<Review> {
  if (promoted === into)
    throw new Error(
      `${into} is compared with itself\n  what to do: name two stacks: catalogue compare sandbox production`,
    );
  const read = (stack: string) => stackAtHand({ folder: process.cwd(), stack, secrets: false });
  const stacks = await Promise.all([read(promoted), read(into)]);
  if (stacks.every(({ objects }) => objects.length === 0))
    throw new Error(
      `neither ${promoted} nor ${into} has objects, so there is nothing to compare\n` +
        "  what to do: run `pulumi up` in one of them, or name other stacks",
    );
  const [first, second] = stacks.map(
    ({ name, objects, config }): ComparedStack => ({ name, objects, config: readConfig(config, registry) }),
  ) as [ComparedStack, ComparedStack];
  const made = compareStacks({ registry, promoted: first, into: second, accounts });
  const credentials = stacks.flatMap(({ config }) => credentialsOf(config));
  return withoutSecrets(made, registry, [...credentialsIn(process.env, registry), ...credentials]);
}

/** "sandbox-polar=polar" */
function pairsOf(given: readonly string[]): ReadonlyMap<string, string> {
  const pairs = given.map((pair): [string, string] => {
    const [, mine, theirs] = /^([^=]+)=([^=]+)$/.exec(pair) ?? [];
    if (mine === undefined || theirs === undefined)
      throw new Error(
        `--account ${pair} is not a pair of accounts\n` +
          "  what to do: name the account of the first stack, then that of the second: --account sandbox-polar=polar",
      );
    return [mine, theirs];
  });
  const twice = pairs.find(([mine], index) => pairs.findIndex(([name]) => name === mine) !== index);
  if (twice) throw new Error(`--account: ${twice[0]} is named twice\n  what to do: name each account once`);
  return new Map(pairs);
}

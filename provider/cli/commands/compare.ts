import { Command, Option } from "commander";
import { COMPARE_FORMATS, type CompareOptions } from "../compare-options.js";
import { EXIT_HELP } from "../exit-codes.js";
import { FORGE_NAMES } from "../review-options.js";

const COMPARE_HELP = `
Examples:
  catalogue compare sandbox production
  catalogue compare sandbox production --account sandbox-polar=polar
  catalogue compare sandbox production --output promotion.html
What is compared, and what is not: docs/commands/compare.md of the repository`;

export const compareCommand = (): Command =>
  new Command("compare")
    .description(
      "Compare the catalogues of two stacks in money: what a promotion from the first to the second would change in " +
        "the second. It reads the two states: no vendor is asked, no passphrase is needed, and nothing is changed.",
    )
    .argument("<stack>", "the stack whose catalogue would be promoted")
    .argument("<into>", "the stack that it would be promoted to")
    .option(
      "--account <first=second>",
      "compare this account of the first stack with that of the second; can be repeated (default: accounts of the " +
        "same name, or the only ones of a vendor)",
      (pair: string, pairs: readonly string[]) => [...pairs, pair],
      [],
    )
    .addOption(
      new Option(
        "--format <format>",
        "how the comparison is written (default: by the name of --output, else text)",
      ).choices(COMPARE_FORMATS),
    )
    .addOption(
      new Option("--forge <forge>", "where the Markdown is shown: decides its greatest length")
        .choices(FORGE_NAMES)
        .default("github"),
    )
    .option("--output <file>", "write it to this file (.md, .html, .json: in that format), and print it as text")
    .addHelpText("after", COMPARE_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (stack: string, into: string, options: CompareOptions) => {
      const { runCompare } = await import("../compare.js");
      process.exitCode = await runCompare(stack, into, options);
    });

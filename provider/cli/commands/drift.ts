import { Command, Option } from "commander";
import { DRIFT_CLASSES, DRIFT_FORMATS, type DriftOptions } from "../drift-options.js";
import { DRIFT_EXIT_HELP } from "../exit-codes.js";
import { FORGE_NAMES } from "../review-options.js";

const DRIFT_HELP = `
Examples:
  catalogue drift                                    all accounts of the selected stack
  catalogue drift polar --only changed,archived,gone
  catalogue drift --stack production --output drift.md
  catalogue drift --write                            the dashboard was right: into the files
More: docs/commands/drift.md of the repository`;

export const driftCommand = (): Command =>
  new Command("drift")
    .description(
      "Compare the accounts with the state of a stack, in money: what was changed, archived or deleted outside the " +
        "catalogue, what no entry stands for, and what exists twice. Nothing is changed, neither at a vendor nor in " +
        "the state.",
    )
    .argument("[accounts...]", "the accounts to look at (default: all that the stack or the files use)")
    .option("--stack <name>", "the stack whose state and configuration are used (default: the selected one)")
    .option("--directory <path>", "the catalogue folder (default: that of the stack, else ./catalogue)")
    .option("--accounts-from <commit>", "refuse before any request unless the accounts are those of this commit")
    .option("--only <classes>", `what to look for, with commas: ${DRIFT_CLASSES.join(", ")}`, (text: string) =>
      text.split(",").map((name) => name.trim()),
    )
    .option("--write", "write what was changed or archived outside into the files, after showing the difference")
    .option("--yes", "with --write: write without asking")
    .addOption(
      new Option("--format <format>", "how the drift is written (default: by the name of --output, else text)").choices(
        DRIFT_FORMATS,
      ),
    )
    .addOption(
      new Option("--forge <forge>", "where the Markdown is shown: decides its greatest length")
        .choices(FORGE_NAMES)
        .default("github"),
    )
    .option("--output <file>", "write it to this file (.md, .html, .json: in that format), and print it as text")
    .addHelpText("after", DRIFT_HELP)
    .addHelpText("after", DRIFT_EXIT_HELP)
    .action(async (accounts: readonly string[], options: DriftOptions) => {
      const { runDrift } = await import("../drift/drift.js");
      process.exitCode = await runDrift(accounts, options);
    });

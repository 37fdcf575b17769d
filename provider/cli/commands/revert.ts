import { Command, Option } from "commander";
import { EXIT_HELP } from "../exit-codes.js";
import { REVERT_FORMATS, type RevertOptions } from "../revert/revert-options.js";

const REVERT_HELP = `
Examples:
  catalogue revert 1a2b3c4                take back a commit; read the result, then commit it
  catalogue revert 1a2b3c4 --dry-run      only show what would be written
What returns with the same object, what cannot, and the limits: docs/commands/revert.md of the repository`;

export const revertCommand = (): Command =>
  new Command("revert")
    .description(
      "Take back what a commit changed in the catalogue: writes the YAML, and says what happens to each object. What " +
        "the vendor has archived for good gets a successor under a new key. Nothing is committed, and nothing is sent.",
    )
    .argument("<commit>", "the commit; of a merge, all that it brought in is taken back")
    .option("--dry-run", "write nothing; show the difference as a patch")
    .option(
      "--force",
      "write although files have uncommitted changes, and take the former value where it changed again",
    )
    .option("--directory <path>", "the catalogue folder (default: that of the stack, else ./catalogue)")
    .option("--stack <name>", "use the settings of this stack's accounts, and its values for the review")
    .option("--config-file <path>", "take them from this file instead of Pulumi.<stack>.yaml")
    .addOption(new Option("--format <format>", "how the result is shown").choices(REVERT_FORMATS).default("text"))
    .addHelpText("after", REVERT_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (commit: string, options: RevertOptions) => {
      const { runRevert } = await import("../revert/revert.js");
      process.exitCode = runRevert(commit, options);
    });

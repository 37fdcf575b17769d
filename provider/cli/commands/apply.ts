import { Command } from "commander";
import type { ApplyOptions } from "../apply/options.js";
import { EXIT_HELP } from "../exit-codes.js";

const APPLY_HELP = `
What happens, in this order; each step can refuse, and then nothing is sent:
  1. the commit is compared with those that the stack has had: an older one is refused
  2. a preview is made and reviewed; everything about to be done must be in an approved review, with the same values
     before and after
  3. the objects that change are read: one that somebody has changed meanwhile is refused
  4. exactly this preview is applied
  5. the objects that were changed are read again, and compared with what was applied

Examples:
  catalogue apply --stack production --approved review.json
  catalogue apply --stack production --approved approved/ --receipt receipt.json
More: docs/pipeline.md of the repository`;

export const applyCommand = (): Command =>
  new Command("apply")
    .description(
      "Apply what was approved, and nothing else: compare a fresh preview with approved reviews, apply exactly this " +
        "preview, and read back what was changed.",
    )
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--directory <path>", "the catalogue folder (default: that of the stack, else ./catalogue)")
    .requiredOption(
      "--approved <path>",
      "a review that was approved (`catalogue review --format json`), or a folder with such reviews; can be repeated",
      (path: string, paths: readonly string[] = []) => [...paths, path],
    )
    .option("--accounts-from <commit>", "refuse before any request unless the accounts are those of this commit")
    .option("--receipt <file>", "write what was done to this file, as JSON, whether the command succeeds or not")
    .option("--save-plan <file>", "keep the plan of the engine in this file")
    .option(
      "--fail-on <list>",
      "which findings block: severities (block, warn, note) and codes of rules, with commas, or none (default: block)",
    )
    .addHelpText("after", APPLY_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (options: ApplyOptions) => {
      const { runApply } = await import("../apply/apply.js");
      process.exitCode = await runApply(options);
    });

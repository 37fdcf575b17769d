import { Command, Option } from "commander";
import { ADOPT_FORMATS, type AdoptOptions } from "../adopt/options.js";
import { EXIT_HELP } from "../exit-codes.js";

const ADOPT_HELP = `
An entry without a row in the state is paired with the object that has its mark, that its \`lifecycle.adopt\` names,
that has its natural key, or that is equal to it. The stack then manages the object as it is: nothing is written at
the vendor, except this stack's mark where the vendor can store one. What differs is an update in the next preview.

Examples:
  catalogue adopt sequence --dry-run          show which entry takes which object
  catalogue adopt sequence --stack production --yes
  catalogue adopt polar --differing           also objects that have only the name of the entry
Without a terminal the command needs --yes; otherwise it shows what it would do and exits with 2.
Exits with 1 when an entry could not be paired although objects fit it. More: docs/commands/adopt.md of the repository`;

export const adoptCommand = (): Command =>
  new Command("adopt")
    .description(
      "Bring objects that exist at a vendor into the stack, for the entries of the files. Nothing changes there.",
    )
    .argument("<account>", "the name of the account, such as sequence")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--directory <path>", "the catalogue folder (default: that of the stack, else ./catalogue)")
    .option("--dry-run", "show what would be adopted, and change nothing")
    .option("--yes", "adopt without a question")
    .option("--differing", "also adopt objects that have the name of an entry, and another content")
    .addOption(new Option("--format <format>", "how the result is printed").choices(ADOPT_FORMATS).default("text"))
    .addHelpText("after", ADOPT_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (account: string, options: AdoptOptions) => {
      const { runAdopt } = await import("../adopt/adopt.js");
      process.exitCode = await runAdopt(account, options);
    });

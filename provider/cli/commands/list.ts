import { Command, Option } from "commander";
import { EXIT_HELP } from "../exit-codes.js";
import { LIST_FORMATS, type ListOptions } from "../list-options.js";

const LIST_HELP = `
Examples:
  catalogue list                                    what the selected stack has
  catalogue list polar --stack production --archived
  catalogue list --files                            what the files have; needs no stack
  catalogue list --files --stack dev                the same with the values of dev
The columns, and the JSON: docs/commands/list.md of the repository`;

export const listCommand = (): Command =>
  new Command("list")
    .description(
      "Print the price list as it is, in money: of the state of a stack, or of the files. No vendor is asked, and no " +
        "passphrase is needed.",
    )
    .argument("[account]", "only this account")
    .option("--stack <name>", "the stack (default: the selected one); with --files: only use its values for ${…}")
    .option("--files", "read the files instead of a state")
    .option("--directory <path>", "with --files: the catalogue folder (default: that of the stack, else ./catalogue)")
    .option("--archived", "also what is archived, and what is below it")
    .addOption(new Option("--format <format>", "how the list is written").choices(LIST_FORMATS).default("text"))
    .addHelpText("after", LIST_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (account: string | undefined, options: ListOptions) => {
      const { runList } = await import("../list.js");
      process.exitCode = await runList(account, options);
    });

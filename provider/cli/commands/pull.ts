import { Command, Option } from "commander";
import { EXIT_HELP } from "../exit-codes.js";
import { PULL_FORMATS, type PullCommandOptions } from "../pull-options.js";

const PULL_HELP = `
Examples:
  catalogue pull sequence --stack dev                    shows the change, and asks before it writes
  catalogue pull polar --split product --yes             a file for each new product
  catalogue pull fynn --dry-run --format json            what it would write, as data
Values that a person has changed in a file stay, unless --force is given. Without a terminal and without --yes
nothing is written. More: docs/commands/pull.md of the repository`;

export const pullCommand = (): Command =>
  new Command("pull")
    .description(
      "Write what an account has into the files of the catalogue: objects without an entry get one, and entries get " +
        "the vendor's values. Comments, order and style of the files stay. Nothing is changed at the vendor.",
    )
    .argument("<account>", "the account, as in the files and in catalogue:accounts")
    .option("--stack <name>", "the stack whose state and configuration are used (default: the selected one)")
    .option("--directory <path>", "the catalogue folder (default: that of the stack, else ./catalogue)")
    .option("--archived", "write archived objects without an entry too")
    .option("--into <file>", "write new entries to this file (default: the file of the account that has most of them)")
    .addOption(
      new Option("--split <how>", "new entries: all to one file, or a file for each product").choices([
        "account",
        "product",
      ]),
    )
    .option("--all-fields", "add the fields that an entry does not name")
    .option("--doubles", "write objects that cannot be told apart, with their ids in `lifecycle: { adopt: … }`")
    .option("--force", "write the vendor's values over values that were changed in the files")
    .option("--dry-run", "show the change and write nothing")
    .option("--yes", "write without asking")
    .addOption(new Option("--format <format>", "how the change is shown").choices(PULL_FORMATS).default("text"))
    .addHelpText("after", PULL_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (account: string, options: PullCommandOptions) => {
      const { runPull } = await import("../pull.js");
      process.exitCode = await runPull(account, options);
    });

import { Command, InvalidArgumentError, Option } from "commander";
import { EXIT_HELP } from "../exit-codes.js";
import { LOG_FORMATS, type LogOptions } from "../log/log-options.js";

const LOG_HELP = `
Examples:
  catalogue log sequence/platform/monthly                  every change of this price
  catalogue log polar/pro --since 2026-01-01               since a day
  catalogue log polar/pro --since "3 months" --limit 5     the last five since then
  catalogue log fynn/seat/monthly --stack production       with the values of a stack at each commit
The history is that of HEAD: a merge counts when it was merged. Nothing is changed.
What it follows, and its limits: docs/commands/log.md of the repository`;

export const logCommand = (): Command =>
  new Command("log")
    .description(
      "Show the history of an entry from git: when it changed, who changed it, and what that meant in money. It is " +
        "followed through renames and through moves between files.",
    )
    .argument("<address>", "the address of the entry now, or of one that is gone: account/product[/price]")
    .option("--stack <name>", "fill in the values of ${…} that this stack had at each commit")
    .option("--directory <path>", "the catalogue folder (default: that of the stack, else ./catalogue)")
    .option("--config-file <path>", "take the values from this file instead of Pulumi.<stack>.yaml")
    .option("--limit <number>", "show at most so many changes, the newest", atLeastOne)
    .option("--since <date>", 'show changes since a day (2026-01-31), a time (ISO 8601), or an age ("3 months")')
    .addOption(new Option("--format <format>", "how the history is written").choices(LOG_FORMATS).default("text"))
    .addHelpText("after", LOG_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (address: string, options: LogOptions) => {
      const { runLog } = await import("../log/log.js");
      process.exitCode = runLog(address, options);
    });

function atLeastOne(text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new InvalidArgumentError("Write a whole number from 1.");
  return Number(text);
}

import { Command, Option } from "commander";
import { EXIT_HELP } from "../exit-codes.js";
import { IDS_FORMATS, type IdsOptions } from "../ids/options.js";

const IDS_HELP = `
Examples:
  catalogue ids                                      { "polar/pro": "5a0b5d54-…", … }
  catalogue ids --stack production --output src/catalogue-ids.ts
  catalogue ids --stack production --output src/catalogue-ids.ts --check
  catalogue ids polar --format env --output .env.catalogue
How an application uses them: docs/commands/ids.md of the repository`;

export const idsCommand = (): Command =>
  new Command("ids")
    .description(
      "Print the vendors' ids of all that a stack has, by address, for the application that sells it. Archived " +
        "entries are left out. It reads the state of the stack: no vendor is asked, and no passphrase is needed.",
    )
    .argument("[account]", "only this account")
    .option("--stack <name>", "the stack (default: the selected one)")
    .addOption(
      new Option("--format <format>", "how the ids are written (default: by the name of --output, else json)").choices(
        IDS_FORMATS,
      ),
    )
    .option("--archived", "also the ids of archived entries; in ts as a second constant, `archivedIds`")
    .option("--prefix <text>", "what the names of --format env begin with", "")
    .option("--output <file>", "write the ids to this file (.json, .env, .ts: in that format)")
    .option("--check", "with --output: write nothing; exit with 2 if the file is missing or out of date")
    .addHelpText("after", IDS_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (account: string | undefined, options: IdsOptions) => {
      const { runIds } = await import("../ids/ids.js");
      process.exitCode = await runIds({ ...options, ...(account === undefined ? {} : { account }) });
    });

import { Command, Option } from "commander";
import { EXIT_HELP } from "../exit-codes.js";
import { ENVIRONMENTS, INIT_FORMATS, type InitOptions } from "../init/options.js";

const INIT_HELP = `
On a terminal, what the options do not say is asked.

Examples:
  catalogue init --vendor sequence --vendor polar --stack dev     this folder, and a stack in the backend of the CLI
  catalogue init billing --vendor fynn --base-url fynn=https://acme.coreapi.io
  catalogue init --vendor polar --environment local --stack try --backend file --yes    without any account
The files and their limits: docs/commands/init.md of the repository`;

/** Options that may be given several times. */
const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export const initCommand = (): Command =>
  new Command("init")
    .description(
      "Make a new project: package.json, the program, Pulumi.yaml, a first catalogue file for each vendor, and " +
        ".gitignore. Files that exist are not overwritten.",
    )
    .argument("[folder]", "the folder of the project", ".")
    .option("--vendor <name>", "a vendor of the catalogue; may be given several times", collected)
    .addOption(
      new Option(
        "--environment <environment>",
        "which systems the stack uses; local: those of `catalogue sandbox` (default: sandbox)",
      ).choices(ENVIRONMENTS),
    )
    .option("--base-url <vendor=url>", "the URL of a vendor's API; may be given several times", collected)
    .option("--stack <name>", "also create this stack, with `pulumi stack init`")
    .option(
      "--backend <backend>",
      "where Pulumi.yaml says that the state is kept: `file` (the folder `state` of the project), or the URL of a " +
        "backend (default: that of `pulumi login`)",
    )
    .option("--yes", "ask nothing")
    .option("--force", "replace files that exist")
    .option("--no-install", "do not run `npm install`, also where the package is not installed")
    .addOption(new Option("--format <format>", "how the result is printed").choices(INIT_FORMATS).default("text"))
    .addHelpText("after", INIT_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (folder: string, options: InitOptions) => {
      const { runInit } = await import("../init/run.js");
      process.exitCode = await runInit(folder, options);
    });

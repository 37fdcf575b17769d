import { Command, Option } from "commander";
import { EXIT_HELP } from "../exit-codes.js";
import { FORMATS, type ValidateOptions } from "../validate-options.js";

export const validateCommand = (): Command =>
  new Command("validate")
    .description("Report every problem of a catalogue, with its place and what to do.")
    .argument("[path]", "the catalogue folder, or one file", "./catalogue")
    .addOption(new Option("--format <format>", "how problems are printed").choices(FORMATS).default("text"))
    .option(
      "--stack <name>",
      "take the values of ${…} from the file of this stack ([organization/[project/]]stack, as for the Pulumi CLI); " +
        "without it a placeholder may be anything",
    )
    .option("--config-file <path>", "take the values from this file instead of Pulumi.<stack>.yaml")
    .addHelpText("after", EXIT_HELP)
    .action(async (path: string, options: ValidateOptions) => {
      const { validate } = await import("../validate.js");
      process.exitCode = validate(path, options);
    });

import { Command, Option } from "commander";
import { DOCTOR_FORMATS, type DoctorOptions } from "../doctor/options.js";
import { EXIT_HELP } from "../exit-codes.js";

const DOCTOR_HELP = `
Nothing is changed. One request is sent to each account: the first page of a list.

Examples:
  catalogue doctor                  the selected stack
  catalogue doctor --stack dev --format json
Each check and what it means: docs/commands/doctor.md of the repository`;

export const doctorCommand = (): Command =>
  new Command("doctor")
    .description(
      "Check everything that a run needs: Node, the Pulumi CLI, the project, the stack, its configuration, the " +
        "catalogue, and each account. Says what is wrong and what to do.",
    )
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--directory <path>", "the catalogue folder (default: that of the stack, else ./catalogue)")
    .addOption(new Option("--format <format>", "how the findings are printed").choices(DOCTOR_FORMATS).default("text"))
    .addHelpText("after", DOCTOR_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import("../doctor/run.js");
      process.exitCode = await runDoctor(options);
    });

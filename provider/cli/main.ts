#!/usr/bin/env node
/** `catalogue`: what can be done with a catalogue without an engine and without a network. */
import { Command, Option } from "commander";
import { checkStaleSchemas, writeSchemas } from "./schema.js";
import { FORMATS, validate } from "./validate.js";

const program = new Command("catalogue").description("The billing catalogue as code, without engine or network.").showHelpAfterError();

program
  .command("validate")
  .description("Report every problem of a catalogue at its place. Exit code 0: none, 1: problems, 2: it could not be done.")
  .argument("[directory]", "the catalogue folder", "./catalogue")
  .addOption(new Option("--format <format>", "how problems are printed").choices(FORMATS).default("text"))
  .option("--stack <name>", "take the values of ${…} from Pulumi.<name>.yaml; without it a placeholder may be anything")
  .action((directory: string, options: Parameters<typeof validate>[1]) => {
    process.exitCode = validate(directory, options);
  });

program
  .command("schema")
  .description("Write the JSON Schemas that editors use for completion, hover and errors.")
  .argument("[directory]", "the folder to write to", "./catalogue/schema")
  .option("--check", "write nothing; exit with 1 when a file is missing or out of date")
  .action((directory: string, { check }: { check?: boolean }) => {
    process.exitCode = check ? checkStaleSchemas(directory) : writeSchemas(directory);
  });

try {
  program.parse();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

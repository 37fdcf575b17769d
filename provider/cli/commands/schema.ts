import { Command } from "commander";
import { EXIT_HELP } from "../exit-codes.js";

export const schemaCommand = (): Command =>
  new Command("schema")
    .description("Write the JSON Schemas that editors use for completion, hover and errors.")
    .argument("[directory]", "the folder to write to", "./catalogue/schema")
    .option("--check", "write nothing; exit with 1 if a file is missing or out of date")
    .addHelpText("after", EXIT_HELP)
    .action(async (directory: string, { check }: { check?: boolean }) => {
      const { checkStaleSchemas, writeSchemas } = await import("../schema.js");
      process.exitCode = check ? checkStaleSchemas(directory) : writeSchemas(directory);
    });

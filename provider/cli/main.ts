#!/usr/bin/env node
/** The command `catalogue`: validates a catalogue, reviews a change of it, and writes the schemas for editors. */
import { createRequire } from "node:module";
import { Command, Option } from "commander";
import { messageWithPlace, TRACE_VARIABLE } from "../lifecycle/failure.js";
import { nodeProblem } from "../node-version.cjs";
import { EXIT, EXIT_HELP } from "./exit-codes.js";
import { FORGE_NAMES, REVIEW_FORMATS, reviewCommand } from "./review.js";
import { checkStaleSchemas, writeSchemas } from "./schema.js";
import { FORMATS, validate } from "./validate.js";

const { version } = createRequire(import.meta.url)("billing-catalogue/package.json") as { version: string };

const REVIEW_HELP = `
Examples:
  catalogue review --base origin/main                     the files of this branch
  catalogue review --stack dev --output review.html       the preview, as a page to open
  pulumi preview --json --show-sames | catalogue review --from - --format markdown
The formats, the rules and their limits: docs/review.md of the repository`;

const program = new Command("catalogue")
  .description("Check a billing catalogue, and review its changes.")
  .version(version)
  .addHelpText("after", EXIT_HELP)
  .showHelpAfterError();

program
  .command("validate")
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
  .action((path: string, options: Parameters<typeof validate>[1]) => {
    process.exitCode = validate(path, options);
  });

program
  .command("schema")
  .description("Write the JSON Schemas that editors use for completion, hover and errors.")
  .argument("[directory]", "the folder to write to", "./catalogue/schema")
  .option("--check", "write nothing; exit with 1 if a file is missing or out of date")
  .addHelpText("after", EXIT_HELP)
  .action((directory: string, { check }: { check?: boolean }) => {
    process.exitCode = check ? checkStaleSchemas(directory) : writeSchemas(directory);
  });

program
  .command("review")
  .description(
    "Show what a change of the catalogue does: what becomes dearer or cheaper, who keeps what, what cannot be taken " +
      "back, what looks like a mistake, and what is sent to the vendor. Nothing is changed.",
  )
  .option("--stack <name>", "run the preview of this stack and review it; with --base: only use its values for ${…}")
  .option("--from <file>", "review the output of `pulumi preview --json --show-sames` (-: standard input)")
  .option("--base <commit>", "review the files against a commit, without an engine, a state or credentials")
  .option("--refresh", "with --stack: compare the state with the vendor first (needs credentials)")
  .option(
    "--impact",
    "with --stack or --from: count the subscriptions and more of what is archived, replaced or changed (needs " +
      "credentials that may read)",
  )
  .option("--directory <path>", "the catalogue folder (default: that of the stack, else ./catalogue)")
  .option("--config-file <path>", "with --base: take the values from this file instead of Pulumi.<stack>.yaml")
  .addOption(
    new Option("--format <format>", "how the review is written (default: by the name of --output, else text)").choices(
      REVIEW_FORMATS,
    ),
  )
  .addOption(
    new Option("--forge <forge>", "where the Markdown is shown: decides its greatest length")
      .choices(FORGE_NAMES)
      .default("github"),
  )
  .option(
    "--output <file>",
    "write the review to this file (.md, .html, .json, .sarif: in that format), and print it as text",
  )
  .option(
    "--fail-on <list>",
    "which findings block: severities (block, warn, note) and codes of rules, with commas, or none (default: block)",
  )
  .addHelpText("after", REVIEW_HELP)
  .addHelpText("after", EXIT_HELP)
  .action(async (options: Parameters<typeof reviewCommand>[0]) => {
    process.exitCode = await reviewCommand(options);
  });

try {
  const problem = nodeProblem(process.versions.node);
  if (problem !== undefined) throw new Error(problem);
  await program.parseAsync();
} catch (error) {
  const place = ["catalogue", ...program.args.slice(0, 1)].join(" ");
  process.stderr.write(`${messageWithPlace(error, place, Boolean(process.env[TRACE_VARIABLE]))}\n`);
  process.exitCode = EXIT.problems;
}

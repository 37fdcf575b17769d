import { Command, Option } from "commander";
import { EXIT_HELP } from "../exit-codes.js";
import { FORGE_NAMES, REVIEW_FORMATS, type ReviewOptions } from "../review-options.js";

const REVIEW_HELP = `
Examples:
  catalogue review --base origin/main                     the files of this branch
  catalogue review --stack dev --output review.html       the preview, as a page to open
  catalogue review --snapshot snapshot.json               the preview, without access to the state
  pulumi preview --json --show-sames | catalogue review --from - --format markdown
The formats, the rules and their limits: docs/review.md of the repository`;

export const reviewCommand = (): Command =>
  new Command("review")
    .description(
      "Show what a change of the catalogue does: what becomes dearer or cheaper, who keeps what, what cannot be " +
        "taken back, what looks like a mistake, and what is sent to the vendor. Nothing is changed.",
    )
    .option("--stack <name>", "run the preview of this stack and review it; with --base: only use its values for ${…}")
    .option(
      "--from <file>",
      "review the output of `pulumi preview --json --show-sames`, or show a review that was written as JSON " +
        "(-: standard input)",
    )
    .option("--base <commit>", "review the files against a commit, without an engine, a state or credentials")
    .option(
      "--snapshot <file>",
      "run the preview against what `catalogue snapshot` has written, without any credentials",
    )
    .option("--refresh", "with --stack: compare the state with the vendor first (needs credentials)")
    .option(
      "--impact",
      "with --stack or --from: count the subscriptions and more of what is archived, replaced or changed (needs " +
        "credentials that may read)",
    )
    .option("--directory <path>", "the catalogue folder (default: that of the stack, else ./catalogue)")
    .option("--config-file <path>", "with --base: take the values from this file instead of Pulumi.<stack>.yaml")
    .addOption(
      new Option(
        "--format <format>",
        "how the review is written (default: by the name of --output, else text)",
      ).choices(REVIEW_FORMATS),
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
    .option("--allow-changes", "exit with 0 instead of 2 if there are changes and nothing blocks")
    .option(
      "--approved <path>",
      "with --stack: compare with a review that was approved, or a folder with such reviews; can be repeated. Exits " +
        "with 4 if something is about to be done that is in none of them, and with 0 otherwise",
      (path: string, paths: readonly string[] = []) => [...paths, path],
    )
    .option("--save-plan <file>", "with --stack: keep the plan of the engine, for `pulumi up --plan <file>`")
    .addHelpText("after", REVIEW_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (options: ReviewOptions) => {
      const { runReview } = await import("../review.js");
      process.exitCode = await runReview(options);
    });

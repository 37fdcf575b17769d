import { Command, InvalidArgumentError } from "commander";
import type { CommentOptions } from "../comment/options.js";
import { EXIT_HELP } from "../exit-codes.js";

const COMMENT_HELP = `
Examples, in a job of GitHub or GitLab:
  catalogue comment --review review.json                          the pull request of the run
  catalogue comment --receipt receipt.json --pull-request 41
  catalogue comment --receipt receipt.json --approvals approved/approvals.json
  catalogue comment --drift drift.json                            an issue
Which permissions and tokens it needs: docs/commands/comment.md of the repository`;

export const commentCommand = (): Command =>
  new Command("comment")
    .description(
      "Write a review, a receipt or drift to GitHub or GitLab: one comment for each stack, which is updated, and one " +
        "issue about drift, which is closed when there is none any more.",
    )
    .option("--review <file>", "what `catalogue review --format json` has written")
    .option("--receipt <file>", "what `catalogue apply --receipt` has written")
    .option("--drift <file>", "what `catalogue drift --format json` has written")
    .option(
      "--pull-request <number>",
      "the pull request or merge request; can be repeated (default: that of the run)",
      (text: string, numbers: readonly number[] = []) => [...numbers, numberOf(text)],
    )
    .option("--approvals <file>", "with --receipt: all pull requests that `catalogue approvals` has found")
    .option("--no-labels", "do not label the pull request")
    .addHelpText("after", COMMENT_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (options: CommentOptions) => {
      const { runComment } = await import("../comment/comment.js");
      process.exitCode = await runComment(options);
    });

function numberOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be the number of a pull request.");
}

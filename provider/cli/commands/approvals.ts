import { Command } from "commander";
import type { ApprovalsOptions } from "../approvals.js";

const APPROVALS_HELP = `
Examples:
  catalogue approvals --stack production --output approved/
  catalogue apply --stack production --approved approved/
Runs in a job of GitHub Actions or GitLab CI, and needs its token (GITHUB_TOKEN, GITLAB_TOKEN) and the whole history of
git. More: docs/commands/approvals.md of the repository`;

export const approvalsCommand = (): Command =>
  new Command("approvals")
    .description(
      "Bring the reviews of the pull requests that were merged since the stack was last applied, for " +
        "`catalogue apply`.",
    )
    .requiredOption("--stack <name>", "the stack, as in the name of the reviews that are kept")
    .requiredOption("--output <folder>", "the folder to write the reviews to")
    .option("--since <commit>", "the last commit that was applied (default: by the history of the stack)")
    .option("--branch <name>", "the branch that pull requests are merged into (default: that of the run)")
    .addHelpText("after", APPROVALS_HELP)
    .action(async (options: ApprovalsOptions) => {
      const { runApprovals } = await import("../approvals.js");
      process.exitCode = await runApprovals(options);
    });

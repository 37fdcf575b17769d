import { Command } from "commander";
import type { SnapshotOptions } from "../snapshot/options.js";

const SNAPSHOT_HELP = `
Examples:
  catalogue snapshot --stack production --output snapshot.json   after each run of the default branch
  catalogue review --snapshot snapshot.json                      in a pull request, without any credentials
More: docs/commands/snapshot.md of the repository`;

export const snapshotCommand = (): Command =>
  new Command("snapshot")
    .description(
      "Write what a review needs of a stack, and nothing secret: its rows and its plain configuration. With it, " +
        "`catalogue review --snapshot` runs the preview without access to the state and without credentials.",
    )
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--output <file>", "write the snapshot to this file (default: standard output)")
    .addHelpText("after", SNAPSHOT_HELP)
    .action(async (options: SnapshotOptions) => {
      const { runSnapshot } = await import("../snapshot/snapshot.js");
      process.exitCode = await runSnapshot(options);
    });

#!/usr/bin/env node
/** The command `catalogue`. Each of its commands is a file in `commands/`; its code is loaded when it runs. */
import { createRequire } from "node:module";
import { Command } from "commander";
import { messageWithPlace, TRACE_VARIABLE } from "../lifecycle/failure.js";
import { nodeProblem } from "../node-version.cjs";
import { adoptCommand } from "./commands/adopt.js";
import { applyCommand } from "./commands/apply.js";
import { approvalsCommand } from "./commands/approvals.js";
import { commentCommand } from "./commands/comment.js";
import { compareCommand } from "./commands/compare.js";
import { doctorCommand } from "./commands/doctor.js";
import { driftCommand } from "./commands/drift.js";
import { idsCommand } from "./commands/ids.js";
import { initCommand } from "./commands/init.js";
import { listCommand } from "./commands/list.js";
import { logCommand } from "./commands/log.js";
import { pullCommand } from "./commands/pull.js";
import { revertCommand } from "./commands/revert.js";
import { reviewCommand } from "./commands/review.js";
import { sandboxCommand } from "./commands/sandbox.js";
import { schemaCommand } from "./commands/schema.js";
import { snapshotCommand } from "./commands/snapshot.js";
import { validateCommand } from "./commands/validate.js";
import { EXIT, EXIT_HELP } from "./exit-codes.js";

const { version } = createRequire(import.meta.url)("billing-catalogue/package.json") as { version: string };

const program = new Command("catalogue")
  .description("Check a billing catalogue, review its changes, and bring an existing account into it.")
  .version(version)
  .addHelpText("after", EXIT_HELP)
  .showHelpAfterError();

program.commandsGroup("A project:").addCommand(initCommand()).addCommand(doctorCommand()).addCommand(sandboxCommand());
program
  .commandsGroup("The files:")
  .addCommand(validateCommand())
  .addCommand(schemaCommand())
  .addCommand(logCommand())
  .addCommand(revertCommand());
program
  .commandsGroup("A change:")
  .addCommand(reviewCommand())
  .addCommand(compareCommand())
  .addCommand(approvalsCommand())
  .addCommand(applyCommand())
  .addCommand(commentCommand());
program
  .commandsGroup("An existing account:")
  .addCommand(pullCommand())
  .addCommand(adoptCommand())
  .addCommand(driftCommand());
program.commandsGroup("The stack:").addCommand(listCommand()).addCommand(idsCommand()).addCommand(snapshotCommand());

for (const command of program.commands) command.copyInheritedSettings(program);

try {
  const problem = nodeProblem(process.versions.node);
  if (problem !== undefined) throw new Error(problem);
  await program.parseAsync();
} catch (error) {
  const place = ["catalogue", ...program.args.slice(0, 1)].join(" ");
  process.stderr.write(`${messageWithPlace(error, place, Boolean(process.env[TRACE_VARIABLE]))}\n`);
  process.exitCode = EXIT.problems;
}

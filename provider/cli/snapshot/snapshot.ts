/** `catalogue snapshot`: what a review needs of a stack, without anything secret. */
import { snapshotText } from "../../pulumi/snapshot.js";
import { snapshotOfStack } from "../../pulumi/snapshot-of-stack.js";
import { registry } from "../../vendors/registry.js";
import { credentialsIn, secretsTakenOut } from "../../without-secrets.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { writeOutput } from "../output.js";
import type { SnapshotOptions } from "./options.js";

/** Writes the snapshot, or prints it. Returns the exit code. */
export async function runSnapshot({ stack, output }: SnapshotOptions): Promise<ExitCode> {
  const { hidden, ...parts } = await snapshotOfStack(process.cwd(), stack);
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  if (hidden.length > 0)
    note(
      `warning: secret values of entries are hidden, so a review shows them as changes: ${hidden.join(", ")}\n` +
        "  what to do: do not mark values of entries as secret; the vendor shows them anyway",
    );
  const whole = snapshotText(parts);
  // Nothing in it is secret by its mark; this is for what was never marked.
  const text = secretsTakenOut(registry, credentialsIn(process.env, registry))(whole);
  if (text !== whole) note("warning: a value in the state looks like a credential, and is left out of the snapshot");
  if (output === undefined) process.stdout.write(text);
  else writeOutput(output, text);
  return EXIT.fine;
}

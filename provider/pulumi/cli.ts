/** Commands of the Pulumi CLI, for commands without an engine of their own. */
import { execFile } from "node:child_process";
import { withoutPassword } from "./without-password.js";

const SECONDS = 120;
const MAX_OUTPUT = 1024 * 1024 * 1024;

/**
 * What a command of the Pulumi CLI prints. `what`: what the command is for, as the beginning of a sentence: "the state
 * of the stack could not be read".
 *
 * @throws an Error in the words of the CLI, with what to do
 */
export function pulumiCommand(args: readonly string[], folder: string, what: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, timeout: SECONDS * 1_000, maxBuffer: MAX_OUTPUT };
    execFile("pulumi", [...args, "--non-interactive"], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      if (error.code === "ENOENT")
        return reject(
          new Error(
            `${what}: the Pulumi CLI was not found\n  what to do: install it ` +
              "(https://www.pulumi.com/docs/install), and make sure that `pulumi` is on the PATH",
          ),
        );
      const words = error.killed ? `the CLI did not end within ${SECONDS} seconds` : wordsOf(stderr, error);
      reject(new Error(`${what}: ${words}\n  what to do: make \`pulumi ${shown(args)}\` work here`));
    });
  });
}

/** Secrets are printed, not passed. */
const shown = (args: readonly string[]): string => args.filter((arg) => arg !== "--show-secrets").join(" ");

function wordsOf(stderr: string, error: Error): string {
  const lines = stderr
    .split("\n")
    .map((line) => line.replace(/^\s*error: /, "").trimEnd())
    .filter((line) => line.trim() !== "");
  return withoutPassword(lines.join("\n  ") || (error.message.split("\n", 1)[0] ?? ""));
}

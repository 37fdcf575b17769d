/** Progress of a command that takes a while: a line that changes on a terminal, nothing elsewhere. */
import ora from "ora";

export interface Progress {
  /** "120 resources" */
  readonly at: (what: string) => void;
  readonly end: () => void;
}

export function progressOn(stream: NodeJS.WriteStream, title: string): Progress {
  // Standard input may be a file that is still to be read.
  const spinner = ora({ text: title, stream, discardStdin: false });
  if (!stream.isTTY) return { at: () => undefined, end: () => undefined };
  spinner.start();
  return {
    at: (what) => {
      spinner.text = `${title}: ${what}`;
    },
    end: () => void spinner.stop(),
  };
}

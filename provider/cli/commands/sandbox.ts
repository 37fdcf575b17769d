import { Command, InvalidArgumentError, Option } from "commander";
import { EXIT_HELP } from "../exit-codes.js";
import { FIRST_PORT, SANDBOX_FORMATS, type SandboxOptions } from "../sandbox/options.js";

const SANDBOX_HELP = `
The ports are 4710 (Sequence), 4711 (Fynn) and 4712 (Polar); with --port, that one and the next ones.

Examples:
  catalogue sandbox                        all vendors, empty
  catalogue sandbox polar --seed           one vendor, with an account that others have filled
  catalogue sandbox --seed 1000 --random 7 --port 5000
The requests, the formats and their limits: docs/commands/sandbox.md of the repository`;

const DEFAULT_OBJECTS = "250";
const MOST_OBJECTS = 100_000;
const MOST_RANDOM = 2 ** 32 - 1;

/** A whole number within bounds. */
const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^[0-9]+$/.test(text) || number < least || number > most)
      throw new InvalidArgumentError(`Use a whole number from ${least} to ${most}.`);
    return number;
  };

export const sandboxCommand = (): Command =>
  new Command("sandbox")
    .description(
      "Start the vendors in the memory of this machine, to try a catalogue without an account: they answer as the " +
        "vendors do, and show each request. Press Ctrl+C to end them.",
    )
    .argument("[vendor...]", "the vendors to start (default: all)")
    .addOption(
      new Option("--port <first>", "the port of the first vendor; 0 takes any free ports")
        .argParser(wholeNumber(0, 65_535))
        .default(FIRST_PORT),
    )
    .addOption(
      new Option(
        "--seed [objects]",
        "begin with accounts of so many objects that nobody has made with this tool, archived ones and doubles " +
          "among them",
      )
        .argParser(wholeNumber(0, MOST_OBJECTS))
        .preset(DEFAULT_OBJECTS),
    )
    .addOption(
      new Option("--random <number>", "seed with this number; another number makes other objects")
        .argParser(wholeNumber(0, MOST_RANDOM))
        .implies({ seed: Number(DEFAULT_OBJECTS) })
        .default(1),
    )
    .addOption(new Option("--format <format>", "how requests are printed").choices(SANDBOX_FORMATS).default("text"))
    .addHelpText("after", SANDBOX_HELP)
    .addHelpText("after", EXIT_HELP)
    .action(async (vendors: readonly string[], options: SandboxOptions) => {
      const { runSandbox } = await import("../sandbox/run.js");
      process.exitCode = await runSandbox(vendors, options);
    });

/** `catalogue sandbox`: the vendors in memory, until a signal ends it. */
import type { Vendor } from "../../kinds/vendor.js";
import { didYouMean } from "../../validation/did-you-mean.js";
import { registry } from "../../vendors/registry.js";
import { hasColours } from "../colours.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import type { SandboxOptions } from "./options.js";
import { jsonOutput, textOutput } from "./output.js";
import { LAST_FIRST_PORT, startVendors } from "./vendors.js";

/**
 * Runs until SIGINT or SIGTERM. `names`: of vendors; none: all.
 *
 * @throws an Error that says what to do for an unknown vendor and for a port that is taken
 */
export async function runSandbox(names: readonly string[], options: SandboxOptions): Promise<ExitCode> {
  const vendors = wantedVendors(names);
  if (options.port > LAST_FIRST_PORT)
    throw new Error(`--port ${options.port} is too high\n  what to do: use a port up to ${LAST_FIRST_PORT}`);
  const ended = signalled();
  const started = await startVendors(vendors, options);
  const output = options.format === "json" ? jsonOutput : textOutput(hasColours(process.stdout, process.env));
  for (const { vendor, sandbox } of started)
    sandbox.onExchange = (exchange) => {
      process.stdout.write(output.request(exchange, vendor));
      // The command may run for days.
      sandbox.clear();
    };
  process.stdout.write(output.started(started));
  await ended;
  await Promise.all(started.map(({ sandbox }) => sandbox.close()));
  return EXIT.fine;
}

function wantedVendors(names: readonly string[]): readonly Vendor[] {
  const all = registry.vendors;
  const unknown = names.find((name) => !registry.vendor(name));
  if (unknown !== undefined) {
    const known = all.map(({ name }) => name);
    throw new Error(`${unknown} is not a vendor\n  what to do: ${didYouMean(unknown, known)}`);
  }
  return all.filter(({ name }) => names.length === 0 || names.includes(name));
}

/** Resolves at the first signal, and when nobody reads the output any more. A second signal ends the process as usual. */
const signalled = (): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.once("error", () => resolve());
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });

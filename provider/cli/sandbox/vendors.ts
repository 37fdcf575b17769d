/** The vendors of `sandboxes/`, ready to be started. */
import { fynnSandbox } from "../../../sandboxes/fynn/sandbox.js";
import { polarSandbox } from "../../../sandboxes/polar/sandbox.js";
import { type Seeded, seed } from "../../../sandboxes/seed.js";
import { sequenceSandbox } from "../../../sandboxes/sequence/sandbox.js";
import type { Vendor } from "../../kinds/vendor.js";
import { registry } from "../../vendors/registry.js";
import { environmentOf, LOCAL_CREDENTIALS, portOf } from "./addresses.js";
import type { SandboxOptions } from "./options.js";

/** The same in each run, so that a stack that has seen the organization finds it again. */
const ORGANIZATION = "0b1f3c5d-7e9a-4b2c-8d4e-6f8a0b2c4d6e";

const SANDBOXES = { sequence: sequenceSandbox, fynn: fynnSandbox, polar: polarSandbox } as const;
type AnySandbox = ReturnType<(typeof SANDBOXES)[keyof typeof SANDBOXES]>;

export interface Started {
  readonly vendor: Vendor;
  readonly sandbox: AnySandbox;
  readonly environment: Readonly<Record<string, string>>;
  /** What it has from the start. */
  readonly seeded?: Seeded;
}

/**
 * Starts the sandboxes of these vendors. None is left running where one cannot be started.
 *
 * @throws an Error that says what to do when a port is taken
 */
export async function startVendors(
  vendors: readonly Vendor[],
  { port, seed: objects, random }: SandboxOptions,
): Promise<Started[]> {
  const started: Started[] = [];
  try {
    for (const vendor of vendors) {
      const sandbox = made(vendor);
      const seeded = objects === undefined ? undefined : seed(sandbox, { objects, random });
      const at = portOf(vendor, port);
      await sandbox.start(at).catch((error: unknown) => {
        throw new Error(notStarted(vendor, at, error as NodeJS.ErrnoException));
      });
      started.push({ vendor, sandbox, environment: environmentOf(vendor), ...(seeded ? { seeded } : {}) });
    }
  } catch (error) {
    await Promise.all(started.map(({ sandbox }) => sandbox.close()));
    throw error;
  }
  return started;
}

function made({ name, title }: Vendor): AnySandbox {
  const make = SANDBOXES[name as keyof typeof SANDBOXES];
  if (!make) throw new Error(`there is no sandbox of ${title}`);
  return make({ ...LOCAL_CREDENTIALS, organizationId: ORGANIZATION });
}

function notStarted({ title }: Vendor, port: number, { code, message }: NodeJS.ErrnoException): string {
  const what = `the sandbox of ${title} cannot use port ${port} of 127.0.0.1`;
  const other = `choose other ports: catalogue sandbox --port ${Math.min(port + 100, LAST_FIRST_PORT)}`;
  if (code === "EADDRINUSE")
    return (
      `${what}, because another program uses it\n` +
      `  what to do: end that program (it may be another \`catalogue sandbox\`), or ${other}`
    );
  return `${what} (${code ?? message})\n  what to do: ${other}`;
}

/** The highest value of --port: each vendor has a port. */
export const LAST_FIRST_PORT = 65_535 - (registry.vendors.length - 1);

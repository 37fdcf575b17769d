import type { Limits } from "../http/client.js";
import type { Clock } from "../http/clock.js";
import type { Redactor } from "../http/redact.js";
import type { Transport } from "../http/transport.js";

/** Everything the lifecycle needs of the world; tests hand in their own. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly transport: (baseUrl: URL, limits: Limits) => Transport;
  readonly clock: Clock;
  /** 0 ≤ random < 1. */
  readonly random: () => number;
  /** The state of the stack as the engine has it now. Rejects when it cannot be read. */
  readonly exportState: (owner: string) => Promise<readonly StateRow[]>;
  readonly report: Report;
  readonly redactor: Redactor;
}

/** A line for the person who runs the engine. */
export interface Report {
  info(message: string): void;
  warn(message: string): void;
}

/** One row of the stack's state. */
export interface StateRow {
  readonly id: string;
  /** "sequence:ListPrice" */
  readonly type: string;
  readonly account: string;
  readonly address: string;
  readonly archived: boolean;
  /** The host that the object was made at; empty when it is not known. */
  readonly host: string;
  readonly organization?: string;
}

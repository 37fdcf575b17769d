import type { Limits, OnWrite } from "../http/client.js";
import type { Clock } from "../http/clock.js";
import type { Redactor } from "../http/redact.js";
import type { Transport } from "../http/transport.js";

/** Everything the lifecycle needs of the world; tests hand in their own. */
export interface Runtime {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly transport: (baseUrl: URL, limits: Limits) => Transport;
  readonly clock: Clock;
  /** 0 ≤ random < 1. */
  readonly random: () => number;
  /** The state of the stack as the engine has it now. Rejects when it cannot be read. */
  readonly exportState: (owner: string) => Promise<StackState>;
  /** Arguments of the CLI whose command this is part of, without its name; undefined when they cannot be read. */
  readonly commandLine: () => Promise<readonly string[] | undefined>;
  /** Objects that entries take as they are in this run, read once. Absent: an ordinary run. */
  readonly adoptions?: () => Adoptions;
  /** Notes the requests that may change something. Absent: nobody asks for them. */
  readonly onWrite?: OnWrite | undefined;
  readonly report: Report;
  readonly redactor: Redactor;
}

/** Ids of objects, by kind and address of the entry: "sequence:Product sequence/platform" → id. */
export type Adoptions = ReadonlyMap<string, string>;

/** A line for the person who runs the engine. */
export interface Report {
  info(message: string): void;
  warn(message: string): void;
}

/** The stack's state, as far as the lifecycle reads it. */
export interface StackState {
  readonly rows: readonly StateRow[];
  /** Creates that the engine began and whose end it never saw. */
  readonly creating: readonly InterruptedCreate[];
}

/**
 * A "creating" operation. The engine keeps it until `pulumi refresh --clear-pending-creates`, even if the object was
 * created since.
 */
export interface InterruptedCreate {
  /** "sequence:ListPrice" */
  readonly type: string;
  readonly account: string;
  readonly address: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** A row of the state holds an object for this entry, made before or since. */
  readonly hasRow: boolean;
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
  /** The engine refuses to remove it. */
  readonly protected?: boolean;
  /** The engine removes the row alone. */
  readonly retained?: boolean;
  /** When the engine last wrote the row, in milliseconds since the epoch. */
  readonly modified?: number;
}

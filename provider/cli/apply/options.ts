export interface ApplyOptions {
  readonly stack?: string;
  readonly directory?: string;
  /** Files or folders with reviews that people have approved. */
  readonly approved: readonly string[];
  /** The commit whose accounts, hosts and organizations are allowed. */
  readonly accountsFrom?: string;
  /** Where the receipt is written, as JSON. */
  readonly receipt?: string;
  /** Where the plan of the engine is kept. Default: a temporary file. */
  readonly savePlan?: string;
  readonly failOn?: string;
}

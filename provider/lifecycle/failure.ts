/** An error for the person who runs the engine: what, where, and what to do next; never a stack trace. */
export class Refusal extends Error {
  constructor(address: string, message: string, remedy: string) {
    super(`${message.startsWith(address) ? "" : `${address}: `}${message}\n  what to do: ${remedy}`);
    this.name = "Refusal";
  }
}

/** The stack's state cannot be read, so that nobody can tell which objects it holds. */
export class UnreadableState extends Refusal {}

/**
 * The object exists at the vendor, and a later step failed. The engine keeps `properties` as the state, so they
 * say what is true at the vendor, and the next run goes on from there.
 */
export class Partial extends Error {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly reasons: readonly string[];

  constructor(id: string, properties: Readonly<Record<string, unknown>>, reason: string) {
    super(reason);
    this.name = "Partial";
    this.id = id;
    this.properties = properties;
    this.reasons = [reason];
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

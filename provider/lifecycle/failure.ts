/** An error for the person who runs the engine: what, where, and what to do next; never a stack trace. */
export class Refusal extends Error {
  constructor(address: string, message: string, remedy: string) {
    super(`${namesInFront(address, message) ? "" : `${address}: `}${message}\n  what to do: ${remedy}`);
    this.name = "Refusal";
  }
}

/** Not a part of a longer address. */
const wholeAddress = (address: string): string =>
  `(?<![\\w./-])${address.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w./-])`;

/** Whether the message begins with the address, or with a call that names it: "archive product polar/pro (…): …". */
const namesInFront = (address: string, message: string): boolean =>
  new RegExp(`^[^:\\n]*${wholeAddress(address)}[^:\\n]*:`).test(message);

/** The first line of an error's message, for a sentence that has named the entry already. */
export const reasonFor = (address: string, error: unknown): string =>
  (messageOf(error).split("\n")[0] ?? "")
    .replace(new RegExp(`^${wholeAddress(address)}: `), "")
    .replace(new RegExp(` ${wholeAddress(address)}`), "");

/** The stack's state cannot be read, so that nobody can tell which objects it holds. */
export class UnreadableState extends Refusal {}

/**
 * The object exists at the vendor, and a later step failed. The engine keeps `properties` as the state, so they
 * say what is true at the vendor, and the next run goes on from there.
 */
export class PartialFailure extends Error {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly reasons: readonly string[];

  constructor(id: string, properties: Readonly<Record<string, unknown>>, reason: string) {
    super(reason);
    this.name = "PartialFailure";
    this.id = id;
    this.properties = properties;
    this.reasons = [reason];
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Set to anything, it adds stack traces to errors of our own code, and leaves those of the program whole. */
export const TRACE_VARIABLE = "CATALOGUE_TRACE";

/** What the language itself throws: a mistake in this package, and none of the person. */
const isInternal = (error: unknown): error is Error =>
  [TypeError, RangeError, ReferenceError, SyntaxError].some((type) => error instanceof type);

/** The message of any error. One of our own code names where it happened, and says how to report it. */
export function messageWithPlace(error: unknown, place: string, trace: boolean): string {
  if (!isInternal(error)) return messageOf(error);
  const shown = trace ? `\n${error.stack ?? error.message}` : "";
  const how = trace ? "" : `, with the trace that ${TRACE_VARIABLE}=1 in the environment adds to this message`;
  return `${place}: an error in billing-catalogue itself: ${error.message}${shown}\n  what to do: report it${how}`;
}

/** The same of a step of the engine, for an entry. `doing`: "create fynn:Product". */
export function describeError(error: unknown, address: string, doing: string, trace: boolean): string {
  const message = messageWithPlace(error, `${address}: ${doing}`, trace);
  return isInternal(error) ? `${message}; what was done before it is in the state, so you can run again` : message;
}

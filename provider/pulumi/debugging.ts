/** What Pulumi's SDK does for people who debug a program. A program that only declares a catalogue needs none of it. */
import log from "@pulumi/pulumi/log/index.js";

/**
 * The SDK sends each of its debug messages to the engine, one after the other: four for each resource, and one with
 * every row of the state. The engine shows them only with `--debug`.
 */
export function omitDebugMessages(): void {
  (log as { debug: typeof log.debug }).debug = () => Promise.resolve();
}

/** The SDK takes a source-mapped stack trace for every resource, which costs more than everything else together. */
export function omitStackTraces(): void {
  Error.stackTraceLimit = 0;
  Error.prepareStackTrace = () => "Error";
}

/** Ends the provider process when the engine that started it has ended. */
import { createConnection } from "node:net";

/** Milliseconds between two connections. */
const PAUSE = 250;
/** Refused connections in a row that prove the end of the engine. */
const REFUSALS = 3;

/**
 * Calls `onGone` when nothing listens at the engine's address (`host:port`) any more. The parent process says nothing
 * about the engine, because it is a shell script that outlives the CLI. A running engine closes idle connections and
 * may reset one, so only several refused connections in a row prove that it has ended.
 */
export function watchEngine(address: string, onGone: () => void): void {
  const separator = address.lastIndexOf(":");
  const [host, port] = [address.slice(0, separator), Number(address.slice(separator + 1))];
  let refusals = 0;
  const watch = (): void => {
    const socket = createConnection({ host, port });
    socket.unref();
    socket.on("connect", () => {
      refusals = 0;
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      // Other errors can come from this machine: no free port (EADDRNOTAVAIL), no free file (EMFILE).
      if (error.code === "ECONNREFUSED") refusals += 1;
    });
    socket.on("close", () => {
      if (refusals >= REFUSALS) onGone();
      else setTimeout(watch, PAUSE).unref();
    });
    socket.resume();
  };
  watch();
}

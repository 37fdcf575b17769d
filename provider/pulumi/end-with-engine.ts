/** Ends the provider process when the engine that started it is gone. */
import { createConnection } from "node:net";

const PAUSE = 250;
/** Refused connections in a row after which nobody listens any more. */
const REFUSALS = 3;

/**
 * Calls `onGone` once nobody listens at the engine's address (`host:port`) any more. The process is started by a
 * shell script that outlives the CLI, so its parent tells nothing; the engine's port does. A living engine closes
 * connections that say nothing, and may reset one: only refused connections, several in a row, prove its end.
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
      // Others come from this side too: with no free port (EADDRNOTAVAIL) or no free file (EMFILE) a living engine cannot be asked.
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

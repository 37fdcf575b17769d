/** Reads of a state while the engine may be writing it. */
import { setTimeout as sleep } from "node:timers/promises";

const TRIES = 10;
/** Milliseconds; longer before each try. */
const PAUSE = 100;

/** The file backend writes its files one after the other: a read between two of them is repeated. */
export async function whileWriting<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await read();
    } catch (error) {
      if (tries === TRIES || !(error instanceof Error && error.message.includes("failed to load checkpoint")))
        throw error;
      await sleep(PAUSE * tries);
    }
  }
}

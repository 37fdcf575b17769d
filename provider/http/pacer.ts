import type { Clock } from "./clock.js";

/** A minute as vendors count it begins with its first request; a second more, as that one takes a while to arrive. */
const WINDOW = 61_000;

/**
 * Keeps requests within a limit per minute, so that a vendor need not refuse any. Time is the client's own: no
 * library that paces takes a clock, and tests must not wait.
 */
export class Pacer {
  readonly #perMinute: number;
  readonly #clock: Clock;
  readonly #onWait: (milliseconds: number) => void;
  #start = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** `perMinute` 0: no limit. */
  constructor(perMinute: number, clock: Clock, onWait: (milliseconds: number) => void) {
    this.#perMinute = perMinute;
    this.#clock = clock;
    this.#onWait = onWait;
  }

  /** Waits until one more request fits. */
  async turn(): Promise<void> {
    while (this.#perMinute > 0) {
      const now = this.#clock.now();
      if (now - this.#start >= WINDOW) [this.#start, this.#count] = [now, 0];
      if (this.#count < this.#perMinute) break;
      const rest = this.#start + WINDOW - now;
      this.#onWait(rest);
      await this.#clock.sleep(rest);
    }
    this.#count += 1;
  }

  /** The vendor counts anew after a pause that it asked for. */
  restart(): void {
    this.#start = Number.NEGATIVE_INFINITY;
  }
}

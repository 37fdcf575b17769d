import type { Clock } from "./clock.js";

/** So many requests in so many seconds. */
export interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

/** "90 requests a minute"; `word` stands for "requests", and may be empty: "90 a minute". */
export function rateInWords({ requests, seconds }: Rate, word = requests === 1 ? " request" : " requests"): string {
  const period = { 1: "a second", 60: "a minute", 3600: "an hour" }[seconds] ?? `in ${seconds} s`;
  return `${requests}${word} ${period}`;
}

/** Requests take a while to arrive: those of a window arrive later than they are sent, by at most this. */
const margin = (seconds: number): number => Math.min(1_000, seconds * 100);

/**
 * Keeps requests within a rate, so that a vendor need not refuse any: in no window of its length are more of them
 * sent. Time is the client's own: no library that paces takes a clock, and tests must not wait.
 */
export class Pacer {
  readonly #rate: Rate | undefined;
  readonly #window: number;
  readonly #clock: Clock;
  readonly #onWait: (milliseconds: number) => void;
  /** When the last requests were sent, as many as fit into one window. */
  readonly #sent: number[] = [];
  /** Until when a wait was announced. */
  #announced = Number.NEGATIVE_INFINITY;

  /** `rate` undefined: no limit. `onWait` is told once of each standstill. */
  constructor(rate: Rate | undefined, clock: Clock, onWait: (milliseconds: number) => void) {
    this.#rate = rate;
    this.#window = rate ? rate.seconds * 1_000 + margin(rate.seconds) : 0;
    this.#clock = clock;
    this.#onWait = onWait;
  }

  /** Waits until one more request fits. */
  async turn(): Promise<void> {
    if (!this.#rate) return;
    for (let rest = this.#rest(this.#rate); rest > 0; rest = this.#rest(this.#rate)) {
      const now = this.#clock.now();
      if (now >= this.#announced) {
        this.#announced = now + rest;
        this.#onWait(rest);
      }
      await this.#clock.sleep(rest);
    }
    this.#sent.push(this.#clock.now());
    if (this.#sent.length > this.#rate.requests) this.#sent.shift();
  }

  #rest({ requests }: Rate): number {
    const oldest = this.#sent[this.#sent.length - requests];
    return oldest === undefined ? 0 : oldest + this.#window - this.#clock.now();
  }

  /** The vendor counts anew after a pause that it asked for. */
  restart(): void {
    this.#sent.length = 0;
  }
}

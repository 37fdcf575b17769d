import type { Clock } from "../../provider/http/clock.js";

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

/** Time that moves only when nothing else can happen, so that waiting costs nothing. */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  #timers: Timer[] = [];

  constructor(start = Date.parse("2026-03-01T09:00:00Z")) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  after(milliseconds: number, fire: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, milliseconds), order: this.#order++, fire };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** Lets time pass without anything happening. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Forgets all timers: what waited for them never goes on. */
  stop(): void {
    this.#timers = [];
  }

  /** Waits for a promise, moving to the next timer whenever everything stands still. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const mark = (): void => {
      settled = true;
    };
    promise.then(mark, mark);
    for (let idle = 0; !settled; ) {
      await new Promise((resolve) => setImmediate(resolve));
      if (settled) break;
      const next = this.#next();
      if (next) {
        idle = 0;
        this.#now = Math.max(this.#now, next.at);
        next.fire();
      } else if (++idle > 1_000) throw new Error("nothing can happen any more, and the promise is not settled");
    }
    return promise;
  }

  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers)
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer;
    if (first) this.#timers = this.#timers.filter((one) => one !== first);
    return first;
  }
}

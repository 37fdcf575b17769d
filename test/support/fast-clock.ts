import { VirtualClock } from "./virtual-clock.js";

const SPEED = 50;

/** Real time, fifty times as fast: for real sockets, which a clock that jumps would leave behind. */
export class FastClock extends VirtualClock {
  readonly #began = Date.now();
  #extra = 0;
  readonly #timers = new Set<NodeJS.Timeout>();

  override readonly now = (): number => this.#began + (Date.now() - this.#began) * SPEED + this.#extra;

  override after(milliseconds: number, fire: () => void): () => void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      fire();
    }, Math.max(0, milliseconds) / SPEED);
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
      clearTimeout(timer);
    };
  }

  override advance(milliseconds: number): void {
    this.#extra += milliseconds;
  }

  override stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  override run<T>(promise: Promise<T>): Promise<T> {
    return promise;
  }
}

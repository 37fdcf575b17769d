/** One who waits: gets a value, or the error of the round. */
export interface Waiting<T> {
  readonly resolve: (value: Promise<T> | T) => void;
}

/** Those who wait at the same time are served in one round, one round after the other. */
export class Rounds<W extends Waiting<never>> {
  readonly #serve: (round: readonly W[]) => Promise<void>;
  #waiting: W[] = [];
  #isBusy = false;

  constructor(serve: (round: readonly W[]) => Promise<void>) {
    this.#serve = serve;
  }

  add(one: W): void {
    this.#waiting.push(one);
    this.#next();
  }

  #next(): void {
    if (this.#isBusy || this.#waiting.length === 0) return;
    this.#isBusy = true;
    const round = this.#waiting;
    this.#waiting = [];
    void this.#serve(round)
      .catch((error: unknown) => {
        for (const { resolve } of round) resolve(Promise.reject(error));
      })
      .finally(() => {
        this.#isBusy = false;
        this.#next();
      });
  }
}

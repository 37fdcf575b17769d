/** Lets a number of steps run at once; the others wait in line, first come, first served. */
export class Slots {
  readonly #most: number;
  /** In the order of their arrival. */
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  async run<T>(step: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#most) await new Promise<void>((resolve) => this.#waiting.add(resolve));
    else this.#running += 1;
    try {
      return await step();
    } finally {
      const [next] = this.#waiting;
      if (next) {
        this.#waiting.delete(next);
        next();
      } else this.#running -= 1;
    }
  }
}

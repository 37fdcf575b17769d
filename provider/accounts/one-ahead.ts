/** One goes ahead while all others wait for what it finds out. */
export class OneAhead {
  #ahead: Promise<unknown> | undefined;

  /** Alone until `isKnown`; from then on all at once. When one finds nothing out, the next goes ahead. */
  async run<T>(isKnown: () => boolean, step: () => Promise<T>): Promise<T> {
    while (!isKnown() && this.#ahead) await this.#ahead;
    if (isKnown()) return step();
    const mine = step();
    this.#ahead = mine.then(noop, noop);
    try {
      return await mine;
    } finally {
      this.#ahead = undefined;
    }
  }
}

const noop = (): void => undefined;

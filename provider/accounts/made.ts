/** What creates of this operation have made or taken: id → address, and the other way round. */
export class Made extends Map<string, string> {
  readonly #ids = new Map<string, string>();

  override set(id: string, address: string): this {
    if (!this.#ids.has(address)) this.#ids.set(address, id);
    return super.set(id, address);
  }

  /** The first object of the entry. */
  idOf(address: string): string | undefined {
    return this.#ids.get(address);
  }
}

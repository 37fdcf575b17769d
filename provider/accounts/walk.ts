/** A list that is read page by page, as far as it is needed. */
import type { JsonObject } from "../fields/shape.js";

/** One page. */
export interface Page {
  readonly items: readonly JsonObject[];
  /** Pages that the whole list has; undefined where the vendor's answer does not say. */
  readonly count: number | undefined;
  /** Reads the next page; undefined at the end. */
  readonly next: (() => Promise<Page>) | undefined;
}

export class Walk {
  /** The time before which none of its pages was asked for. */
  readonly at: number;
  readonly #id: (object: JsonObject) => string | undefined;
  // A list that changes while it is read may show an object on two pages.
  readonly #objects = new Map<string, JsonObject>();
  #next: (() => Promise<Page>) | undefined;
  #reading: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #all: Promise<readonly JsonObject[]> | undefined;
  #count: number | undefined;
  /** Pages that were read. */
  pages = 0;
  /** Ids on the last of them. */
  lastIds: readonly string[] = [];

  constructor(at: number, first: () => Promise<Page>, id: (object: JsonObject) => string | undefined) {
    this.at = at;
    this.#next = first;
    this.#id = id;
  }

  /** An object on the pages that were read. */
  get(id: string): JsonObject | undefined {
    return this.#objects.get(id);
  }

  /** All pages were read: what it does not have is not in the list. */
  get isComplete(): boolean {
    return this.#next === undefined;
  }

  /**
   * Read to the end in one go, about to be, or failed. Between pages that are read with pauses, objects may move from
   * one to another, so that they are on none.
   */
  get isSettled(): boolean {
    return this.#all !== undefined || (this.isComplete && this.pages <= 1) || this.#failure !== undefined;
  }

  /** Pages that are left; undefined where the vendor does not say. */
  get rest(): number | undefined {
    if (this.isComplete) return 0;
    return this.#count === undefined ? undefined : Math.max(1, this.#count - this.pages);
  }

  /** Reads one more page. Everybody who asks while it is being read waits for the same one. A failure stays. */
  more(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Reads the rest; always the same array. */
  all(): Promise<readonly JsonObject[]> {
    this.#all ??= this.#readAll();
    return this.#all;
  }

  async #read(): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    if (!this.#next) return;
    try {
      const { items, count, next } = await this.#next();
      this.lastIds = items.map((item) => this.#id(item) ?? JSON.stringify(item));
      for (const [index, item] of items.entries()) this.#objects.set(this.lastIds[index] ?? "", item);
      this.pages += 1;
      this.#count = count;
      this.#next = next;
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  async #readAll(): Promise<readonly JsonObject[]> {
    while (!this.isComplete) await this.more();
    return [...this.#objects.values()];
  }
}

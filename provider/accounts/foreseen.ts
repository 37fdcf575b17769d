/** What a look before the first step of an operation has found for entries with `adopt`, so that no step asks again. */
import type { JsonObject } from "../fields/shape.js";
import type { Report } from "./runtime.js";

/** Lines of one topic before the rest is said in one. */
const MOST_LINES = 10;

export class Foreseen {
  /** Address → id of the object that the entry will adopt. */
  readonly #ids = new Map<string, string>();
  /** Address → id that the entry names, whatever becomes of it. */
  readonly #named = new Map<string, string>();
  readonly #open = new Set<string>();
  readonly #reads = new Map<string, Promise<JsonObject>>();
  readonly #lines = new Map<string, number>();
  /** Why the vendor cannot be looked at: it is not tried again for each entry. */
  unreachable: string | undefined;

  /** Said before anything is awaited: no other entry may take the object while this one is still being looked up. */
  names(address: string, id: string): void {
    this.#named.set(address, id);
  }

  adopts(address: string, id: string): void {
    this.#ids.set(address, id);
  }

  idOf(address: string): string | undefined {
    return this.#ids.get(address);
  }

  /** Whether this entry adopts an object cannot be told before the run. */
  leaveOpen(address: string): void {
    this.#open.add(address);
  }

  isUndecided(address: string): boolean {
    return this.#open.has(address);
  }

  /** Is another entry going to adopt it, or does one name it? */
  belongsToAnother(id: string, address: string): boolean {
    return [...this.#named, ...this.#ids].some(([one, adopted]) => adopted === id && one !== address);
  }

  /** An object that no list holds is read once. */
  read(id: string, read: () => Promise<JsonObject>): Promise<JsonObject> {
    const known = this.#reads.get(id);
    if (known) return known;
    const reading = read();
    this.#reads.set(id, reading);
    reading.catch(() => this.#reads.delete(id));
    return reading;
  }

  /** The same about many entries is said for some of them. */
  say(topic: string, report: Report, text: string, rest: string): void {
    const count = (this.#lines.get(topic) ?? 0) + 1;
    this.#lines.set(topic, count);
    if (count <= MOST_LINES) report.info(text);
    else if (count === MOST_LINES + 1) report.info(rest);
  }
}

/** What a look before the first step of an operation has found for entries with `adopt`, so that no step asks again. */
import type { JsonObject } from "../fields/shape.js";
import type { Report } from "./runtime.js";

/** Lines of one topic before the rest is said in one. */
const MOST_LINES = 10;
/** Entries for which the nearest objects are looked for. */
const MOST_COMPARED = 20;

/** Which entry claims which object. */
class Claims {
  /** Address → id. */
  readonly #ids = new Map<string, string>();
  /** Id → addresses. */
  readonly #addresses = new Map<string, Set<string>>();

  set(address: string, id: string): void {
    this.#addresses.get(this.#ids.get(address) ?? "")?.delete(address);
    this.#ids.set(address, id);
    this.#addresses.set(id, (this.#addresses.get(id) ?? new Set()).add(address));
  }

  idOf(address: string): string | undefined {
    return this.#ids.get(address);
  }

  isOfAnother(id: string, address: string): boolean {
    const addresses = this.#addresses.get(id);
    return addresses !== undefined && addresses.size > (addresses.has(address) ? 1 : 0);
  }
}

export class Foreseen {
  /** Objects that entries will adopt. */
  readonly #adopted = new Claims();
  /** Objects that entries name, whatever becomes of them. */
  readonly #named = new Claims();
  readonly #compared = new Set<string>();
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
    this.#adopted.set(address, id);
  }

  idOf(address: string): string | undefined {
    return this.#adopted.idOf(address);
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
    return this.#named.isOfAnother(id, address) || this.#adopted.isOfAnother(id, address);
  }

  /** Whether all objects are compared to find the nearest one: for the first entries that match none. */
  comparesAll(address: string): boolean {
    if (this.#compared.size < MOST_COMPARED) this.#compared.add(address);
    return this.#compared.has(address);
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

/**
 * Reads before writes: those that wait at the same time share the pages of one list, where its objects are as whole and
 * as fresh as single reads, and where the pages cost fewer requests.
 */
import type { Account } from "../../accounts/account.js";
import type { Walk } from "../../accounts/walk.js";
import type { JsonObject } from "../../fields/shape.js";
import type { Clock } from "../../http/clock.js";
import { Rounds, type Waiting } from "./rounds.js";

/** One read. */
export interface Wanted {
  readonly id: string;
  /** The object of a list is as good as a single read. */
  readonly proves: (listed: JsonObject) => boolean;
  readonly single: () => Promise<JsonObject>;
}

export interface TogetherOptions {
  readonly account: Account;
  readonly clock: Clock;
  /** A list that begins now. */
  readonly begin: () => Walk;
  /** Milliseconds for which reads that come later may use a list, too. */
  readonly age: number;
  /** A list that begins earlier proves nothing. */
  readonly notBefore: number;
}

interface Reader extends Wanted, Waiting<JsonObject> {}

/** So many reads are worth a wait for `notBefore`. */
const WORTH_A_WAIT = 5;

export class Together {
  readonly #options: TogetherOptions;
  readonly #rounds = new Rounds<Reader>((round) => this.#round(round));
  /** What a list costs, as far as one has told: pages. */
  #cost = 1;
  /** Single reads since the last list: where later reads use it too, it would have saved them. */
  #spent = 0;
  #recent: Walk | undefined;

  constructor(options: TogetherOptions) {
    this.#options = options;
  }

  read(wanted: Wanted): Promise<JsonObject> {
    const listed = this.#listed(wanted);
    if (listed) return Promise.resolve(listed);
    return new Promise((resolve) => this.#rounds.add({ ...wanted, resolve }));
  }

  #listed(wanted: Wanted): JsonObject | undefined {
    const { clock, age } = this.#options;
    const recent = this.#recent;
    return age > 0 && recent && recent.at + age >= clock.now() ? proven(recent, wanted) : undefined;
  }

  async #round(round: readonly Reader[]): Promise<void> {
    const { account, clock, age, notBefore } = this.#options;
    const wait = notBefore - clock.now();
    const due = round.length + (age > 0 ? this.#spent : 0);
    const isListed = round.length > 1 && this.#cost <= due && (wait <= 0 || round.length >= WORTH_A_WAIT);
    if (isListed && wait > 0) await clock.sleep(wait);
    const rest = isListed ? await this.#byPages(round, due) : round;
    this.#spent += rest.length;
    const singles = rest.map(({ single, resolve }) => {
      const object = single();
      resolve(object);
      return object.catch(() => undefined);
    });
    // Where a list is out of reach, nobody waits for the others.
    if (this.#cost <= 2 * account.config.limits.concurrent) await Promise.all(singles);
  }

  /** Those that the pages did not settle. */
  async #byPages(round: readonly Reader[], due: number): Promise<readonly Reader[]> {
    const { age, begin } = this.#options;
    const walk = begin();
    const open = new Set(round);
    const found: (() => void)[] = [];
    const settle = (): void => {
      for (const resolve of found.splice(0)) resolve();
    };
    const byId = Map.groupBy(round, ({ id }) => id);
    try {
      do {
        await walk.more();
        for (const one of walk.lastIds.flatMap((id) => byId.get(id) ?? [])) {
          const object = proven(walk, one);
          if (!object || !open.delete(one)) continue;
          found.push(() => one.resolve(object));
        }
        // The next page may take a while. Where a list may be older than that, writes that begin now would only move
        // objects between its pages.
        if (age === 0) settle();
      } while (open.size > 0 && !walk.isComplete && (walk.rest ?? walk.pages) <= due - (round.length - open.size));
    } catch {
      // Whether the objects can be read, single reads say.
      this.#cost = Number.POSITIVE_INFINITY;
      settle();
      return [...open];
    }
    settle();
    this.#cost = walk.pages + (walk.rest ?? walk.pages);
    this.#spent = 0;
    this.#recent = walk;
    return [...open];
  }
}

/** The object as the pages show it, where that is as good as a single read. */
function proven(walk: Walk, { id, proves }: Wanted): JsonObject | undefined {
  const object = walk.get(id);
  return object && proves(object) ? object : undefined;
}

/**
 * Whether an object is still in the list of the active ones, after a call that archives it. Those that ask at the same
 * time share lists: one for each of their parents, or the whole list, whichever has fewer pages.
 */
import type { Account } from "../../accounts/account.js";
import type { JsonObject } from "../../fields/shape.js";
import type { Request } from "../../kinds/calls.js";
import type { Kind } from "../../kinds/kind.js";
import { readField } from "../plan/managed.js";

interface Asked {
  readonly id: string;
  /** The list of what is below its parent; undefined: there is none, or the parent is not known. */
  readonly below: Request | undefined;
  readonly resolve: (isListed: Promise<boolean>) => void;
}

class StillListed {
  readonly #account: Account;
  readonly #kind: Kind;
  #waiting: Asked[] = [];
  #isBusy = false;
  /** Pages of the whole list, when it was last read to its end. */
  #pages: number | undefined;

  constructor(account: Account, kind: Kind) {
    this.#account = account;
    this.#kind = kind;
  }

  /** Every list that is asked begins after this call. */
  ask(id: string, below: Request | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      this.#waiting.push({ id, below, resolve });
      this.#next();
    });
  }

  /** One round at a time; those who come meanwhile make the next one. */
  #next(): void {
    if (this.#isBusy || this.#waiting.length === 0) return;
    this.#isBusy = true;
    const round = this.#waiting;
    this.#waiting = [];
    void this.#round(round).finally(() => {
      this.#isBusy = false;
      this.#next();
    });
  }

  async #round(round: readonly Asked[]): Promise<void> {
    const byList = Map.groupBy(round, ({ below }) => JSON.stringify(below));
    const isBelow = round.every(({ below }) => below !== undefined) && byList.size <= (this.#pages ?? 1);
    const lists = isBelow ? [...byList.values()] : [round];
    await Promise.all(lists.map((asked) => this.#read(asked, isBelow ? asked[0]?.below : undefined)));
  }

  async #read(asked: readonly Asked[], request: Request | undefined): Promise<void> {
    const walk = this.#account.walkAgain(this.#kind, request);
    const whole = walk.all();
    for (const { id, resolve } of asked) resolve(whole.then(() => walk.get(id) !== undefined));
    await whole.then(
      () => {
        if (request === undefined) this.#pages = walk.pages;
      },
      // Those who asked get the error.
      () => undefined,
    );
  }
}

const byAccount = new WeakMap<Account, Map<Kind, StillListed>>();

/** `answer`: the object as the call answered with it, if it did. */
export function isStillListed(
  kind: Kind,
  account: Account,
  id: string,
  answer: JsonObject | undefined,
): Promise<boolean> {
  const kinds = byAccount.get(account) ?? new Map<Kind, StillListed>();
  byAccount.set(account, kinds);
  const known = kinds.get(kind) ?? new StillListed(account, kind);
  kinds.set(kind, known);
  return known.ask(id, listBelow(kind, account, answer));
}

/** Of the parent that the answer itself names. */
function listBelow(kind: Kind, account: Account, answer: JsonObject | undefined): Request | undefined {
  const { parent, calls } = kind;
  const field = parent && kind.fields[parent.field];
  if (!answer || !parent || !field) return undefined;
  const parentId = readField(parent.field, field, answer, undefined, account.context());
  return typeof parentId === "string" ? calls.listBelow?.(parentId, account.config.settings) : undefined;
}

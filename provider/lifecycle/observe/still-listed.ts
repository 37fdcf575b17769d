/**
 * Whether an object is still in the list of the active ones, after a call that archives it. Those that ask at the same
 * time share lists: the whole one, if it has a single page; else one for each of their parents. While several pages are
 * read, other objects are archived, and what follows them may move to a page that was read already.
 */
import type { Account } from "../../accounts/account.js";
import type { JsonObject } from "../../fields/shape.js";
import type { Request } from "../../kinds/calls.js";
import type { Kind } from "../../kinds/kind.js";
import { readField } from "../plan/managed.js";
import { Rounds, type Waiting } from "./rounds.js";

interface Asked extends Waiting<boolean> {
  readonly id: string;
  /** The list of what is below its parent; undefined: there is none, or the parent is not known. */
  readonly below: Request | undefined;
}

class StillListed {
  readonly #account: Account;
  readonly #kind: Kind;
  readonly #rounds = new Rounds<Asked>((round) => this.#round(round));
  /** Pages of the whole list, as far as it matters: one, or more. */
  #pages: number | undefined;

  constructor(account: Account, kind: Kind) {
    this.#account = account;
    this.#kind = kind;
  }

  /** Every list that is asked begins after this call. */
  ask(id: string, below: Request | undefined): Promise<boolean> {
    return new Promise((resolve) => this.#rounds.add({ id, below, resolve }));
  }

  async #round(round: readonly Asked[]): Promise<void> {
    const byParent = Map.groupBy(round, ({ below }) => JSON.stringify(below));
    const isEachBelow = round.every(({ below }) => below !== undefined);
    if (isEachBelow && byParent.size > 1 && this.#pages === undefined) await this.#countPages();
    const isBelow = isEachBelow && this.#pages !== 1;
    const lists = isBelow ? [...byParent.values()] : [round];
    await Promise.all(lists.map((asked) => this.#read(asked, isBelow ? asked[0]?.below : undefined)));
  }

  /** Whether the whole list has one page. */
  async #countPages(): Promise<void> {
    const walk = this.#account.walkAgain(this.#kind);
    // Those who asked get the error of their own list.
    await walk.more().catch(() => undefined);
    this.#pages = walk.isComplete ? 1 : 2;
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

/** `below`: the list of what is below its parent, if there is one. */
export function isStillListed(kind: Kind, account: Account, id: string, below: Request | undefined): Promise<boolean> {
  const kinds = byAccount.get(account) ?? new Map<Kind, StillListed>();
  byAccount.set(account, kinds);
  const known = kinds.get(kind) ?? new StillListed(account, kind);
  kinds.set(kind, known);
  return known.ask(id, below);
}

/** The list below the parent that an entry and the answer to a call agree on. */
export function listBelow(kind: Kind, account: Account, fields: JsonObject, answer: JsonObject): Request | undefined {
  const { parent, calls } = kind;
  const field = parent && kind.fields[parent.field];
  if (!parent || !field) return undefined;
  const parentId = fields[parent.field];
  const isSame = readField(parent.field, field, answer, undefined, account.context()) === parentId;
  return typeof parentId === "string" && isSame ? calls.listBelow?.(parentId, account.config.settings) : undefined;
}

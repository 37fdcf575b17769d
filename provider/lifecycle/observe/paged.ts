/**
 * Objects by the page: reads of a refresh share the pages of one list, as long as a page more costs no more requests
 * than single reads of what it may hold.
 */
import type { Account } from "../../accounts/account.js";
import type { Walk } from "../../accounts/walk.js";
import type { JsonObject } from "../../fields/shape.js";
import { CallError } from "../../http/call-error.js";
import type { Request } from "../../kinds/calls.js";
import type { Kind } from "../../kinds/kind.js";
import type { Operation } from "../operation.js";
import { markOf } from "../plan/bodies.js";
import type { Outputs } from "../state.js";
import { isConfirmed } from "./archived-state.js";
import { Listed } from "./listed.js";

/** "absent": not in the list. "unread": the list was not read as far as that. */
export type Sought = { readonly object: JsonObject } | "absent" | "unread";

/** Where the object of a row is in the list of its kind. */
export async function seek(operation: Operation, account: Account, id: string, olds: Outputs): Promise<Sought> {
  const { kind } = operation;
  const { owner } = olds;
  const inWhole = (all: readonly JsonObject[]): Sought => {
    const object = Listed.of(kind, all).ids.get(id);
    return object ? { object } : "absent";
  };
  // Read anyway, for marks that no row holds.
  if (kind.marker && owner !== "") return inWhole(await markedObjects(kind, account, owner));
  const onlyListShows = kind.archiving.visible.in === "list";
  const below = onlyListShows ? listBelow(kind, account, olds) : undefined;
  if (onlyListShows && !below) return inWhole(await account.list(kind));
  const found = await sharedBy(account.walk(kind))
    .seek(operation, account, id, owner)
    .catch((error: unknown) => {
      // Where a single read says all, a list that fails only costs more requests.
      if (onlyListShows || isOfAccount(error)) throw error;
      return "unread" as const;
    });
  // Between pages that were read with pauses an object may be missing although it is active.
  if (found === "absent" && onlyListShows && !isConfirmed(olds)) return inWhole(await account.list(kind));
  if (found !== "unread" || !below) return found;
  const object = Listed.of(kind, await account.walk(kind, below).all()).ids.get(id);
  if (object) return { object };
  // That an object has been archived since, the whole list must say.
  return isConfirmed(olds) ? "absent" : inWhole(await account.list(kind));
}

/** Single reads would fail in the same way, and say it less clearly. */
const isOfAccount = (error: unknown): boolean =>
  !(error instanceof CallError) || [401, 404].includes(error.facts.status ?? 0) || error.facts.status === undefined;

/** The list of what is below the parent of a row's object, where the vendor has one. */
function listBelow({ calls, parent }: Kind, { config }: Account, { fields }: Outputs): Request | undefined {
  const id = fields[parent?.field ?? ""];
  return typeof id === "string" ? calls.listBelow?.(id, config.settings) : undefined;
}

/**
 * The objects with an owner's mark, and perhaps others: the whole list while its pages hold nothing else, which others
 * can use too; from then on the list of the marked ones.
 */
export function markedObjects(kind: Kind, account: Account, owner: string): Promise<readonly JsonObject[]> {
  const request = kind.calls.listMarked?.(owner, account.config.settings);
  if (!request) return account.list(kind);
  const all = account.walk(kind);
  const known = marked.get(all)?.get(owner);
  if (known) return known;
  const read = async (): Promise<readonly JsonObject[]> => {
    const isOurs = (id: string): boolean => markOf(kind, all.get(id) ?? {})?.owner === owner;
    while (!all.isComplete && all.lastIds.every(isOurs)) await all.more();
    return all.isComplete ? all.all() : account.walk(kind, request).all();
  };
  const objects = read();
  const owners = marked.get(all) ?? new Map<string, typeof objects>();
  marked.set(all, owners.set(owner, objects));
  objects.catch(() => owners.delete(owner));
  return objects;
}

const marked = new WeakMap<Walk, Map<string, Promise<readonly JsonObject[]>>>();

/** One list, and the reads that wait for it. */
class SharedWalk {
  readonly #walk: Walk;
  readonly #waiting = new Set<string>();
  /** undefined: not asked for yet. */
  #rows: Promise<Rows> | undefined;
  /** By the pages read so far: is one more worth it? Asked once for all that wait. */
  readonly #decisions = new Map<number, Promise<boolean>>();

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  async seek(operation: Operation, account: Account, id: string, owner: string): Promise<Sought> {
    const walk = this.#walk;
    this.#waiting.add(id);
    try {
      if (walk.pages === 0) await walk.more();
      while (!walk.get(id) && !walk.isComplete && (await this.#isWorthMore(operation, account, owner)))
        await walk.more();
    } finally {
      this.#waiting.delete(id);
    }
    const object = walk.get(id);
    if (object) return { object };
    return walk.isComplete ? "absent" : "unread";
  }

  #isWorthMore(operation: Operation, account: Account, owner: string): Promise<boolean> {
    const { pages } = this.#walk;
    const known = this.#decisions.get(pages);
    if (known) return known;
    const decision = this.#decide(operation, account, owner);
    this.#decisions.set(pages, decision);
    return decision;
  }

  /**
   * Where answers tell how many pages there are, the rest must not cost more than the single reads that it saves. Else
   * a page is worth it until those that saved nothing are as many as the single reads that are left: at most twice what
   * the better way costs.
   */
  async #decide(operation: Operation, account: Account, owner: string): Promise<boolean> {
    const walk = this.#walk;
    const { rest, pages, lastIds } = walk;
    // Those that wait now are rows too: if they are enough, the state need not be read.
    const waiting = [...this.#waiting].filter((id) => !walk.get(id)).length;
    if (!this.#rows && (rest ?? pages) <= waiting) return true;
    this.#rows ??= this.#rowsOf(operation, account, owner);
    const { all, unseen } = await this.#rows;
    for (const id of lastIds) unseen.delete(id);
    return (rest ?? pages - (all - unseen.size)) <= Math.max(unseen.size, waiting);
  }

  /** The stack's objects of the kind in this account. */
  async #rowsOf({ kind, state }: Operation, { config }: Account, owner: string): Promise<Rows> {
    // Where the state cannot be read, those that wait are all that is known of.
    const rows = await state(owner).catch(() => []);
    const own = rows.filter(({ type, account }) => type === kind.type && account === config.name);
    return { all: own.length, unseen: new Set(own.map(({ id }) => id).filter((id) => !this.#walk.get(id))) };
  }
}

interface Rows {
  readonly all: number;
  /** Ids that no page has shown. */
  readonly unseen: Set<string>;
}

const shared = new WeakMap<Walk, SharedWalk>();

function sharedBy(walk: Walk): SharedWalk {
  const known = shared.get(walk);
  if (known) return known;
  const made = new SharedWalk(walk);
  shared.set(walk, made);
  return made;
}

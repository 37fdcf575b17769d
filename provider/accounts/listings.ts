/** The lists of an account's vendor. Each is read once per operation, unless the caller asks for a fresh one. */
import { isObject, type JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import type { Query } from "../http/client.js";
import type { Request } from "../kinds/calls.js";
import type { Kind } from "../kinds/kind.js";
import type { AccountConfig } from "./config.js";
import type { Connection } from "./connection.js";
import { type Page, Walk } from "./walk.js";

const MAX_PAGES = 5_000;

export class Listings {
  readonly #config: AccountConfig;
  readonly #connection: Connection;
  readonly #known = new Map<string, Walk>();
  readonly #next = new Map<string, Promise<readonly JsonObject[]>>();

  constructor(config: AccountConfig, connection: Connection) {
    this.#config = config;
    this.#connection = connection;
  }

  /**
   * All objects that the vendor lists, read once per operation; `fresh` reads them again, a time only if they were read
   * before it.
   */
  list(kind: Kind, fresh: boolean | number = false): Promise<readonly JsonObject[]> {
    const { settings } = this.#config;
    return this.listItems(this.#action(kind), kind.calls.list(settings), kind.id, fresh);
  }

  /** The list of this operation, which the caller reads as far as it needs it; `request`: another one of the kind. */
  walk(kind: Kind, request: Request = kind.calls.list(this.#config.settings)): Walk {
    return this.#known.get(keyOf(request)) ?? this.#begin(this.#action(kind), request, kind.id);
  }

  /** A list that begins now; it does not take the place of the operation's. */
  walkAgain(kind: Kind, request: Request = kind.calls.list(this.#config.settings)): Walk {
    return this.#make(this.#action(kind), request, kind.id);
  }

  #action(kind: Kind): string {
    return `list ${this.#config.vendor.title} ${kind.title}s`;
  }

  /** The next one to ask reads the list again. */
  forget(kind: Kind): void {
    this.#known.delete(keyOf(kind.calls.list(this.#config.settings)));
  }

  /** A list that begins after this call; all who ask before it begins share it. */
  listAgain(kind: Kind): Promise<readonly JsonObject[]> {
    const { settings } = this.#config;
    return this.listItemsAgain(this.#action(kind), kind.calls.list(settings), kind.id);
  }

  /** The same for anything else that the vendor lists. */
  listItemsAgain(action: string, request: Request, id: Kind["id"]): Promise<readonly JsonObject[]> {
    const key = keyOf(request);
    const waiting = this.#next.get(key);
    if (waiting) return waiting;
    const begin = (): Promise<readonly JsonObject[]> => {
      this.#next.delete(key);
      return this.listItems(action, request, id, true);
    };
    const running = this.#known.get(key);
    const next = (running?.isSettled ? running.all() : Promise.resolve()).then(begin, begin);
    this.#next.set(key, next);
    return next;
  }

  /** The same for anything else that the vendor lists. */
  listItems(
    action: string,
    request: Request,
    id: Kind["id"],
    fresh: boolean | number = false,
  ): Promise<readonly JsonObject[]> {
    const key = keyOf(request);
    const known = this.#known.get(key);
    // One that was read in part only has stopped a while ago, and objects may have moved to other pages since.
    if (known?.isSettled && (typeof fresh === "number" ? known.at >= fresh : !fresh)) return known.all();
    return this.#begin(action, request, id).all();
  }

  #begin(action: string, request: Request, id: Kind["id"]): Walk {
    const walk = this.#make(action, request, id);
    this.#known.set(keyOf(request), walk);
    return walk;
  }

  #make(action: string, request: Request, id: Kind["id"]): Walk {
    const key = keyOf(request);
    const { first } = this.#config.vendor.pages;
    const read = async (query: Query, page: number): Promise<Page> => {
      try {
        return await this.#page(action, request, query, page, read);
      } catch (error) {
        // A failed listing must not fail every later entry without another try, unless the vendor would only say the
        // same again.
        const isFinal = error instanceof CallError && [401, 403, 404].includes(error.facts.status ?? 0);
        if (!isFinal && this.#known.get(key) === walk) this.#known.delete(key);
        throw error;
      }
    };
    const walk = new Walk(this.#connection.resumesAt, () => read({ ...request.query, ...first }, 0), id);
    return walk;
  }

  /** `page`: how many were read before it. */
  async #page(
    action: string,
    request: Request,
    query: Query,
    page: number,
    read: (query: Query, page: number) => Promise<Page>,
  ): Promise<Page> {
    const { pages } = this.#config.vendor;
    const { body } = await this.#connection.send(action, { ...request, query }, "read").catch((error: unknown) => {
      throw this.#withoutPath(request.path, error);
    });
    const items = pages.items(body);
    if (items === undefined || page >= MAX_PAGES) {
      const detail =
        items === undefined
          ? `the answer contains no list: ${JSON.stringify(this.#connection.redacted(body)).slice(0, 200)}`
          : `the list has more than ${MAX_PAGES} pages`;
      throw new CallError({
        category: "unexpected",
        action,
        account: this.#connection.words,
        detail,
        remedy: "check the account's baseUrl and the vendor's API version",
      });
    }
    const after = pages.next(body, query);
    return {
      items: items.filter(isObject),
      count: pages.count?.(body),
      next: after && (() => read(after, page + 1)),
    };
  }

  /** A 404 for a list means that the base URL has a wrong path. */
  #withoutPath(path: string, error: unknown): unknown {
    if (
      !(error instanceof CallError) ||
      error.facts.status !== 404 ||
      error.facts.remedy !== this.#connection.remedies[error.facts.category]
    )
      return error;
    const { vendor, environment, name, baseUrl } = this.#config;
    const { detail } = error.facts;
    return new CallError({
      ...error.facts,
      category: "unexpected",
      detail: `there is no list at ${this.#connection.url(path)}${detail ? ` (${detail})` : ""}`,
      remedy:
        `check the path of catalogue:accounts.${name}.baseUrl (${baseUrl}): ` +
        `${vendor.title}'s API is at ${vendor.baseUrls?.[environment] ?? vendor.baseUrlHelp}`,
    });
  }
}

const keyOf = ({ path, query }: Request): string => JSON.stringify([path, query]);

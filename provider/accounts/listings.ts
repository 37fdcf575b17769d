/** The lists of an account's vendor. Each is read once per operation, unless the caller asks for a fresh one. */
import { isObject, type JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import type { Request } from "../kinds/calls.js";
import type { Kind } from "../kinds/kind.js";
import type { AccountConfig } from "./config.js";
import type { Connection } from "./connection.js";

interface Listing {
  /** The time before which none of its pages was asked for. */
  readonly at: number;
  readonly items: Promise<readonly JsonObject[]>;
}

const MAX_PAGES = 5_000;

export class Listings {
  readonly #config: AccountConfig;
  readonly #connection: Connection;
  readonly #known = new Map<string, Listing>();
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
    const next = (this.#known.get(key)?.items ?? Promise.resolve()).then(begin, begin);
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
    if (known && (typeof fresh === "number" ? known.at >= fresh : !fresh)) return known.items;
    const items = this.#pages(action, request, id);
    this.#known.set(key, { at: this.#connection.resumesAt, items });
    // A failed listing must not fail every later entry without another try, unless the vendor would only say the same
    // again.
    items.catch((error: unknown) => {
      if (!(error instanceof CallError && [401, 403, 404].includes(error.facts.status ?? 0))) this.#known.delete(key);
    });
    return items;
  }

  async #pages(action: string, request: Request, id: Kind["id"]): Promise<readonly JsonObject[]> {
    const { pages } = this.#config.vendor;
    // A list that changes while it is read may show an object on two pages.
    const seen = new Map<string, JsonObject>();
    for (let query: Request["query"] | undefined = { ...request.query, ...pages.first }, page = 0; query; page += 1) {
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
      for (const item of items) if (isObject(item)) seen.set(id(item) ?? JSON.stringify(item), item);
      query = pages.next(body, query);
    }
    return [...seen.values()];
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

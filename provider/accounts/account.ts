/** One account within one operation: its client, what was listed, what was created, and who waits for whom. */
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { CallError, type Category } from "../http/call-error.js";
import { type Answer, type Call, Client } from "../http/client.js";
import { REMEDIES } from "../http/failures.js";
import type { Safety } from "../http/retry.js";
import type { Request } from "../kinds/calls.js";
import type { WireContext } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import type { Credentials } from "../kinds/vendor.js";
import type { AccountConfig } from "./config.js";
import { contractViolation } from "./contract-violation.js";
import { readCredentials, variablePrefix } from "./credentials.js";
import { Foreseen } from "./foreseen.js";
import { guardHosts, type HostedRow } from "./hosts.js";
import { OneAhead } from "./one-ahead.js";
import type { Surroundings } from "./surroundings.js";

export interface OrganizationProof {
  /** Where its objects belong. */
  expected?: string | undefined;
  /** Where the credentials belong, as an answer showed. */
  seen?: string | undefined;
  /** The vendor's own word, asked for once. */
  asked?: Promise<string | undefined>;
}

export class Account {
  readonly config: AccountConfig;
  /** Id → address of what creates of this operation made or took: never adopted again, whatever the state says. */
  readonly made = new Map<string, string>();
  /** What a look before the first step has found for entries with `adopt`. */
  readonly foreseen = new Foreseen();
  /** Ids that this operation archived. */
  readonly archived = new Set<string>();
  /** Ids of this stack's objects that the vendor answered for: proof that host and credentials are right. */
  readonly answered = new Set<string>();
  /** Until one of the stack's objects has answered, single reads go one at a time: where none answers, that is found out once. */
  readonly firstAnswer = new OneAhead();
  /** Owners whose marks were compared with the state. */
  readonly compared = new Set<string>();
  /** So many of the stack's objects were asked for, and none answered; 0: not found out. */
  silent = 0;
  /** Which organization the account is. */
  readonly proof: OrganizationProof = {};
  /** Until that is proven, creates go one at a time. */
  readonly firstCreate = new OneAhead();
  readonly #rows: readonly HostedRow[];
  readonly #surroundings: Surroundings;
  readonly #secretConfig: Readonly<Record<string, unknown>> | undefined;
  /** With the time before which none of its pages was asked for. */
  readonly #listings = new Map<string, { readonly at: number; readonly items: Promise<readonly JsonObject[]> }>();
  readonly #nextListings = new Map<string, Promise<readonly JsonObject[]>>();
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #client: Client;
  readonly #remedies: Readonly<Record<Category, string>>;
  #credentials: Credentials | undefined;

  /** `rows`: what is known of the state's rows; more may be added while it is used. */
  constructor(
    config: AccountConfig,
    secretConfig: Readonly<Record<string, unknown>> | undefined,
    surroundings: Surroundings,
    rows: readonly HostedRow[],
  ) {
    this.config = config;
    this.#rows = rows;
    this.#secretConfig = secretConfig;
    this.#surroundings = surroundings;
    const { vendor } = config;
    const prefix = variablePrefix(config.name, vendor.name);
    const variables = vendor.credentials.map(({ variable }) => prefix + variable).join(" and ");
    this.#remedies = {
      ...REMEDIES,
      credentials: `check ${variables} (or catalogue:credentials.${config.name}): they must belong to ${config.baseUrl} and not be expired or revoked`,
      ...vendor.remedies,
    };
    this.#client = new Client({
      account: this.words,
      baseUrl: config.baseUrl,
      limits: config.limits,
      headers: () => this.#headers(),
      parseFailure: vendor.parseFailure,
      remedies: this.#remedies,
      transport: surroundings.transport,
      clock: surroundings.clock,
      random: surroundings.random,
      redact: (text) => surroundings.redactor.text(text),
      onWait: (message) => surroundings.report.info(message),
    });
  }

  /** "Sequence account acme" */
  get words(): string {
    return `${this.config.vendor.title} account ${this.config.name}`;
  }

  get organization(): string | undefined {
    return this.config.organization;
  }

  get host(): string {
    return this.#client.host;
  }

  context(live?: JsonObject): WireContext {
    return { settings: this.config.settings, ...(live ? { live } : {}) };
  }

  /** Read at the first request, so that a preview needs none; and handed to no other host than the stack's objects are at. */
  #headers(): Readonly<Record<string, string>> {
    const { vendor, name, settings } = this.config;
    guardHosts({ name, host: this.host }, this.#rows);
    if (!this.#credentials) {
      this.#credentials = readCredentials(name, vendor.name, vendor.credentials, {
        environment: this.#surroundings.environment,
        config: this.#secretConfig,
      });
      const secrets = Object.values(this.#credentials);
      this.#surroundings.redactor.add(...secrets, secrets.join(":"));
    }
    return vendor.headers(this.#credentials, settings);
  }

  send(operation: string, request: Request, safety: Safety, address?: string, done?: Call["done"]): Promise<Answer> {
    return this.#client.send({
      operation,
      ...request,
      safety,
      ...(address === undefined ? {} : { address }),
      ...(done ? { done } : {}),
    });
  }

  /** The answer as an object of the kind, its form checked. */
  async object(
    kind: Kind,
    operation: string,
    request: Request,
    safety: Safety,
    address?: string,
    done?: Call["done"],
  ): Promise<JsonObject> {
    const { body } = await this.send(operation, request, safety, address, done);
    return this.checked(kind, operation, unwrap(body));
  }

  checked(kind: Kind, operation: string, body: Json): JsonObject {
    const strange = contractViolation(kind, body, this.context());
    if (strange === undefined && isObject(body)) {
      this.proof.seen ??= kind.organization?.(body);
      return body;
    }
    throw new CallError({
      category: "unexpected",
      operation,
      account: this.words,
      detail: contractViolation(kind, this.#redacted(body), this.context()) ?? "no object",
      remedy:
        "check the account's baseUrl and the vendor's API version; if both are right, the vendor has changed its API: report it with this message",
    });
  }

  /** Without secrets, before a part of it is shown. */
  #redacted(body: Json): Json {
    return JSON.parse(this.#surroundings.redactor.text(JSON.stringify(body))) as Json;
  }

  get(kind: Kind, address: string, id: string): Promise<JsonObject> {
    return this.object(kind, `read ${kind.title} ${address} (${id})`, kind.calls.get(id), "read");
  }

  /** The object as the vendor's primary has it. */
  observe(kind: Kind, address: string, id: string): Promise<JsonObject> {
    const request = kind.calls.observe?.(id) ?? kind.calls.get(id);
    return this.object(
      kind,
      `read ${kind.title} ${address} (${id})`,
      request,
      request.method === "GET" ? "read" : "repeatable",
    );
  }

  /** All objects that the vendor lists, read once per operation; `fresh` reads them again, a time only if they were read before it. */
  list(kind: Kind, fresh: boolean | number = false): Promise<readonly JsonObject[]> {
    const { settings, vendor } = this.config;
    return this.listItems(`list ${vendor.title} ${kind.title}s`, kind.calls.list(settings), kind.id, fresh);
  }

  /** The next one to ask reads the list again. */
  forget(kind: Kind): void {
    this.#listings.delete(keyOf(kind.calls.list(this.config.settings)));
  }

  /** A list that begins after this call; all who ask before it begins share it. */
  listAgain(kind: Kind): Promise<readonly JsonObject[]> {
    const key = keyOf(kind.calls.list(this.config.settings));
    const waiting = this.#nextListings.get(key);
    if (waiting) return waiting;
    const begin = (): Promise<readonly JsonObject[]> => {
      this.#nextListings.delete(key);
      return this.list(kind, true);
    };
    const next = (this.#listings.get(key)?.items ?? Promise.resolve()).then(begin, begin);
    this.#nextListings.set(key, next);
    return next;
  }

  /** The same for anything else that the vendor lists. */
  listItems(
    operation: string,
    request: Request,
    id: Kind["id"],
    fresh: boolean | number = false,
  ): Promise<readonly JsonObject[]> {
    const key = keyOf(request);
    const known = this.#listings.get(key);
    if (known && (typeof fresh === "number" ? known.at >= fresh : !fresh)) return known.items;
    const listing = this.#pages(operation, request, id);
    this.#listings.set(key, { at: this.#client.resumesAt, items: listing });
    // A failed listing must not fail every later entry without another try, unless the vendor would only say the same again.
    listing.catch((error: unknown) => {
      if (!(error instanceof CallError && [401, 403, 404].includes(error.facts.status ?? 0)))
        this.#listings.delete(key);
    });
    return listing;
  }

  async #pages(operation: string, request: Request, id: Kind["id"]): Promise<readonly JsonObject[]> {
    const { vendor } = this.config;
    // A list that changes while it is read may show an object on two pages.
    const seen = new Map<string, JsonObject>();
    for (
      let query: Request["query"] | undefined = { ...request.query, ...vendor.pages.first }, page = 0;
      query;
      page += 1
    ) {
      const { body } = await this.send(operation, { ...request, query }, "read").catch((error: unknown) => {
        throw this.#withoutPath(request.path, error);
      });
      const items = vendor.pages.items(body);
      if (items === undefined || page >= MAX_PAGES) {
        const detail =
          items === undefined
            ? `no list in the answer: ${JSON.stringify(this.#redacted(body)).slice(0, 200)}`
            : `more than ${MAX_PAGES} pages`;
        throw new CallError({
          category: "unexpected",
          operation,
          account: this.words,
          detail,
          remedy: "check the account's baseUrl and the vendor's API version",
        });
      }
      for (const item of items) if (isObject(item)) seen.set(id(item) ?? JSON.stringify(item), item);
      query = vendor.pages.next(body, query);
    }
    return [...seen.values()];
  }

  /** A list that is not there: the path is wrong, whatever a 404 means for a single object. */
  #withoutPath(path: string, error: unknown): unknown {
    if (
      !(error instanceof CallError) ||
      error.facts.status !== 404 ||
      error.facts.remedy !== this.#remedies[error.facts.category]
    )
      return error;
    const { vendor, environment, name, baseUrl } = this.config;
    const { detail } = error.facts;
    return new CallError({
      ...error.facts,
      category: "unexpected",
      detail: `there is no list at ${this.#client.url(path)}${detail ? ` (${detail})` : ""}`,
      remedy: `check the path of catalogue:accounts.${name}.baseUrl (${baseUrl}): ${vendor.title}'s is ${vendor.baseUrls?.[environment] ?? vendor.baseUrlHelp}`,
    });
  }

  /** One after the other for all that share a key. */
  async inTurn<T>(key: string, run: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(key) ?? Promise.resolve();
    const mine = before.then(run, run);
    const settled = mine.catch(() => undefined);
    this.#queues.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(key) === settled) this.#queues.delete(key);
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

const keyOf = ({ path, query }: Request): string => JSON.stringify([path, query]);

const MAX_PAGES = 5_000;

/** Some vendors' answers wrap a single object in `data`; no object of ours has a field of that name. */
export const unwrap = (body: Json): Json =>
  isObject(body) && isObject(body["data"]) && Object.keys(body).length === 1 ? body["data"] : body;

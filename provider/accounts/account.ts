/** One account within one operation: its connection, its listings, its steps in order, and what this run did there. */
import { randomUUID } from "node:crypto";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import type { Answer, Call } from "../http/client.js";
import type { Safety } from "../http/retry.js";
import type { Request } from "../kinds/calls.js";
import type { WireContext } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import type { AccountConfig } from "./config.js";
import { Connection, type KeyedRequest } from "./connection.js";
import { contractViolation } from "./contract-violation.js";
import type { HostedRow } from "./hosts.js";
import { Listings } from "./listings.js";
import { RunMemory } from "./run-memory.js";
import type { Runtime } from "./runtime.js";
import { Serializer } from "./serializer.js";
import type { Walk } from "./walk.js";

export class Account extends RunMemory {
  readonly config: AccountConfig;
  readonly #connection: Connection;
  readonly #listings: Listings;
  readonly #serializer = new Serializer();

  /** `rows`: the known rows of the state. The caller may add rows later. */
  constructor(
    config: AccountConfig,
    secretConfig: Readonly<Record<string, unknown>> | undefined,
    runtime: Runtime,
    rows: readonly HostedRow[],
  ) {
    super();
    this.config = config;
    this.#connection = new Connection(config, secretConfig, runtime, rows);
    this.#listings = new Listings(config, this.#connection);
  }

  /** "Sequence account acme" */
  get words(): string {
    return this.#connection.words;
  }

  get organization(): string | undefined {
    return this.config.organization;
  }

  get host(): string {
    return this.#connection.host;
  }

  context(object?: JsonObject): WireContext {
    return { settings: this.config.settings, ...(object ? { live: object } : {}) };
  }

  /** A request that counts as one call, even if `send` gets it several times. */
  oneCall(request: Request): KeyedRequest {
    return { ...request, key: randomUUID() };
  }

  send(action: string, request: KeyedRequest, safety: Safety, address?: string, done?: Call["done"]): Promise<Answer> {
    return this.#connection.send(action, request, safety, address, done);
  }

  /** The object in an answer, without the vendor's envelope. */
  unwrap(body: Json): Json {
    return this.#connection.unwrap(body);
  }

  /** The answer as an object of the kind, checked against its contract. */
  async object(
    kind: Kind,
    action: string,
    request: KeyedRequest,
    safety: Safety,
    address?: string,
    done?: Call["done"],
  ): Promise<JsonObject> {
    const { body } = await this.send(action, request, safety, address, done);
    return this.checked(kind, action, this.unwrap(body));
  }

  checked(kind: Kind, action: string, body: Json): JsonObject {
    const violation = contractViolation(kind, body, this.context());
    if (violation === undefined && isObject(body)) {
      this.proof.seen ??= kind.organization?.(body);
      return body;
    }
    throw new CallError({
      category: "unexpected",
      action,
      account: this.words,
      detail: contractViolation(kind, this.#connection.redacted(body), this.context()) ?? "the answer is not an object",
      remedy:
        "check the account's baseUrl and the vendor's API version; " +
        "if both are right, the vendor has changed its API: report it with this message",
    });
  }

  get(kind: Kind, address: string, id: string): Promise<JsonObject> {
    return this.object(kind, `read ${kind.title} ${address} (${id})`, kind.calls.get(id), "read");
  }

  /** The object as the vendor's primary has it. */
  observe(kind: Kind, address: string, id: string): Promise<JsonObject> {
    const request = kind.calls.observe?.(id) ?? kind.calls.get(id);
    const safety = request.method === "GET" ? "read" : "repeatable";
    return this.object(kind, `read ${kind.title} ${address} (${id})`, request, safety);
  }

  /**
   * All objects that the vendor lists, read once per operation; `fresh` reads them again, a time only if they were read
   * before it.
   */
  list(kind: Kind, fresh: boolean | number = false): Promise<readonly JsonObject[]> {
    return this.#listings.list(kind, fresh);
  }

  /** The same list, which the caller reads as far as it needs it; `request`: another list of the kind. */
  walk(kind: Kind, request?: Request): Walk {
    return this.#listings.walk(kind, request);
  }

  /** One that begins now. */
  walkAgain(kind: Kind, request?: Request): Walk {
    return this.#listings.walkAgain(kind, request);
  }

  /** The next one to ask reads the list again. */
  forget(kind: Kind): void {
    this.#listings.forget(kind);
  }

  /** A list that begins after this call; all who ask before it begins share it. */
  listAgain(kind: Kind): Promise<readonly JsonObject[]> {
    return this.#listings.listAgain(kind);
  }

  /** The same for anything else that the vendor lists. */
  listItems(
    action: string,
    request: Request,
    id: Kind["id"],
    fresh: boolean | number = false,
  ): Promise<readonly JsonObject[]> {
    return this.#listings.listItems(action, request, id, fresh);
  }

  /** The same, begun after this call; all who ask before it begins share it. */
  listItemsAgain(action: string, request: Request, id: Kind["id"]): Promise<readonly JsonObject[]> {
    return this.#listings.listItemsAgain(action, request, id);
  }

  /** One after the other for all that share a key. */
  serialize<T>(key: string, run: () => Promise<T>): Promise<T> {
    return this.#serializer.run(key, run);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

/** How an account's requests reach its vendor: one client, and credentials that are read at the first request. */
import { isObject, type Json } from "../fields/shape.js";
import type { Category } from "../http/call-error.js";
import { type Answer, type Call, Client } from "../http/client.js";
import { REMEDIES } from "../http/failures.js";
import type { Safety } from "../http/retry.js";
import type { Request } from "../kinds/calls.js";
import type { Credentials } from "../kinds/vendor.js";
import type { AccountConfig } from "./config.js";
import { readCredentials, variablePrefix } from "./credentials.js";
import { guardHosts, type HostedRow } from "./hosts.js";
import type { Runtime } from "./runtime.js";

/** A request whose repetitions share a key: see `idempotencyHeader` of the vendor. */
export type KeyedRequest = Request & Pick<Call, "key">;

export class Connection {
  readonly #config: AccountConfig;
  readonly #secretConfig: Readonly<Record<string, unknown>> | undefined;
  readonly #runtime: Runtime;
  readonly #rows: readonly HostedRow[];
  readonly #client: Client;
  #credentials: Credentials | undefined;
  readonly remedies: Readonly<Record<Category, string>>;

  constructor(
    config: AccountConfig,
    secretConfig: Readonly<Record<string, unknown>> | undefined,
    runtime: Runtime,
    rows: readonly HostedRow[],
  ) {
    this.#config = config;
    this.#secretConfig = secretConfig;
    this.#runtime = runtime;
    this.#rows = rows;
    const { vendor } = config;
    const prefix = variablePrefix(config.name, vendor.name);
    const variables = vendor.credentials.map(({ variable }) => prefix + variable).join(" and ");
    this.remedies = {
      ...REMEDIES,
      credentials:
        `check ${variables} (or catalogue:credentials.${config.name}): ` +
        `they must belong to ${config.baseUrl} and not be expired or revoked`,
      ...vendor.remedies,
    };
    this.#client = new Client({
      account: this.words,
      baseUrl: config.baseUrl,
      limits: config.limits,
      headers: (call) => this.#headers(call),
      encode: vendor.encode,
      idempotencyHeader: vendor.idempotencyHeader,
      parseFailure: vendor.parseFailure,
      remedies: this.remedies,
      transport: runtime.transport,
      clock: runtime.clock,
      random: runtime.random,
      redact: (text) => runtime.redactor.text(text),
      onWait: (message) => runtime.report.info(message),
      onWrite: runtime.onWrite,
    });
  }

  /** "Sequence account acme" */
  get words(): string {
    return `${this.#config.vendor.title} account ${this.#config.name}`;
  }

  get host(): string {
    return this.#client.host;
  }

  /** Where requests for a path go. */
  url(path: string): string {
    return this.#client.url(path);
  }

  /** When the next request is sent at the earliest. */
  get resumesAt(): number {
    return this.#client.resumesAt;
  }

  /**
   * Read at the first request, so that a preview needs none; and handed to no other host than the stack's objects are
   * at.
   */
  #headers(call: Call): Readonly<Record<string, string>> {
    const { vendor, name, settings } = this.#config;
    guardHosts({ name, host: this.host }, this.#rows);
    if (!this.#credentials) {
      this.#credentials = readCredentials(name, vendor.name, vendor.credentials, {
        environment: this.#runtime.environment,
        config: this.#secretConfig,
      });
      const secrets = Object.values(this.#credentials);
      this.#runtime.redactor.add(...secrets, secrets.join(":"));
    }
    return vendor.headers(this.#credentials, settings, call);
  }

  send(action: string, request: KeyedRequest, safety: Safety, address?: string, done?: Call["done"]): Promise<Answer> {
    return this.#client.send({
      action,
      ...request,
      safety,
      ...(address === undefined ? {} : { address }),
      ...(done ? { done } : {}),
    });
  }

  /** The object in an answer: what the vendor's envelope holds. */
  unwrap(body: Json): Json {
    const { envelope } = this.#config.vendor;
    if (envelope === undefined || !isObject(body)) return body;
    const inner = body[envelope.member];
    if (envelope.optional && !(isObject(inner) && Object.keys(body).length === 1)) return body;
    return inner ?? null;
  }

  /** Without secrets, before a part of it is shown. */
  redacted(body: Json): Json {
    return JSON.parse(this.#runtime.redactor.text(JSON.stringify(body))) as Json;
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

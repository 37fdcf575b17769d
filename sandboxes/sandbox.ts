/**
 * What the vendors' sandboxes share: an in-memory server on the real wire. A sandbox imports nothing from the
 * kinds, else both could be wrong together.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Json, JsonObject } from "./json.ts";

export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  /** Every value of each key, in order. */
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** undefined: no body; null can be a body. */
  readonly body: Json | undefined;
}

export interface SandboxReply {
  readonly status: number;
  /** undefined: an empty body without a content type. */
  readonly body?: Json | undefined;
  /** Instead of `body`: sent as it is. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One exchange, as it went over the wire. */
export interface Exchange {
  readonly request: SandboxRequest;
  readonly reply: SandboxReply;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A reply instead of the vendor's own, no reply, or a broken connection; undefined: the vendor's own reply. */
export type Trouble = SandboxReply | "hang" | "reset" | undefined;

export type Route = readonly [
  method: string,
  path: RegExp,
  handle: (request: SandboxRequest, ...parts: string[]) => SandboxReply,
];

/** Where a sandbox takes times and ids from. A seed replaces both while it fills the sandbox. */
export interface Sources {
  /** Milliseconds since the epoch. */
  now: () => number;
  newId: () => string;
}

export const sourcesWith = (now: () => number): Sources => ({ now, newId: randomUUID });

/** What a seed needs of a sandbox. */
export interface Seedable {
  readonly sources: Sources;
  /** The header `authorization` that it accepts. */
  readonly authorization: string;
}

export interface SandboxDefinition {
  readonly name: string;
  /** A reply to a request that may not be answered: wrong credentials, rate limit. */
  readonly refuse: (request: SandboxRequest) => SandboxReply | undefined;
  readonly routes: readonly Route[];
  /** Path known, method not; and no such path. */
  readonly methodNotAllowed: SandboxReply;
  readonly noSuchPath: SandboxReply;
  readonly badJson: SandboxReply;
  /** Reads a body of the content type; throws where it is not one. Default: JSON. */
  readonly read?: (text: string, contentType: string | undefined) => Json;
}

export class Sandbox {
  readonly exchanges: Exchange[] = [];
  /** Called after each exchange; what it throws becomes a 599, so that a broken contract cannot go unseen. */
  onExchange: ((exchange: Exchange) => void) | undefined;
  /** Asked before a request is handled; a promise holds the request back. */
  misbehave: ((request: SandboxRequest) => Trouble | Promise<Trouble>) | undefined;
  readonly #definition: SandboxDefinition;
  readonly #now: () => number;
  #server: Server | undefined;
  #url = "";

  constructor(definition: SandboxDefinition, now: () => number = Date.now) {
    this.#definition = definition;
    this.#now = now;
  }

  /** "polar" */
  get name(): string {
    return this.#definition.name;
  }

  /** "http://127.0.0.1:40123" */
  get url(): string {
    return this.#url;
  }

  /** Requests that change something: "POST /products". An update without members changes nothing. */
  get writes(): string[] {
    const isWrite = ({ method, body }: SandboxRequest): boolean =>
      method !== "GET" && !(method === "PATCH" && Object.keys(asObject(body)).length === 0);
    return this.exchanges
      .filter(({ request }) => isWrite(request))
      .map(({ request }) => `${request.method} ${request.path}`);
  }

  get requests(): string[] {
    return this.exchanges.map(({ request }) => `${request.method} ${request.path}`);
  }

  async start(port = 0): Promise<this> {
    const server = createServer((request, response) => void this.#serve(request, response));
    server.keepAliveTimeout = 5_000;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
    this.#server = server;
    this.#url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return this;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Forgets the exchanges so far. */
  clear(): void {
    this.exchanges.length = 0;
  }

  /** The body in a request's text; undefined where there is none. Throws when it cannot be read. */
  read(text: string, headers: SandboxRequest["headers"]): Json | undefined {
    if (text === "") return undefined;
    return this.#definition.read?.(text, headers["content-type"]) ?? (JSON.parse(text) as Json);
  }

  /** Answers a request as the server would, without a network. */
  answer(request: SandboxRequest): SandboxReply {
    return this.#note(request, this.#route(request));
  }

  #note(request: SandboxRequest, reply: SandboxReply): SandboxReply {
    const exchange: Exchange = { request, reply, at: this.#now() };
    this.exchanges.push(exchange);
    try {
      this.onExchange?.(exchange);
    } catch (error) {
      return { status: 599, text: error instanceof Error ? error.message : String(error) };
    }
    return reply;
  }

  #route(request: SandboxRequest): SandboxReply {
    const refusal = this.#definition.refuse(request);
    if (refusal) return refusal;
    let known = false;
    for (const [method, path, handle] of this.#definition.routes) {
      const found = path.exec(request.path);
      if (!found) continue;
      known = true;
      if (method === request.method) return handle(request, ...found.slice(1).map(decodeURIComponent));
    }
    return known ? this.#definition.methodNotAllowed : this.#definition.noSuchPath;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? "/", "http://sandbox");
    const text = Buffer.concat(chunks).toString("utf8");
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([key, value]) => [key, Array.isArray(value) ? value.join(", ") : value]),
    );
    let body: Json | undefined;
    let readable = true;
    try {
      body = this.read(text, headers);
    } catch {
      readable = false;
    }
    const request: SandboxRequest = {
      method: incoming.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers,
      body,
    };
    const trouble = await this.misbehave?.(request);
    if (trouble === "hang") return;
    if (trouble === "reset") return void incoming.socket.destroy();
    send(response, trouble ?? (readable ? this.answer(request) : this.#note(request, this.#definition.badJson)));
  }
}

function send(response: ServerResponse, { status, body, text, headers = {} }: SandboxReply): void {
  for (const [key, value] of Object.entries(headers)) response.setHeader(key, value);
  response.statusCode = status;
  if (text === undefined && body === undefined) return void response.end();
  if (!response.hasHeader("content-type"))
    response.setHeader("content-type", text === undefined ? "application/json" : "text/plain");
  response.end(text ?? JSON.stringify(body));
}

export const asObject = (value: Json | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

/** A copy without members that are undefined. */
export const compact = (value: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined));

/**
 * Objects with their history, so that reads can lag behind writes as they do behind a replica.
 */
export class Store {
  readonly #versions = new Map<string, { at: number; value: JsonObject }[]>();
  readonly #now: () => number;
  /** Milliseconds that `seen` lags behind. */
  lag = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  put(value: JsonObject): JsonObject {
    const id = String(value["id"]);
    const versions = this.#versions.get(id) ?? [];
    versions.push({ at: this.#now(), value });
    this.#versions.set(id, versions);
    return value;
  }

  /** As the primary has it. */
  get(id: string): JsonObject | undefined {
    return this.#versions.get(id)?.at(-1)?.value;
  }

  /** As a reader sees it. */
  seen(id: string): JsonObject | undefined {
    const before = this.#now() - this.lag;
    return this.#versions.get(id)?.findLast(({ at }) => this.lag === 0 || at <= before)?.value;
  }

  /** All that a reader sees, oldest first. */
  allSeen(): JsonObject[] {
    return [...this.#versions.keys()].map((id) => this.seen(id)).filter((object) => object !== undefined);
  }

  all(): JsonObject[] {
    return [...this.#versions.keys()].map((id) => this.get(id)).filter((object) => object !== undefined);
  }

  remove(id: string): void {
    this.#versions.delete(id);
  }
}

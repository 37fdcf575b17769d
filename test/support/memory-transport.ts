import type { Transport, TransportReply, TransportRequest } from "../../provider/http/transport.js";
import type { Sandbox, SandboxReply, SandboxRequest } from "../../sandboxes/sandbox.ts";
import type { Random } from "./random.js";
import type { VirtualClock } from "./virtual-clock.js";

/** What goes wrong with one request. `before`: the vendor has not acted; `after`: it has. */
export type Fault =
  | { readonly kind: "refused" }
  | { readonly kind: "reset"; readonly when: "before" | "after" }
  | { readonly kind: "hang"; readonly when: "before" | "after" }
  | { readonly kind: "reply"; readonly when: "before" | "after"; readonly reply: TransportReply }
  | { readonly kind: "truncated" }
  /** The answer comes, a byte at a time, and never ends. */
  | { readonly kind: "drip" }
  /** Texts that are no Unicode, in members that people do not set. */
  | { readonly kind: "strange" }
  /** The answer is larger than anything that anybody reads. */
  | { readonly kind: "huge" };

/** The wires to the sandboxes, by origin, without sockets. */
export class MemoryNetwork {
  readonly #servers = new Map<string, Sandbox>();
  readonly #clock: VirtualClock;
  readonly #random: Random;
  /** Asked before each request; `number` counts from 1 over the whole network. */
  fault: ((request: TransportRequest, number: number) => Fault | undefined) | undefined;
  /** Told after each request that a server has answered. */
  afterAnswer: ((request: TransportRequest, number: number) => void) | undefined;
  /** Told before each request. */
  beforeSend: ((request: TransportRequest, number: number) => void) | undefined;
  requests = 0;
  /** Milliseconds that a request takes at most, each way. */
  latency = 40;

  constructor(clock: VirtualClock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  add(origin: string, server: Sandbox): void {
    this.#servers.set(origin, server);
  }

  /** The transport of one process; after `isAlive` turns false nothing ever comes back. */
  transport(isAlive: () => boolean): Transport {
    return { request: (request) => this.#request(request, isAlive), close: () => Promise.resolve() };
  }

  async #request(request: TransportRequest, isAlive: () => boolean): Promise<TransportReply> {
    await this.#pause(request.signal);
    if (!isAlive()) return never();
    this.requests += 1;
    const number = this.requests;
    const fault = this.fault?.(request, number);
    this.beforeSend?.(request, number);
    if (!isAlive()) return never();
    if (fault?.kind === "refused") throw broken("ECONNREFUSED");
    if (fault && "when" in fault && fault.when === "before") return this.#play(fault, request.signal);
    const reply = await this.#answer(request);
    this.afterAnswer?.(request, number);
    if (!isAlive()) return never();
    if (fault?.kind === "drip") return this.#play({ kind: "hang", when: "after" }, request.signal);
    if (fault?.kind === "strange") return { ...reply, text: strange(reply.text) };
    if (fault?.kind === "huge") throw broken("UND_ERR_RES_EXCEEDED_MAX_SIZE");
    if (fault?.kind === "truncated") return { ...reply, text: reply.text.slice(0, Math.floor(reply.text.length / 2)) };
    if (fault) return this.#play(fault, request.signal);
    await this.#pause(request.signal);
    return isAlive() ? reply : never();
  }

  #play(fault: Extract<Fault, { when: string }>, signal: AbortSignal): Promise<TransportReply> {
    if (fault.kind === "reply") return Promise.resolve(fault.reply);
    if (fault.kind === "reset") return Promise.reject(broken("ECONNRESET"));
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(broken("UND_ERR_ABORTED"))));
  }

  async #answer({ origin, path, method, headers, body, signal }: TransportRequest): Promise<TransportReply> {
    const server = this.#servers.get(origin);
    if (!server) throw broken("ENOTFOUND");
    const url = new URL(path, origin);
    const request: SandboxRequest = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: server.read(body ?? "", headers),
    };
    const trouble = await server.misbehave?.(request);
    if (trouble === "hang" || trouble === "reset") return this.#play({ kind: trouble, when: "before" }, signal);
    return asTransport(trouble ?? server.answer(request));
  }

  async #pause(signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(1 + this.#random.below(this.latency));
    if (signal.aborted) throw broken("UND_ERR_ABORTED");
  }
}

/** Half a surrogate pair at the end of every time of creation. */
export const strange = (text: string): string =>
  text.replace(/"(created_at|createdAt|born)":"([^"]*)"/g, '"$1":"$2\\ud800"');

export function asTransport({ status, body, text, headers = {} }: SandboxReply): TransportReply {
  const content = text ?? (body === undefined ? "" : JSON.stringify(body));
  return {
    status,
    headers: { "content-type": text === undefined ? "application/json" : "text/plain", ...headers },
    text: content,
  };
}

const broken = (code: string): Error => Object.assign(new Error(code), { code });

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

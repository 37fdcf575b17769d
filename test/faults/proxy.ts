/** Stands between a client and a sandbox, on real sockets, and plays what a script says for each request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Fault } from "../support/memory-transport.js";
import { strange } from "../support/memory-transport.js";
import { echoed } from "./catalogue.js";

const HUGE = 100 * 1024 * 1024;
const CHUNK = Buffer.alloc(256 * 1024, "x");

export class FaultProxy {
  /** Asked for each request; `number` counts from 1. */
  script: ((request: { method: string; path: string }, number: number) => Fault | undefined) | undefined;
  requests = 0;
  /** Requests that met a fault. */
  met = 0;
  /** Bytes of the largest endless answer that were written before the client had enough. */
  largest = 0;
  readonly #target: string;
  readonly #serving = new Set<Promise<void>>();
  #server: Server;
  #port = 0;

  /** `target`: the sandbox's address. */
  constructor(target: string) {
    this.#target = target;
    this.#server = this.#serverOf();
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async close(): Promise<void> {
    const server = this.#server;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Nobody listens until `start` is called again. */
  async refuse(): Promise<void> {
    await this.close();
    this.#server = this.#serverOf();
  }

  /** Waits for what was handed on to the vendor although its client has gone. */
  async settled(): Promise<void> {
    while (this.#serving.size > 0) await Promise.all(this.#serving);
  }

  #serverOf(): Server {
    return createServer((request, response) => {
      const serving = this.#serve(request, response)
        .catch(() => void response.destroy())
        .finally(() => this.#serving.delete(serving));
      this.#serving.add(serving);
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.requests += 1;
    const { method = "GET", url = "/" } = request;
    const fault = this.script?.({ method, path: url }, this.requests);
    if (!fault) return send(response, await this.#forward(request, Buffer.concat(chunks)));
    this.met += 1;
    if (fault.kind === "refused") throw new Error("nobody can refuse a connection that is there: call refuse()");
    const acts = !("when" in fault) || fault.when === "after";
    const answer = acts ? await this.#forward(request, Buffer.concat(chunks)) : undefined;
    switch (fault.kind) {
      case "reset":
        return void request.socket.resetAndDestroy();
      case "hang":
        return;
      case "reply": {
        const { status, headers, text } = fault.reply;
        return send(response, {
          status,
          headers: headers as Record<string, string>,
          text: echoed(text, Object.values(request.headers).join(" ")),
        });
      }
      case "truncated": {
        const text = answer?.text ?? "";
        response.writeHead(answer?.status ?? 200, {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(text),
        });
        response.write(text.slice(0, Math.floor(text.length / 2)));
        return void setTimeout(() => request.socket.destroy(), 5);
      }
      case "drip":
        response.writeHead(200, { "content-type": "application/json" });
        return this.#forever(response, Buffer.from(" "), 10);
      case "huge":
        response.writeHead(200, { "content-type": "application/json", "content-length": HUGE });
        return this.#forever(response, CHUNK, 0);
      case "strange":
        return send(response, {
          ...(answer ?? { status: 200, headers: {}, text: "" }),
          text: strange(answer?.text ?? ""),
        });
    }
  }

  /** Until the client has had enough. */
  #forever(response: ServerResponse, piece: Buffer, milliseconds: number): void {
    let bytes = 0;
    const next = (): void => {
      if (response.destroyed || bytes >= HUGE) return void response.destroy();
      bytes += piece.length;
      this.largest = Math.max(this.largest, bytes);
      const goesOn = response.write(piece);
      if (!goesOn) response.once("drain", next);
      else setTimeout(next, milliseconds);
    };
    next();
  }

  async #forward(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const headers = Object.entries(request.headers).filter(
      ([name]) => !["host", "connection", "content-length"].includes(name),
    );
    const { method = "GET", url = "/" } = request;
    const reply = await fetch(this.#target + url, {
      method,
      headers: Object.fromEntries(headers) as Record<string, string>,
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
      redirect: "manual",
    });
    return {
      status: reply.status,
      headers: { "content-type": reply.headers.get("content-type") ?? "" },
      text: await reply.text(),
    };
  }
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

function send(response: ServerResponse, { status, headers, text }: Answer): void {
  response.writeHead(status, headers);
  response.end(text);
}

/** One request on the network and its whole answer, bounded in size; nothing is decided here. */
import type { Dispatcher } from "undici";
import type { Limits } from "./client.js";
import { isLoopback } from "./loopback.js";

export interface TransportRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
}

export interface TransportReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

export interface Transport {
  /** Rejects with an error whose `code` (or that of a cause) says what broke. */
  request(request: TransportRequest): Promise<TransportReply>;
  close(): Promise<void>;
}

export const MAX_BODY_BYTES = 32 * 1024 * 1024;
const CONNECT_SECONDS = 10;

/** Set explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment has no effect. */
const TLS = { rejectUnauthorized: true };

/** Proxies of the environment (HTTPS_PROXY, NO_PROXY) are used as everywhere, but never for this machine itself. */
export function undiciTransport(baseUrl: URL, limits: Limits): Transport {
  const options = {
    connections: limits.concurrent,
    // Some servers close an idle connection after 5 s; a POST on one that just closed has an unknown outcome.
    keepAliveTimeout: 3_000,
    keepAliveMaxTimeout: 3_000,
    connect: { ...TLS, timeout: Math.min(CONNECT_SECONDS, limits.requestSeconds * 0.8) * 1_000 },
    maxResponseSize: MAX_BODY_BYTES,
  };
  let made: Promise<Dispatcher> | undefined;
  // Loaded with the first request: most previews send none.
  const make = async (): Promise<Dispatcher> => {
    const { Agent, EnvHttpProxyAgent } = await import("undici");
    return isLoopback(baseUrl)
      ? new Agent(options)
      : new EnvHttpProxyAgent({ ...options, requestTls: TLS, proxyTls: TLS });
  };
  return {
    request: async ({ origin, path, method, headers, body, signal }) => {
      // The client keeps the deadlines itself, by its own clock.
      const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
      made ??= make();
      const answer = await (await made).request({
        origin,
        path,
        method: method as "GET",
        headers,
        body,
        signal,
        ...timeouts,
      });
      const flat = Object.entries(answer.headers).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]);
      return { status: answer.statusCode, headers: Object.fromEntries(flat), text: await answer.body.text() };
    },
    // Never waits: the process is about to end.
    close: async () => (await made)?.destroy(),
  };
}

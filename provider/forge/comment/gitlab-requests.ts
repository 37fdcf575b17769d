/**
 * How requests to GitLab are sent. The client's own way repeats what creates something after a 502, which makes two of
 * it, and does not wait as long as GitLab asks.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { isLoopback } from "../../http/loopback.js";
import { ANSWER_WITHIN, LONGEST_WAIT, MOST_REPEATS } from "../limits.js";

/** An answer that refuses, or none. */
export class GitLabAnswer extends Error {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, status?: number, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

interface Connection {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly authHeaders: Readonly<Record<string, () => Promise<string>>>;
}

interface Sent {
  readonly body?: unknown;
  readonly searchParams?: Readonly<Record<string, unknown>>;
}

interface Reply {
  // What the client's type asks for.
  // biome-ignore lint/suspicious/noExplicitAny: the client decides by the call what the body is
  readonly body: any;
  readonly headers: Record<string, string>;
  readonly status: number;
}

type Send = (endpoint: string, options?: Sent) => Promise<Reply>;

export function requester(connection: Connection): Record<"get" | "post" | "put" | "patch" | "delete", Send> {
  const sender =
    (method: string): Send =>
    (endpoint, options = {}) =>
      repeated(connection, method, endpoint, options);
  return {
    get: sender("GET"),
    post: sender("POST"),
    put: sender("PUT"),
    patch: sender("PATCH"),
    delete: sender("DELETE"),
  };
}

async function repeated(connection: Connection, method: string, endpoint: string, options: Sent): Promise<Reply> {
  const second = isLoopback(new URL(connection.url)) ? 1 : 1_000;
  for (let count = 0; ; count++) {
    try {
      return await sendOnce(connection, method, endpoint, options);
    } catch (error) {
      if (!(error instanceof GitLabAnswer)) throw error;
      const { status, headers } = error;
      const isLimit = status === 429;
      const mayRepeat = isLimit || (method !== "POST" && (status === undefined || status >= 500));
      const wait = isLimit ? Number(headers["retry-after"] ?? 60) : (count + 1) ** 2;
      if (!mayRepeat || count >= MOST_REPEATS || !(wait <= LONGEST_WAIT)) throw error;
      await sleep(wait * second);
    }
  }
}

async function sendOnce(connection: Connection, method: string, endpoint: string, sent: Sent): Promise<Reply> {
  const url = new URL(endpoint, `${connection.url.replace(/\/+$/, "")}/`);
  for (const [name, value] of Object.entries(sent.searchParams ?? {}))
    if (value !== undefined) url.searchParams.set(snake(name), String(value));
  const headers: Record<string, string> = { ...connection.headers };
  for (const [name, value] of Object.entries(connection.authHeaders)) headers[name] = await value();
  if (sent.body !== undefined) headers["content-type"] = "application/json";
  const signal = AbortSignal.timeout(ANSWER_WITHIN);
  const body = sent.body === undefined ? {} : { body: JSON.stringify(snakeKeys(sent.body)) };
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { method, headers, signal, ...body });
    text = await response.text();
  } catch (error) {
    const { message, cause } = error as Error;
    throw new GitLabAnswer(cause instanceof Error ? `${message}: ${cause.message}` : message);
  }
  const { status } = response;
  const received = Object.fromEntries(response.headers.entries());
  const data = parsed(text);
  if (response.ok) return { body: data, headers: received, status };
  const said = data as { message?: unknown; error?: unknown } | undefined;
  const message = said?.message ?? said?.error ?? response.statusText;
  throw new GitLabAnswer(typeof message === "string" ? message : JSON.stringify(message), status, received);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const snakeKeys = (body: unknown): unknown =>
  Object.fromEntries(Object.entries(body as object).map(([name, value]) => [snake(name), value]));

/** The one HTTP client of all vendors: deadlines, retries, pauses, bounds, and errors in words. */
import type { Json } from "../fields/shape.js";
import { CallError, type CallFacts, type Category, type Complaint } from "./call-error.js";
import type { Clock } from "./clock.js";
import {
  categoryOf,
  EMPTY,
  excerpt,
  NEVER_SENT,
  NOT_TRUSTED,
  networkCode,
  origin,
  parseJson,
  REMEDIES,
  TRUST_REMEDY,
} from "./failures.js";
import { Pacer } from "./pacer.js";
import { parseRetryAfter, retryDelay, type Safety } from "./retry.js";
import { MAX_BODY_BYTES, type Transport, type TransportReply } from "./transport.js";

export interface Call {
  /** In words, for errors: "archive list price sequence/platform/monthly". */
  readonly operation: string;
  /** The entry that the body is made from, for the places of complaints. */
  readonly address?: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  /** Below the account's base URL: "/products". */
  readonly path: string;
  readonly query?: Query;
  readonly body?: Json;
  readonly safety: Safety;
  /** Asked before a call that is safe `once` only is repeated after a 429: what the vendor did all the same, as its answer. */
  readonly done?: () => Promise<Json | undefined>;
}
export type Query = Readonly<Record<string, string | number | boolean>>;

export interface Answer {
  readonly status: number;
  readonly body: Json;
  /** The vendor took the call only after an earlier try whose outcome is unknown. */
  readonly afterUnknown: boolean;
}

/** What a vendor's error answer says; every part may be missing. */
export interface Failure {
  readonly code?: string;
  readonly message?: string;
  readonly complaints?: readonly Complaint[];
  /** Where the status alone would mislead: a 404 that speaks of the path, not of the object. */
  readonly category?: Category;
  /** What to do, where the category's own remedy would mislead. */
  readonly remedy?: string;
}

export interface Limits {
  /** Seconds for one request, its answer included. */
  readonly requestSeconds: number;
  /** Seconds for one call with its repetitions; waiting for the vendor's rate limit is not counted. */
  readonly operationSeconds: number;
  /** Requests under way at once. */
  readonly concurrent: number;
  /** Requests in a minute at most; 0: as many as the vendor takes. */
  readonly perMinute: number;
  /** Seconds over which an object is looked for whose creation got no usable answer. */
  readonly searchSeconds: number;
  /** The longest pause that a vendor's Retry-After is granted; a call that is asked to wait longer fails. */
  readonly maxRetryAfterSeconds: number;
}

export interface ClientOptions {
  /** Vendor and account in words: "Sequence account sequence". */
  readonly account: string;
  readonly baseUrl: string;
  readonly limits: Limits;
  /** Called before each request, so that a run without requests needs no credentials. */
  readonly headers: () => Readonly<Record<string, string>>;
  readonly parseFailure: (status: number, body: Json, headers: TransportReply["headers"]) => Failure;
  readonly remedies: Readonly<Partial<Record<Category, string>>>;
  readonly transport: (baseUrl: URL, limits: Limits) => Transport;
  readonly clock: Clock;
  readonly random: () => number;
  /** Takes secrets out of what a vendor's failure says. */
  readonly redact: (text: string) => string;
  /** Says why a run stands still. */
  readonly onWait: (message: string) => void;
}

export class Client {
  readonly #options: ClientOptions;
  readonly #base: URL;
  readonly #transport: Transport;
  /** No request starts before this time: the vendor asked the whole account to wait. */
  #pausedUntil = 0;
  /** The vendor asked for a longer pause than a run waits: nothing more is sent before it is over. */
  #closedUntil = 0;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #pacer: Pacer;

  constructor(options: ClientOptions) {
    this.#options = options;
    const { limits, clock, account, onWait } = options;
    this.#pacer = new Pacer(limits.perMinute, clock, (rest) =>
      onWait(
        `${account}: ${limits.perMinute} requests a minute are used up; continuing in ${Math.ceil(rest / 1_000)} s`,
      ),
    );
    this.#base = new URL(options.baseUrl);
    this.#transport = options.transport(this.#base, options.limits);
  }

  /** Host and port that requests go to. */
  get host(): string {
    return this.#base.host;
  }

  /** Where requests for a path go. */
  url(path: string): string {
    return this.#base.origin + this.#path({ path });
  }

  /** When the next request is sent at the earliest. */
  get resumesAt(): number {
    return Math.max(this.#options.clock.now(), this.#pausedUntil);
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  /** Sends a call, again where that is safe. Throws a CallError for everything that is not a 2xx answer with JSON. */
  async send(call: Call): Promise<Answer> {
    const { clock, limits, onWait, account } = this.#options;
    const budget = limits.operationSeconds * 1_000;
    let spent = 0;
    let afterUnknown = false;
    for (let tries = 1; ; tries += 1) {
      let started = clock.now();
      try {
        const answer = await this.#limited(async () => {
          await this.#pacer.turn();
          await this.#waitForPause();
          if (this.#closedUntil > clock.now()) throw this.#closed(call);
          started = clock.now();
          return this.#once(call);
        });
        return { ...answer, afterUnknown };
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        spent += clock.now() - started;
        const { category, retryAfter } = error.facts;
        afterUnknown ||= error.outcomeUnknown;
        const delay = retryDelay({ category, safety: call.safety, tries, retryAfter, random: this.#options.random() });
        const limited = category === "rate-limited";
        if (this.#closedUntil > clock.now()) throw error;
        if (retryAfter !== undefined && retryAfter > limits.maxRetryAfterSeconds * 1_000) {
          this.#closedUntil = Math.max(this.#closedUntil, Math.min(clock.now() + retryAfter, LAST_DATE));
          throw this.#closed(call, { ...error.facts, tries });
        }
        if (delay === undefined || (!limited && spent + delay > budget)) throw new CallError({ ...error.facts, tries });
        if (limited) {
          this.#pausedUntil = Math.max(this.#pausedUntil, clock.now() + delay);
          this.#pacer.restart();
          if (delay >= 5_000) onWait(`${account} asks to slow down; continuing in ${Math.ceil(delay / 1_000)} s`);
          const body = await call.done?.();
          if (body !== undefined) return { status: 200, body, afterUnknown: true };
        } else {
          spent += delay;
          await clock.sleep(delay);
        }
      }
    }
  }

  /** A pause that would hold the stack's lock for longer than people expect: the call fails, and says until when. */
  #closed(call: Call, { detail, ...facts }: Partial<CallFacts> = {}): CallError {
    const { clock, limits } = this.#options;
    const seconds = Math.ceil((this.#closedUntil - clock.now()) / 1_000);
    const asked = `it asks to wait ${seconds} s, and a run waits at most ${limits.maxRetryAfterSeconds} s (limits.maxRetryAfterSeconds)`;
    return this.#error(call, facts.category ?? "rate-limited", {
      ...facts,
      detail: detail === undefined || detail === EMPTY ? asked : `${detail}; ${asked}`,
      remedy: `run again after ${new Date(this.#closedUntil).toISOString()}, or raise limits.maxRetryAfterSeconds of the account`,
    });
  }

  async #waitForPause(): Promise<void> {
    const { clock } = this.#options;
    for (let rest = this.#pausedUntil - clock.now(); rest > 0; rest = this.#pausedUntil - clock.now())
      await clock.sleep(rest);
  }

  /** At most `limits.concurrent` at once, first come, first served. */
  async #limited<T>(run: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#options.limits.concurrent)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await run();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #once(call: Call): Promise<{ status: number; body: Json }> {
    const { clock, limits } = this.#options;
    const headers: Record<string, string> = { accept: "application/json", ...this.#options.headers() };
    if (call.body !== undefined) headers["content-type"] = "application/json";
    const abort = new AbortController();
    const cancel = clock.after(limits.requestSeconds * 1_000, () => abort.abort());
    try {
      const reply = await this.#transport.request({
        origin: this.#base.origin,
        path: this.#path(call),
        method: call.method,
        headers,
        body: call.body === undefined ? null : JSON.stringify(call.body),
        signal: abort.signal,
      });
      return this.#read(call, reply);
    } catch (error) {
      if (error instanceof CallError) throw error;
      throw this.#networkError(call, error, abort.signal.aborted);
    } finally {
      cancel();
    }
  }

  #path(call: Pick<Call, "path" | "query">): string {
    const query = Object.entries(call.query ?? {}).map(
      ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`,
    );
    const base = this.#base.pathname.replace(/\/+$/, "");
    return base + call.path + (query.length > 0 ? `?${query.join("&")}` : "");
  }

  #read(call: Call, reply: TransportReply): { status: number; body: Json } {
    const { status } = reply;
    if (status >= 200 && status < 300) {
      const body = parseJson(reply.text);
      if (body !== undefined) return { status, body };
    }
    // Before anything is cut short: half a secret would no longer be known as one.
    const { redact } = this.#options;
    const text = redact(reply.text);
    const headers = Object.fromEntries(
      Object.entries(reply.headers).map(([name, value]) => [name, value && redact(value)]),
    );
    const requestId = headers["x-request-id"] ?? headers["request-id"] ?? headers["cf-ray"];
    const known = { status, ...(requestId ? { requestId } : {}) };
    if (status >= 300 && status < 400) {
      throw this.#error(call, "unexpected", {
        ...known,
        detail: `a redirect to ${origin(headers["location"], this.#base)}`,
      });
    }
    if (status >= 200 && status < 300) {
      throw this.#error(call, "unexpected", {
        ...known,
        detail: `${headers["content-type"] ?? "no content type"} instead of JSON: ${excerpt(text)}`,
      });
    }
    const body = parseJson(text);
    const failure = body === undefined ? {} : this.#options.parseFailure(status, body, headers);
    // Complaints say it in words, each at its place; the body would only say it again.
    const detail = failure.message ?? (failure.complaints?.length ? undefined : excerpt(text));
    const retryAfter =
      status === 429 || status === 503 ? parseRetryAfter(headers["retry-after"], this.#options.clock.now()) : undefined;
    throw this.#error(call, failure.category ?? categoryOf(status, body), {
      ...known,
      ...(failure.code ? { code: failure.code } : {}),
      ...(detail === undefined ? {} : { detail }),
      ...(failure.complaints ? { complaints: failure.complaints } : {}),
      ...(failure.remedy ? { remedy: failure.remedy } : {}),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  }

  #networkError(call: Call, error: unknown, timedOut: boolean): CallError {
    const code = networkCode(error);
    if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") {
      return this.#error(call, "unexpected", {
        detail: `the answer is larger than ${MAX_BODY_BYTES / 1024 / 1024} MiB`,
      });
    }
    if (code !== undefined && NEVER_SENT.has(code))
      return this.#error(call, "unreachable", { detail: `${this.#base.origin}: ${code}` });
    if (code !== undefined && NOT_TRUSTED.test(code)) {
      return this.#error(call, "unreachable", {
        detail: `${this.#base.origin}: the server's certificate is not trusted (${code})`,
        remedy: TRUST_REMEDY,
      });
    }
    const why = timedOut
      ? `no complete response within ${this.#options.limits.requestSeconds} s`
      : `the connection broke (${code ?? "unknown reason"})`;
    return this.#error(call, "no-answer", { detail: why });
  }

  #error(call: Call, category: Category, facts: Partial<CallFacts>): CallError {
    const { account, remedies } = this.#options;
    return new CallError({
      operation: call.operation,
      ...(call.address === undefined ? {} : { address: call.address }),
      account,
      remedy: remedies[category] ?? REMEDIES[category],
      ...facts,
      category,
    });
  }
}

/** The last moment that a Date can hold. */
const LAST_DATE = 8_640_000_000_000_000;

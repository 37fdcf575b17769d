/** The one HTTP client of all vendors: deadlines, retries, pauses and bounds. */
import { randomUUID } from "node:crypto";
import type { Json } from "../fields/shape.js";
import { type EncodedBody, jsonBody } from "./body.js";
import { CallError, type CallFacts, type Category, type FieldError } from "./call-error.js";
import type { Clock } from "./clock.js";
import { EMPTY } from "./failures.js";
import { Pacer, type Rate, rateInWords } from "./pacer.js";
import { callError, networkError, readReply } from "./reply.js";
import { retryDelay, type Safety } from "./retry.js";
import { Slots } from "./slots.js";
import type { Transport, TransportReply } from "./transport.js";

export interface Call {
  /** In words, for errors: "archive list price sequence/platform/monthly". */
  readonly action: string;
  /** The entry that the body is made from, for the places of field errors. */
  readonly address?: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the account's base URL: "/products". */
  readonly path: string;
  readonly query?: Query;
  readonly body?: Json;
  readonly safety: Safety;
  /**
   * For `idempotencyHeader`, where a POST may be sent by several calls of `send`. Default: one of its own for each
   * call.
   */
  readonly key?: string;
  /**
   * Asked before a call that is safe `once` only is repeated after a 429: what the vendor did all the same, as its
   * answer.
   */
  readonly done?: () => Promise<Json | undefined>;
}
/** A list is sent as one parameter for each of its values: `status=active&status=trialing`. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>;

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
  readonly fieldErrors?: readonly FieldError[];
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
  /** Requests that are sent at most; absent: as many as the vendor takes. */
  readonly rate?: Rate;
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
  readonly headers: (call: Call) => Readonly<Record<string, string>>;
  /** How bodies are written. Default: JSON. */
  readonly encode?: ((body: Json) => EncodedBody) | undefined;
  /**
   * The header for the key of a POST, the same for every repetition of a call. The server makes nothing twice under one
   * key, so a POST is repeated like a PUT. Default: none.
   */
  readonly idempotencyHeader?: string | undefined;
  readonly parseFailure: (status: number, body: Json, headers: TransportReply["headers"]) => Failure;
  readonly remedies: Readonly<Partial<Record<Category, string>>>;
  readonly transport: (baseUrl: URL, limits: Limits) => Transport;
  readonly clock: Clock;
  readonly random: () => number;
  /** Removes secrets from a vendor's error message. */
  readonly redact: (text: string) => string;
  /** Reports why a run waits. */
  readonly onWait: (message: string) => void;
  /** Notes a request that may change something, and then its end. Default: nothing. */
  readonly onWrite?: OnWrite | undefined;
}

/** Called right before a request is sent. What it returns is called at its end; null: no answer came. */
export type OnWrite = (call: Call) => (status: number | null) => void;

export class Client {
  readonly #options: ClientOptions & { readonly base: URL };
  readonly #base: URL;
  readonly #transport: Transport;
  /** No request starts before this time: the vendor asked the whole account to wait. */
  #pausedUntil = 0;
  /** The vendor asked for a longer pause than a run waits: nothing more is sent before it is over. */
  #closedUntil = 0;
  readonly #slots: Slots;
  readonly #pacer: Pacer;
  /** Requests so far, repetitions too. */
  #sent = 0;

  constructor(options: ClientOptions) {
    const { limits, clock, baseUrl } = options;
    this.#base = new URL(baseUrl);
    this.#options = { ...options, base: this.#base };
    this.#slots = new Slots(limits.concurrent);
    this.#pacer = new Pacer(limits.rate, clock, (rest) =>
      this.#sayWait(rest, `: ${limits.rate ? rateInWords(limits.rate) : ""} are used up`),
    );
    this.#transport = options.transport(this.#base, limits);
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
    const { clock, limits, random, idempotencyHeader } = this.#options;
    const budget = limits.operationSeconds * 1_000;
    const key = idempotencyHeader !== undefined && call.method === "POST" ? (call.key ?? randomUUID()) : undefined;
    const keyed: Readonly<Record<string, string>> = key === undefined ? {} : { [idempotencyHeader ?? ""]: key };
    const safety = key === undefined ? call.safety : "repeatable";
    let spent = 0;
    let afterUnknown = false;
    for (let tries = 1; ; tries += 1) {
      let started = clock.now();
      try {
        const answer = await this.#slots.run(async () => {
          await this.#pacer.turn();
          await this.#waitForPause();
          if (this.#closedUntil > clock.now()) throw this.#closed(call);
          started = clock.now();
          return this.#once(call, keyed);
        });
        return { ...answer, afterUnknown };
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        spent += clock.now() - started;
        const { category, retryAfter } = error.facts;
        afterUnknown ||= error.outcomeUnknown;
        const delay = retryDelay({ category, safety, tries, retryAfter, random: random() });
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
          this.#sayWait(delay, " asks to slow down");
          const body = key === undefined ? await call.done?.() : undefined;
          if (body !== undefined) return { status: 200, body, afterUnknown: true };
        } else {
          spent += delay;
          await clock.sleep(delay);
        }
      }
    }
  }

  /** Reports a wait, unless it is too short to notice. */
  #sayWait(milliseconds: number, why: string): void {
    const { account, onWait } = this.#options;
    if (milliseconds < LEAST_SAID) return;
    const sent = `${this.#sent} request${this.#sent === 1 ? "" : "s"} sent so far`;
    onWait(`${account}${why}; ${sent}, continuing in ${Math.ceil(milliseconds / 1_000)} s`);
  }

  /** The vendor asks for a longer pause than a run waits: the call fails, and the message says until when to wait. */
  #closed(call: Call, { detail, ...facts }: Partial<CallFacts> = {}): CallError {
    const { clock, limits } = this.#options;
    const seconds = Math.ceil((this.#closedUntil - clock.now()) / 1_000);
    const most = `${limits.maxRetryAfterSeconds} s (limits.maxRetryAfterSeconds)`;
    const asked = `it asks to wait ${seconds} s, but a run waits at most ${most}`;
    return callError(call, facts.category ?? "rate-limited", this.#options, {
      ...facts,
      detail: detail === undefined || detail === EMPTY ? asked : `${detail}; ${asked}`,
      remedy:
        `run again after ${new Date(this.#closedUntil).toISOString()}, ` +
        "or raise limits.maxRetryAfterSeconds of the account",
    });
  }

  async #waitForPause(): Promise<void> {
    const { clock } = this.#options;
    for (let rest = this.#pausedUntil - clock.now(); rest > 0; rest = this.#pausedUntil - clock.now())
      await clock.sleep(rest);
  }

  async #once(call: Call, keyed: Readonly<Record<string, string>>): Promise<{ status: number; body: Json }> {
    const { clock, limits, encode = jsonBody } = this.#options;
    const body = call.body === undefined ? undefined : encode(call.body);
    const headers = {
      accept: "application/json",
      ...this.#options.headers(call),
      ...keyed,
      ...(body ? { "content-type": body.contentType } : {}),
    };
    const abort = new AbortController();
    this.#sent += 1;
    const cancel = clock.after(limits.requestSeconds * 1_000, () => abort.abort());
    const ended = call.safety === "read" ? undefined : this.#options.onWrite?.(call);
    let status: number | null = null;
    try {
      const reply = await this.#transport.request({
        origin: this.#base.origin,
        path: this.#path(call),
        method: call.method,
        headers,
        body: body?.text ?? null,
        signal: abort.signal,
      });
      ({ status } = reply);
      return readReply(call, reply, this.#options);
    } catch (error) {
      if (error instanceof CallError) throw error;
      throw networkError(call, error, abort.signal.aborted, this.#options);
    } finally {
      cancel();
      ended?.(status);
    }
  }

  #path(call: Pick<Call, "path" | "query">): string {
    const query = Object.entries(call.query ?? {}).flatMap(([key, value]) =>
      [value].flat().map((one) => `${encodeURIComponent(key)}=${encodeURIComponent(one)}`),
    );
    const base = this.#base.pathname.replace(/\/+$/, "");
    return base + call.path + (query.length > 0 ? `?${query.join("&")}` : "");
  }
}

/** Milliseconds of the shortest wait that is said. */
const LEAST_SAID = 5_000;

/** The last moment that a Date can hold. */
const LAST_DATE = 8_640_000_000_000_000;

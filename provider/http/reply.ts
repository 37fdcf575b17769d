/** The answer to a request: its JSON, or an error that says why it failed. */
import type { Json } from "../fields/shape.js";
import { CallError, type CallFacts, type Category } from "./call-error.js";
import type { Call, ClientOptions } from "./client.js";
import {
  categoryOf,
  excerpt,
  NEVER_SENT,
  NOT_TRUSTED,
  networkCode,
  origin,
  parseJson,
  REMEDIES,
  TRUST_REMEDY,
} from "./failures.js";
import { parseRetryAfter } from "./retry.js";
import { MAX_BODY_BYTES, type TransportReply } from "./transport.js";

type Reading = Pick<ClientOptions, "account" | "remedies" | "redact" | "parseFailure" | "limits" | "clock"> & {
  readonly base: URL;
};

/**
 * The answer's JSON, null where it has no body. Throws a CallError for everything that is not a 2xx answer with JSON.
 */
export function readReply(call: Call, reply: TransportReply, reading: Reading): { status: number; body: Json } {
  const { status } = reply;
  const { redact, base, clock, parseFailure } = reading;
  if (status >= 200 && status < 300) {
    const body = parseJson(reply.text);
    if (body !== undefined) return { status, body };
  }
  // Before anything is cut short: half a secret would no longer be known as one.
  const text = redact(reply.text);
  const headers = Object.fromEntries(
    Object.entries(reply.headers).map(([name, value]) => [name, value && redact(value)]),
  );
  const requestId = headers["x-request-id"] ?? headers["request-id"] ?? headers["cf-ray"];
  const known = { status, ...(requestId ? { requestId } : {}) };
  if (status >= 300 && status < 400) {
    const detail = `a redirect to ${origin(headers["location"], base)}`;
    throw callError(call, "unexpected", reading, { ...known, detail });
  }
  if (status >= 200 && status < 300) {
    const detail = `${headers["content-type"] ?? "no content type"} instead of JSON: ${excerpt(text)}`;
    throw callError(call, "unexpected", reading, { ...known, detail });
  }
  const body = parseJson(text);
  const failure = body === undefined ? {} : parseFailure(status, body, headers);
  // The field errors contain what the body says.
  const detail = failure.message ?? (failure.fieldErrors?.length ? undefined : excerpt(text));
  const retryAfter =
    status === 429 || status === 503 ? parseRetryAfter(headers["retry-after"], clock.now()) : undefined;
  throw callError(call, failure.category ?? categoryOf(status, body), reading, {
    ...known,
    ...(failure.code ? { code: failure.code } : {}),
    ...(detail === undefined ? {} : { detail }),
    ...(failure.fieldErrors ? { fieldErrors: failure.fieldErrors } : {}),
    ...(failure.remedy ? { remedy: failure.remedy } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

/** The error for a missing or incomplete answer. */
export function networkError(call: Call, error: unknown, timedOut: boolean, reading: Reading): CallError {
  const { base, limits } = reading;
  const code = networkCode(error);
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") {
    const detail = `the answer is larger than ${MAX_BODY_BYTES / 1024 / 1024} MiB`;
    return callError(call, "unexpected", reading, { detail });
  }
  if (code !== undefined && NEVER_SENT.has(code))
    return callError(call, "unreachable", reading, { detail: `${base.origin}: ${code}` });
  if (code !== undefined && NOT_TRUSTED.test(code)) {
    const detail = `${base.origin}: the server's certificate is not trusted (${code})`;
    return callError(call, "unreachable", reading, { detail, remedy: TRUST_REMEDY });
  }
  const why = timedOut
    ? `no complete response within ${limits.requestSeconds} s`
    : `the connection broke (${code ?? "unknown reason"})`;
  return callError(call, "no-answer", reading, { detail: why });
}

export function callError(
  call: Call,
  category: Category,
  { account, remedies }: Pick<ClientOptions, "account" | "remedies">,
  facts: Partial<CallFacts>,
): CallError {
  return new CallError({
    action: call.action,
    ...(call.address === undefined ? {} : { address: call.address }),
    account,
    remedy: remedies[category] ?? REMEDIES[category],
    ...facts,
    category,
  });
}

/** A client of GitHub's API that waits for its rate limits and repeats what is safe, both with a bound. */

import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import { isLoopback } from "../http/loopback.js";
import { ANSWER_WITHIN, LONGEST_WAIT, MOST_REPEATS } from "./limits.js";
import type { Pipeline } from "./pipeline.js";

/**
 * A request that creates something must be sent with `request: { retries: 0 }`: if only its answer is lost, the second
 * one would make two of it.
 */
export function octokitFor({ api, token }: Pick<Pipeline, "api" | "token">): Octokit {
  const mayWait = (seconds: number, _options: unknown, _octokit: unknown, repeated: number): boolean =>
    seconds <= LONGEST_WAIT && repeated < MOST_REPEATS;
  const Client = Octokit.plugin(retry, throttling);
  return new Client({
    auth: token,
    baseUrl: api.replace(/\/+$/, ""),
    userAgent: "billing-catalogue",
    // Errors are reported once, in our words.
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: {
      fetch: (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN) }),
    },
    throttle: { onRateLimit: mayWait, onSecondaryRateLimit: mayWait, ...(isOnThisMachine(api) ? UNPACED : {}) },
    // Limits are what the other plugin waits for.
    retry: {
      retries: MOST_REPEATS,
      doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451],
      ...(isOnThisMachine(api) ? FAST : {}),
    },
  });
}

const isOnThisMachine = (api: string): boolean => isLoopback(new URL(api));

/** Milliseconds in place of seconds: a server on this machine need not be spared. */
const FAST = { retryAfterBaseValue: 1 };
const unpaced = { key: () => ({ schedule: (_options: unknown, job: () => unknown) => job() }) } as never;
const UNPACED = { ...FAST, write: unpaced, notifications: unpaced };

const silent = (): undefined => undefined;

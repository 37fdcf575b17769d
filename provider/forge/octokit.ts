/** A client of GitHub's REST API that waits for its rate limits and repeats what is safe, both with a bound. */

import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import type { Pipeline } from "./pipeline.js";

/** Seconds that a rate limit may ask to wait, and how often. */
const LONGEST_WAIT = 120;
const MOST_REPEATS = 2;

export function octokitFor({ api, token }: Pick<Pipeline, "api" | "token">): Octokit {
  const mayWait = (seconds: number, _options: unknown, _octokit: unknown, repeated: number): boolean =>
    seconds <= LONGEST_WAIT && repeated < MOST_REPEATS;
  const Client = Octokit.plugin(retry, throttling);
  return new Client({
    auth: token,
    baseUrl: api,
    userAgent: "billing-catalogue",
    // Errors are reported once, in our words.
    log: { debug: silent, info: silent, warn: silent, error: silent },
    throttle: { onRateLimit: mayWait, onSecondaryRateLimit: mayWait },
    retry: { retries: MOST_REPEATS },
  });
}

const silent = (): undefined => undefined;

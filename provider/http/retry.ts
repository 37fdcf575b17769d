import type { Category } from "./call-error.js";

/**
 * What a repetition would do. `read`: nothing. `repeatable`: the same again (PUT, archive, a PATCH without new
 * prices). `once`: perhaps a second object (POST).
 */
export type Safety = "read" | "repeatable" | "once";

const MAX_TRIES = 4;
const MAX_TRIES_WHEN_LIMITED = 8;
const BASE_DELAY = 250;
const MAX_DELAY = 8_000;

export interface Try {
  readonly category: Category;
  readonly safety: Safety;
  /** Tries made so far, this one included. */
  readonly tries: number;
  /** Milliseconds that the vendor asked for. */
  readonly retryAfter: number | undefined;
  /** 0 ≤ random < 1. */
  readonly random: number;
}

/** Milliseconds to wait before the next try, or undefined when there must be none. */
export function retryDelay({ category, safety, tries, retryAfter, random }: Try): number | undefined {
  const max = category === "rate-limited" ? MAX_TRIES_WHEN_LIMITED : MAX_TRIES;
  if (tries >= max || !repeats(category, safety)) return undefined;
  const jittered = random * Math.min(MAX_DELAY, BASE_DELAY * 2 ** tries);
  return Math.max(jittered, retryAfter ?? 0);
}

function repeats(category: Category, safety: Safety): boolean {
  if (category === "rate-limited" || category === "unreachable") return true;
  return (category === "server" || category === "no-answer") && safety !== "once";
}

/** Retry-After in milliseconds: seconds or an HTTP date; undefined when it is absent or unreadable. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const trimmed = value.trim();
  if (/^[0-9]+(\.[0-9]+)?$/.test(trimmed))
    return Math.ceil(Math.min(Number(trimmed), Number.MAX_SAFE_INTEGER / 1_000) * 1_000);
  // Date.parse also takes numbers, such as -5 and 1e3, for dates: an HTTP date begins with the day of the week.
  const date = /^[a-z]/i.test(trimmed) ? Date.parse(trimmed) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

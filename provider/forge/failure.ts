/** Why a forge did not do what it was asked. */

/**
 * `lost`: no answer, or a failure of the forge itself, so nobody knows whether it was done. `rights`: the token may
 * not. `absent`: the thing does not exist, or the token may not see it. `limit`: too many requests.
 */
export type Failure = "token" | "rights" | "absent" | "limit" | "lost" | "refused";

export class ForgeError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, message: string, remedy: string) {
    super(`${message}\n  what to do: ${remedy}`);
    this.name = "ForgeError";
    this.failure = failure;
  }
}

export interface Answer {
  /** Absent: none came. */
  readonly status?: number;
  readonly message: string;
  /** In small letters. */
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

export function failureOf({ status, message, headers }: Answer): Failure {
  if (status === undefined || status >= 500) return "lost";
  const isLimit =
    status === 429 ||
    (status === 403 &&
      (String(headers["x-ratelimit-remaining"] ?? "") === "0" ||
        headers["retry-after"] !== undefined ||
        /rate limit/i.test(message)));
  if (isLimit) return "limit";
  if (status === 401) return "token";
  if (status === 403) return "rights";
  return status === 404 ? "absent" : "refused";
}

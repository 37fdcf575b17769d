/** What comments and issues need of a forge. */
import type { Comment } from "./decide.js";
import type { LabelExchange } from "./labels.js";

/** Where comments are. */
export interface Thread {
  readonly of: "pull request" | "issue";
  readonly number: number;
}

export interface Issue {
  readonly number: number;
  readonly author: string;
  readonly title: string;
  readonly body: string;
}

/** All of them throw a `ForgeError` when the forge refuses. What creates something is sent once, never repeated. */
export interface ForgeClient {
  /** The name under which the token writes. */
  readonly me: () => Promise<string>;
  /** The newest commit of a pull request; undefined: not known. */
  readonly head: (number: number) => Promise<string | undefined>;
  /** All comments, the oldest first. */
  readonly comments: (thread: Thread) => Promise<readonly Comment[]>;
  readonly post: (thread: Thread, body: string) => Promise<void>;
  readonly edit: (thread: Thread, comment: Comment, body: string) => Promise<void>;
  /** Hides a comment as outdated, or folds it where a forge cannot hide. */
  readonly minimise: (thread: Thread, comment: Comment) => Promise<void>;
  readonly labels: (number: number) => Promise<readonly string[]>;
  readonly exchangeLabels: (number: number, exchange: LabelExchange) => Promise<void>;
  /** Open ones that may be ours. */
  readonly openIssues: () => Promise<readonly Issue[]>;
  readonly openIssue: (title: string, body: string) => Promise<void>;
  readonly editIssue: (number: number, body: string) => Promise<void>;
  readonly closeIssue: (number: number) => Promise<void>;
}

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

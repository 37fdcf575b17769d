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

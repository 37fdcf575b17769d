export interface CommentOptions {
  /** A file with what `catalogue review --format json` has written. */
  readonly review?: string;
  /** What `catalogue apply --receipt` has written. */
  readonly receipt?: string;
  /** What `catalogue drift --format json` has written. */
  readonly drift?: string;
  readonly pullRequest?: readonly number[];
  /** What `catalogue approvals` has written: the pull requests of a receipt. */
  readonly approvals?: string;
  readonly labels: boolean;
}

export interface SnapshotOptions {
  /** Default: the selected one. */
  readonly stack?: string;
  /** Default: standard output. */
  readonly output?: string;
}

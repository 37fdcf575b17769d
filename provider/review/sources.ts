/** What a program hands in to be reviewed. */

/** A preview of the engine. */
export interface PreviewSource {
  /** The output of `pulumi preview --json --show-sames`, or the events that the Automation API hands to `onEvent`. */
  readonly preview: string | readonly unknown[];
  /** The name of the stack, for the head of the review. */
  readonly stack?: string;
  /** The catalogue folder, as places name it. Default: that of the stack's configuration, else "./catalogue". */
  readonly directory?: string;
  /**
   * The configuration that the accounts are compared with, such as that of a snapshot. Default: they are not compared;
   * a preview refuses an account at another host or organization than its rows anyway.
   */
  readonly configBefore?: Readonly<Record<string, string | undefined>>;
  /** The preview has failed: the Automation API has thrown a CommandError. Default: if it shows an error. */
  readonly failed?: boolean;
}

/** Two folders with catalogues: the files alone, compared with no vendor. */
export interface TreesSource {
  /** undefined: there was no catalogue yet, so every entry is new. */
  readonly before: string | undefined;
  readonly after: string;
  /** What `before` is called in the head of the review: "origin/main". Default: the folder. */
  readonly base?: string;
  /** The commit of `before`. */
  readonly commit?: string;
  /** How `after` is called in places. Default: the folder. */
  readonly directory?: string;
  /**
   * The configuration of a stack: `{ "catalogue:values": "{…}" }`, objects as JSON. Default: `${name}` has no value.
   */
  readonly config?: Readonly<Record<string, string | undefined>>;
  /** The same for `before`. Default: that of `config`. */
  readonly configBefore?: Readonly<Record<string, string | undefined>>;
  /** The name of the stack whose configuration it is. */
  readonly stack?: string;
}

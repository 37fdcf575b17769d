/** The options of `catalogue init`. */
export const ENVIRONMENTS = ["sandbox", "production", "local"] as const;
/** `local`: the vendors of `catalogue sandbox`. */
export type InitEnvironment = (typeof ENVIRONMENTS)[number];

export const INIT_FORMATS = ["text", "json"] as const;

export interface InitOptions {
  /** Names of vendors. */
  readonly vendor?: readonly string[];
  readonly environment?: InitEnvironment;
  /** "fynn=https://acme.coreapi.io" */
  readonly baseUrl?: readonly string[];
  readonly stack?: string;
  /** "file", or the URL of a backend. Default: the one that the Pulumi CLI is logged in to. */
  readonly backend?: string;
  /** Nothing is asked. */
  readonly yes?: boolean;
  /** Files that exist are replaced. */
  readonly force?: boolean;
  /** false: npm is not run. */
  readonly install: boolean;
  readonly format: (typeof INIT_FORMATS)[number];
}

export const PULL_FORMATS = ["text", "json"] as const;

export interface PullCommandOptions {
  readonly stack?: string;
  readonly directory?: string;
  readonly archived?: boolean;
  readonly into?: string;
  readonly split?: "account" | "product";
  readonly force?: boolean;
  readonly allFields?: boolean;
  readonly doubles?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly only?: ReadonlySet<string>;
  readonly format: (typeof PULL_FORMATS)[number];
}

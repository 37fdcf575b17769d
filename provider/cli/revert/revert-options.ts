export const REVERT_FORMATS = ["text", "json"] as const;

export interface RevertOptions {
  readonly stack?: string;
  readonly directory?: string;
  readonly configFile?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly format: (typeof REVERT_FORMATS)[number];
}

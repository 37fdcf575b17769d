export const LOG_FORMATS = ["text", "json"] as const;

export interface LogOptions {
  readonly stack?: string;
  readonly directory?: string;
  readonly configFile?: string;
  readonly limit?: number;
  /** As it was given. */
  readonly since?: string;
  readonly format: (typeof LOG_FORMATS)[number];
}

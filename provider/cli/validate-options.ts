export const FORMATS = ["text", "json", "github"] as const;

export interface ValidateOptions {
  readonly format: (typeof FORMATS)[number];
  readonly stack?: string;
  readonly configFile?: string;
}

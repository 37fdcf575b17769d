export const LIST_FORMATS = ["text", "json", "markdown"] as const;

export interface ListOptions {
  readonly stack?: string;
  readonly files?: boolean;
  readonly directory?: string;
  readonly archived?: boolean;
  readonly format: (typeof LIST_FORMATS)[number];
}

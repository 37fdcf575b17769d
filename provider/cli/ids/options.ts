export const IDS_FORMATS = ["json", "env", "ts"] as const;
export type IdsFormat = (typeof IDS_FORMATS)[number];

export interface IdsOptions {
  /** Only the ids of this account. */
  readonly account?: string;
  readonly stack?: string;
  readonly format?: IdsFormat;
  readonly archived?: boolean;
  readonly prefix: string;
  readonly output?: string;
  readonly check?: boolean;
}

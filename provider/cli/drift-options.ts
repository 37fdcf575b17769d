import type { ForgeName } from "../review/render/forges.js";

export const DRIFT_FORMATS = ["text", "markdown", "html", "json"] as const;

/** What drift is of, from what matters least to what matters most. */
export const DRIFT_CLASSES = ["unmanaged", "doubles", "changed", "archived", "gone"] as const;
export type DriftClass = (typeof DRIFT_CLASSES)[number];

export interface DriftOptions {
  readonly stack?: string;
  readonly directory?: string;
  /** The commit that allows the accounts. */
  readonly accountsFrom?: string;
  readonly only?: readonly string[];
  readonly format?: (typeof DRIFT_FORMATS)[number];
  readonly forge: ForgeName;
  readonly output?: string;
  readonly write?: boolean;
  readonly yes?: boolean;
}

/** Steps and rows as the CLI prints them. */
import type { Json } from "../../provider/fields/shape.ts";

/** A step of `pulumi preview --json`. */
export interface PreviewStep {
  readonly op: string;
  /** The address. */
  readonly name: string;
  /** "update archived", "add label" */
  readonly detail: readonly string[];
}

/** A step of `pulumi preview --json` with the states that it leads from and to. */
export interface EngineStep {
  readonly op: string;
  readonly urn: string;
  readonly detailedDiff?: Readonly<Record<string, { readonly kind: string }>> | null;
  readonly oldState?: EngineState;
  readonly newState?: EngineState;
}

interface EngineState {
  readonly type: string;
  readonly id?: string;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly outputs?: Readonly<Record<string, Json>>;
  readonly retainOnDelete?: boolean;
}

export interface StateRow {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly id: string;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly outputs: Readonly<Record<string, Json>>;
  readonly delete: boolean;
}

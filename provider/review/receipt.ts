/**
 * What an apply has done, as data: what the JSON form holds, and what a comment and the text of a terminal are made
 * from.
 */
import type { Action, FieldChange, Message } from "./digest.js";

/** Grows with every change that a reader of the JSON form could trip over. */
export const RECEIPT_VERSION = 1;

export interface Receipt {
  readonly version: typeof RECEIPT_VERSION;
  readonly stack: string;
  readonly result: ReceiptResult;
  /** The commit of the files that were applied. Absent: the folder is not in a repository of git. */
  readonly commit?: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended: string;
  /** What was about to be done, in the order of the review. */
  readonly changes: readonly ReceiptChange[];
  /** What was about to be done and was not approved, one sentence each. Nothing was sent if there is one. */
  readonly notApproved: readonly string[];
  /** What the engine, the provider and the review said. */
  readonly messages: readonly Message[];
  /** What to do next, one step each. Empty: nothing. */
  readonly next: readonly string[];
}

/**
 * `applied`: everything is done and was read back. `nothing-to-do`: there were no changes. `not-approved`, `blocked`:
 * refused before anything was sent. `failed`: stopped on the way; the changes say how far it came.
 */
export type ReceiptResult = "applied" | "nothing-to-do" | "not-approved" | "blocked" | "failed";

export interface ReceiptChange {
  /** "sequence/platform/monthly" */
  readonly address: string;
  /** "Platform / monthly" */
  readonly title: string;
  /** "list price" */
  readonly kindTitle: string;
  readonly action: Action;
  /** There is no entry of it any more, so it is not read back: the answer to the archive call has confirmed it. */
  readonly removed: boolean;
  /** As in the review: "EUR 99.00 → 109.00 per month (+10.1 %), in place". */
  readonly sentence: string;
  /** `not-begun`: the run stopped before it. */
  readonly outcome: "done" | "failed" | "not-begun";
  /** At the vendor, after the run. Absent: there is no object, or its id is not known. */
  readonly id?: string;
  /** The requests that changed something at the vendor, in their order. */
  readonly requests: readonly SentRequest[];
  /** The object as the vendor shows it after the run, compared with the state. */
  readonly readBack: "equal" | "differs" | "not-read";
  /** Where it differs: `before` is what was applied, `after` is what the vendor shows. Absent: nowhere. */
  readonly differences?: readonly FieldChange[];
}

export interface SentRequest {
  readonly method: string;
  /** With the ids that were sent: "/list-prices/94b4acd9-b4c0-4b90-a2fc-8fd3ad24a498/archive". */
  readonly path: string;
  /** null: no answer came. */
  readonly status: number | null;
}

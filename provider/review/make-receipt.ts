/** The receipt of an apply: from the review of what was planned, the events of the run, and what was read back. */
import type { Json } from "../fields/shape.js";
import { isObject } from "../fields/shape.js";
import type { Change, FieldChange } from "./digest.js";
import type { ReceiptChange, SentRequest } from "./receipt.js";

/** How a step of the engine ended. */
export interface EndedStep {
  readonly op: string;
  /** The address of the entry. */
  readonly name: string;
  readonly failed: boolean;
  /** Of the row after the step. */
  readonly id?: string;
  readonly urn: string;
}

/** Objects that were read again: their differences from the state, by address. */
export type ReadBack = ReadonlyMap<string, readonly FieldChange[]>;

interface Run {
  readonly steps: readonly EndedStep[];
  readonly requests: readonly (SentRequest & { readonly address: string })[];
  readonly readBack: ReadBack;
}

/** The steps of a run that were brought to an end, in their order. */
export const endedSteps = (events: readonly unknown[]): EndedStep[] =>
  events.flatMap((event) => {
    if (!isObject(event as Json)) return [];
    const { resOutputsEvent: done, resOpFailedEvent: failed } = event as Record<string, Json>;
    const ended = isObject(done) ? done : isObject(failed) ? failed : undefined;
    const metadata = ended?.["metadata"];
    if (!isObject(metadata)) return [];
    const { op, urn, new: next } = metadata;
    const id = isObject(next) ? next["id"] : undefined;
    return [
      {
        op: String(op),
        urn: String(urn),
        name: String(urn).split("::").slice(3).join("::"),
        failed: ended === failed,
        ...(typeof id === "string" && id !== "" ? { id } : {}),
      },
    ];
  });

export const receiptChanges = (changes: readonly Change[], run: Run): ReceiptChange[] =>
  changes.map((change) => receiptChange(change, run));

function receiptChange(change: Change, { steps, requests, readBack }: Run): ReceiptChange {
  const { address, formerAddress, title, kindTitle, action, sentence } = change;
  const isItsOwn = isStepOf(change);
  const own = steps.filter(({ name, op }) => (name === address || name === formerAddress) && isItsOwn(op));
  const outcome = outcomeOf(change, own);
  const id = own.findLast((step) => step.id !== undefined)?.id ?? change.id;
  const read = isRemoval(change) ? undefined : readBack.get(address);
  const differences = outcome === "done" ? read : undefined;
  return {
    address,
    title,
    kindTitle,
    action,
    removed: isRemoval(change),
    sentence,
    outcome,
    ...(id === undefined ? {} : { id }),
    requests: requests
      .filter((request) => request.address === address || request.address === formerAddress)
      .map(({ method, path, status }) => ({ method, path, status })),
    readBack: differences === undefined ? "not-read" : differences.length === 0 ? "equal" : "differs",
    ...(differences && differences.length > 0 ? { differences } : {}),
  };
}

const isRemoval = ({ removed, ofReplacement }: Change): boolean => removed || ofReplacement === true;

const REMOVALS: readonly string[] = ["delete", "delete-replaced", "discard-replaced"];

/** A removed entry and the old object of a replacement may share their address with another entry. */
const isStepOf = (change: Change): ((op: string) => boolean) => {
  if (isRemoval(change)) return (op) => REMOVALS.includes(op);
  return (op) => op !== "same" && op !== "read" && (change.action === "replace" || !REMOVALS.includes(op));
};

function outcomeOf({ action }: Change, steps: readonly EndedStep[]): ReceiptChange["outcome"] {
  if (steps.some(({ failed }) => failed)) return "failed";
  if (steps.length === 0) return "not-begun";
  // The new object is there, and the run stopped before the old one was archived.
  if (action === "replace" && !steps.some(({ op }) => REMOVALS.includes(op))) return "failed";
  return "done";
}

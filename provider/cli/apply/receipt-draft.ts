/** The receipt while it is being made: whatever stops the run, it says how far the run came. */
import type { Unapproved } from "../../review/approval.js";
import type { Message, Review } from "../../review/digest.js";
import { receiptChanges } from "../../review/make-receipt.js";
import { RECEIPT_VERSION, type Receipt, type ReceiptResult } from "../../review/receipt.js";
import { receiptText } from "../../review/render/receipt.js";
import type { AtHand } from "../at-hand.js";
import { hasColours } from "../colours.js";
import { writeOutput } from "../output.js";
import type { AtVendor } from "./at-vendor.js";
import type { PlanRun } from "./run-plan.js";

export class ReceiptDraft {
  readonly #at: AtHand;
  readonly #commit: string | undefined;
  readonly #started = new Date().toISOString();
  #review: Review | undefined;
  #run: PlanRun | undefined;
  #back: AtVendor | undefined;
  #result: ReceiptResult = "failed";
  #notApproved: readonly string[] = [];
  #messages: Message[] = [];
  #next: readonly string[] = [];

  constructor(at: AtHand, commit: string | undefined) {
    this.#at = at;
    this.#commit = commit;
  }

  get result(): ReceiptResult {
    return this.#result;
  }

  /** What is about to be done. */
  planned(made: Review): void {
    this.#review = made;
  }

  /** Nothing is sent. */
  refused(result: "not-approved" | "blocked" | "failed", why: readonly string[], next: readonly string[]): void {
    this.#result = result;
    this.#next = next;
    if (result === "not-approved") this.#notApproved = why;
    else this.#messages.push(...why.map((text): Message => ({ severity: "error", text })));
  }

  notApproved(found: readonly Unapproved[], next: readonly string[]): void {
    const sentences = found.map(({ what, differences }) =>
      [what, differences.join("; ") || "no approved review has a change of it"].join(": "),
    );
    this.refused("not-approved", sentences, next);
  }

  /** The run is over, in whatever way. */
  ran(run: PlanRun): void {
    this.#run = run;
    this.#messages.push(
      ...run.said
        .filter(({ severity }) => severity !== "info")
        .map(({ severity, message: text }) => ({ severity, text })),
    );
    if (run.failed) {
      this.#next = [
        "what is done is in the state, and nothing is done twice: correct what the messages say, and run again",
      ];
      return;
    }
    const changes = this.#review?.changes.length ?? 0;
    this.#result = changes + (this.#review?.others?.length ?? 0) === 0 ? "nothing-to-do" : "applied";
  }

  readBack(back: AtVendor): void {
    this.#back = back;
    for (const { severity, message: text } of back.errors) this.#messages.push({ severity, text });
    const differs = [...back.differences.values()].some((fields) => fields.length > 0) || back.gone.size > 0;
    if (!differs && back.errors.length === 0) return;
    if (this.#result === "applied") this.#result = "failed";
    this.#next = [
      ...this.#next,
      differs
        ? `an object is not as it was applied: look at it, and run catalogue drift --stack ${this.#at.stack.name}`
        : `what was applied could not be read back: run catalogue drift --stack ${this.#at.stack.name}`,
    ];
  }

  /** By an error. */
  stopped(message: string): void {
    const [what = "", ...next] = message.split("\n  what to do: ");
    this.refused("failed", [what], next.length > 0 ? next : ["correct what the message says, and run again"]);
  }

  /** Prints the receipt, and writes it to the file. */
  write(path: string | undefined): void {
    const receipt = JSON.parse(this.#at.clean(JSON.stringify(this.#made()))) as Receipt;
    this.#at.print(receiptText(receipt, { colour: hasColours(process.stdout, process.env) }));
    if (path !== undefined) writeOutput(path, `${JSON.stringify(receipt, null, 2)}\n`);
  }

  #made(): Receipt {
    const run = this.#run;
    return {
      version: RECEIPT_VERSION,
      stack: this.#at.stack.name,
      result: this.#result,
      ...(this.#commit === undefined ? {} : { commit: this.#commit }),
      started: this.#started,
      ended: new Date().toISOString(),
      changes: receiptChanges(this.#review?.changes ?? [], {
        steps: run?.steps ?? [],
        requests: run?.requests ?? [],
        readBack: this.#back?.differences ?? new Map(),
      }),
      notApproved: this.#notApproved,
      messages: this.#messages,
      next: this.#next,
    };
  }
}

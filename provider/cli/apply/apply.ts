/** `catalogue apply`: what was approved is applied, and nothing else. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { projectOf } from "../../pulumi/stack-file.js";
import { unapproved } from "../../review/approval.js";
import type { Message, Review } from "../../review/digest.js";
import { previewOfEvents } from "../../review/preview.js";
import { waysOn } from "../../review/render/unapproved-text.js";
import { REVIEW_RULES } from "../../review/rules/index.js";
import { exitCodeOf, type FailOn, parseFailOn, VERDICT } from "../../review/verdict.js";
import { review } from "../../review.js";
import { registry } from "../../vendors/registry.js";
import { withoutSecrets } from "../../without-secrets.js";
import { accountsRefusal } from "../allowed-accounts.js";
import { readApproved } from "../approved.js";
import { type AtHand, withStack } from "../at-hand.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { readAtVendor } from "./at-vendor.js";
import { movedMeanwhile } from "./moved.js";
import type { ApplyOptions } from "./options.js";
import { headCommit, newerApplied, OLDER_REMEDY, olderText } from "./order.js";
import { ReceiptDraft } from "./receipt-draft.js";
import { runPlan } from "./run-plan.js";

/** Prints what was done, and writes the receipt. Returns the exit code. */
export const runApply = (options: ApplyOptions): Promise<ExitCode> =>
  withStack({ ...options, secrets: true }, async (at) => {
    const failOn = options.failOn === undefined ? undefined : parseFailOn(options.failOn, RULES);
    const temporary = mkdtempSync(join(tmpdir(), "catalogue-apply-"));
    const folder = dirname(projectOf(process.cwd())?.path ?? process.cwd());
    const draft = new ReceiptDraft(at, headCommit(folder));
    try {
      await new Apply(at, { folder, temporary, draft, options, failOn }).run();
    } catch (error) {
      draft.stopped(error instanceof Error ? error.message : String(error));
    } finally {
      rmSync(temporary, { recursive: true, force: true });
      draft.write(options.receipt);
    }
    return EXIT_CODES[draft.result];
  });

const RULES = REVIEW_RULES.map(({ code }) => code);

const EXIT_CODES = {
  applied: EXIT.fine,
  "nothing-to-do": EXIT.fine,
  "not-approved": EXIT.notApproved,
  blocked: EXIT.blocked,
  failed: EXIT.problems,
} as const;

interface Parts {
  /** Of Pulumi.yaml. */
  readonly folder: string;
  readonly temporary: string;
  readonly draft: ReceiptDraft;
  readonly options: ApplyOptions;
  readonly failOn: FailOn | undefined;
}

/** A preview that may be applied. */
interface Planned {
  readonly made: Review;
  readonly plan: string;
  /** Rows that are about to change, as the state names them. */
  readonly urns: readonly string[];
}

class Apply {
  readonly #at: AtHand;
  readonly #parts: Parts;

  constructor(at: AtHand, parts: Parts) {
    this.#at = at;
    this.#parts = parts;
  }

  /** The draft says how it ended. */
  async run(): Promise<void> {
    const { draft, options } = this.#parts;
    const approved = readApproved(options.approved, this.#at.stack.name, (why) => this.#at.note(`warning: ${why}`));
    if (this.#hasOtherAccounts() || (await this.#isOlder())) return;
    const planned = await this.#plan();
    if (!planned || !this.#isApproved(planned.made, approved)) return;
    if (await this.#hasMoved(planned)) return;
    const run = await runPlan(this.#at, { ...planned, folder: this.#parts.folder, temporary: this.#parts.temporary });
    draft.ran(run);
    const back = await readAtVendor(this.#at, this.#parts.folder, run.urns);
    draft.readBack(back);
  }

  /** Credentials would be sent somewhere else than the given commit allows. */
  #hasOtherAccounts(): boolean {
    const { folder, draft, options } = this.#parts;
    if (options.accountsFrom === undefined) return false;
    const { name, config } = this.#at.stack;
    const refusal = accountsRefusal({ from: options.accountsFrom, folder, stack: name, config });
    if (refusal === undefined) return false;
    const [why = "", next = ""] = refusal.split("\n  what to do: ");
    draft.refused("not-approved", [why], [next]);
    return true;
  }

  /** The files are those of a commit before the one that the stack has. */
  async #isOlder(): Promise<boolean> {
    const { folder, draft } = this.#parts;
    const { name } = this.#at.stack;
    const head = headCommit(folder);
    if (head === undefined) return false;
    const { pastUpdates } = await import("../../pulumi/stack-history.js");
    const applied = newerApplied(folder, head, await pastUpdates(name, folder));
    if (applied === undefined) return false;
    draft.refused("not-approved", [olderText(head, applied, name)], [OLDER_REMEDY]);
    return true;
  }

  /** undefined: it may not be applied, and the draft says why. */
  async #plan(): Promise<Planned | undefined> {
    const { folder, temporary, draft, options, failOn } = this.#parts;
    const { name } = this.#at.stack;
    // The CLI runs in the folder of the project, which may be another one.
    const plan = options.savePlan === undefined ? join(temporary, "plan.json") : resolve(options.savePlan);
    const { runPreview } = await import("../../pulumi/run-preview.js");
    const progress = this.#at.progress(`preview of stack ${name}`);
    const { events, failed } = await runPreview({
      stack: name,
      folder,
      savePlan: plan,
      progress: (count) => progress.at(`${count} resources`),
    }).finally(() => progress.end());
    const directory = options.directory;
    const made = withoutSecrets(
      review({ preview: events, stack: name, failed, ...(directory === undefined ? {} : { directory }) }),
      registry,
      this.#at.credentials,
    );
    draft.planned(made);
    const code = exitCodeOf(made, failOn);
    if (code === VERDICT.failed) {
      draft.refused("failed", messagesOf(made), ["correct what the messages say, and run again"]);
      return undefined;
    }
    if (code === VERDICT.blocked) {
      const found = made.findings.filter(({ severity }) => severity === "block");
      draft.refused(
        "blocked",
        found.map(({ code: rule, message, title }) => `${title === undefined ? "" : `${title}: `}${message} (${rule})`),
        ["correct the catalogue, or accept the finding in the entry with a reason, and have that reviewed"],
      );
      return undefined;
    }
    const urns = previewOfEvents(events).steps.flatMap(({ op, old }) =>
      CHANGING.includes(op) && old?.custom && old.type.startsWith("pulumi-nodejs:dynamic/") && !old.pendingDelete
        ? [old.urn]
        : [],
    );
    return { made, plan, urns: [...new Set(urns)] };
  }

  #isApproved(made: Review, approved: readonly Review[]): boolean {
    const found = unapproved(made, approved);
    if (found.length === 0) return true;
    this.#parts.draft.notApproved(found, waysOn(this.#at.stack.name));
    return false;
  }

  /** Somebody has changed, in the dashboard, what is about to be changed. */
  async #hasMoved({ made, urns }: Planned): Promise<boolean> {
    const { folder, draft } = this.#parts;
    const { name } = this.#at.stack;
    const seen = await readAtVendor(this.#at, folder, urns);
    if (seen.errors.length > 0) {
      draft.refused(
        "failed",
        seen.errors.map(({ message }) => message),
        ["the objects that change could not be read; correct what the messages say, and run again"],
      );
      return true;
    }
    const moved = movedMeanwhile(made.changes, seen);
    if (moved.length === 0) return false;
    draft.refused("not-approved", moved, [
      `take the vendor's values into the state (pulumi refresh --stack ${name}) and, if they are right, into the ` +
        "files (catalogue drift --write); then have the change reviewed again",
    ]);
    return true;
  }
}

const CHANGING: readonly string[] = ["update", "replace", "delete"];

const messagesOf = ({ messages, changes }: Review): string[] =>
  [...messages, ...changes.flatMap((change): readonly Message[] => change.messages)].flatMap(({ severity, text }) =>
    severity === "error" ? [text] : [],
  );

/** What is true at the vendor so far: it becomes the state, also when a later step fails. */
import type { Account } from "../../accounts/account.js";
import type { JsonObject } from "../../fields/shape.js";
import { rowAfter, shownState } from "../observe/archived-state.js";
import { liveOf, type Operation } from "../operation.js";
import { type Change, managedTogether, readFields } from "../plan/managed.js";
import type { RefusedValues } from "../plan/refused.js";
import type { Step } from "../plan/step.js";
import type { Inputs, Outputs } from "../state.js";
import { UnchangedError } from "./answer.js";
import type { Done } from "./apply.js";
import { withDrift } from "./drift.js";

export class Progress {
  readonly #operation: Operation;
  readonly #account: Account;
  readonly #id: string;
  readonly #entry: Inputs;
  readonly #managed: JsonObject;
  #outputs: Outputs;
  #answer: JsonObject | undefined;
  #refused: RefusedValues;
  #waits = false;
  /** Something was written or shown. */
  touched = false;

  /** `before`: what was true at the start. `refused`: what the vendor refused in earlier runs, and is not sent now. */
  constructor(
    operation: Operation,
    account: Account,
    id: string,
    { entry, before, refused = {} }: { entry: Inputs; before: Outputs; refused?: RefusedValues },
  ) {
    this.#operation = operation;
    this.#account = account;
    this.#id = id;
    this.#entry = entry;
    this.#managed = managedTogether(operation.kind, before.fields, entry.fields);
    this.#outputs = before;
    this.#refused = refused;
  }

  note({ facts }: Pick<Step, "facts">, { answer, archived, waits }: Done): void {
    this.#waits ||= waits === true;
    if (answer === undefined && archived === undefined) return;
    this.touched = true;
    if (archived !== undefined) this.#outputs = { ...this.#outputs, ...withState(this.#outputs, archived) };
    if (answer) this.saw(answer, archived);
    const { address, owner } = this.#entry;
    if (!answer || !facts.written) return;
    const { unmarked: _was, ...live } = this.#outputs.live;
    this.#outputs = { ...this.#outputs, address, owner, live };
  }

  /** An answer showed the object. `archived`: what a confirmed call of ours has made of it. */
  saw(answer: JsonObject, archived?: boolean): void {
    const { kind } = this.#operation;
    this.touched = true;
    this.#answer = answer;
    const fields = readFields(kind, this.#managed, answer, this.#account.context());
    const live = liveOf(this.#operation, this.#account, fields, answer, this.#outputs.live);
    const state = archived ?? shownState(kind, this.#id, answer);
    const row = rowAfter(kind, this.#account.config.settings, { archived: this.#outputs.archived, live }, state);
    this.#outputs = { ...this.#outputs, fields, ...row };
  }

  /**
   * The outputs once all steps are done. An answer with another state than the entry is reported; the next run corrects
   * it.
   */
  finished(): Outputs {
    const entry = this.#entry;
    const { fields, drift } = this.#answer
      ? withDrift(this.#operation, this.#account, this.#id, entry, this.#answer)
      : { fields: entry.fields, drift: {} };
    const { archived, live } = this.#settled();
    const { refused: _refused, drift: _drift, unmarked: _unmarked, ...known } = live;
    return { ...entry, fields, archived, live: { ...known, ...drift } };
  }

  /**
   * The outputs after a step failed: what is true, and what the vendor refused. `changed`: what the run was to change;
   * other fields that differ are drift. Absent: all of them.
   */
  failed(failure: unknown, changed?: readonly Change[]): Outputs {
    if (failure instanceof UnchangedError) {
      this.#refused = { ...this.#refused, ...failure.refused };
      if (failure.answer) this.saw(failure.answer);
    }
    const { drift } =
      this.#answer && changed
        ? withDrift(this.#operation, this.#account, this.#id, this.#entry, this.#answer, changed)
        : { drift: {} };
    const refused = Object.keys(this.#refused).length > 0 ? { refused: this.#refused } : {};
    return { ...this.#outputs, live: { ...this.#outputs.live, ...drift, ...refused } };
  }

  #settled(): Row {
    const { kind, runtime } = this.#operation;
    const { archived: seen, live } = this.#outputs;
    const { inUse: _waited, ...rest } = live;
    const archived = this.#entry.archived && !this.#waits;
    const { host } = this.#account;
    if (seen === archived) return { archived, live: { ...rest, host, ...(this.#waits ? { inUse: true } : {}) } };
    runtime.report.warn(
      `${this.#entry.address}: ${kind.title} ${this.#id} is ${seen ? "archived" : "active"} at the vendor, ` +
        `which differs from the catalogue\n` +
        `  what to do: run \`pulumi up\` again to ${seen ? "un-archive" : "archive"} it`,
    );
    return { archived, live: { ...rest, host, archivedElsewhere: true } };
  }
}

type Row = Pick<Outputs, "archived" | "live">;

/** After a call of ours was confirmed: nothing is left of what was believed before. */
function withState({ live }: Outputs, archived: boolean): Row {
  const { archivedElsewhere: _believed, inUse: _waited, ...rest } = live;
  return { archived, live: rest };
}

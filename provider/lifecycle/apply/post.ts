/** Sends the create of an entry. One whose outcome is unknown is looked up before it is sent a second time. */
import type { Account } from "../../accounts/account.js";
import type { JsonObject } from "../../fields/shape.js";
import { CallError } from "../../http/call-error.js";
import { Refusal } from "../failure.js";
import type { Wanted } from "../identity/decision.js";
import { type Known, search, searchOnce } from "../observe/search.js";
import type { Operation } from "../operation.js";
import { checkMade, createProven } from "../organization.js";
import type { Step } from "../plan/step.js";
import type { Inputs } from "../state.js";
import { wordsOf } from "./apply.js";

export interface Post {
  readonly operation: Operation;
  readonly account: Account;
  readonly inputs: Inputs;
  readonly wanted: Wanted;
  /** Ids of all objects that there were before. */
  readonly before: Known;
}

/** The object that the vendor has made, in the organization that it is meant for. */
export async function post({ operation, account, inputs, wanted, before }: Post, step: Step): Promise<JsonObject> {
  const { kind } = operation;
  const { address } = inputs;
  const words = wordsOf(kind, step, address);
  // One call for the vendor, however often it is sent.
  const request = account.oneCall(step.request(""));
  const { clock, report } = operation.runtime;
  // What is known so far, in words: nobody must guess what a run did.
  const story: string[] = [];
  const tell = (end: string): void => report.info(`${address}: ${[...story, end].join("; ")}`);
  const done = async (): Promise<JsonObject | undefined> => {
    const found = await searchOnce(operation, account, wanted, before);
    if (found) {
      report.info(
        `${address}: ${account.words} reported too many requests, but had created ${kind.title} ${kind.id(found)}`,
      );
    }
    return found;
  };
  let unknown: CallError | undefined;
  for (let sent = 1; sent <= 2; sent += 1) {
    const again = sent > 1 ? "sent again" : "sent";
    try {
      const made = await createProven(operation, account, inputs, () =>
        account.object(kind, words, request, step.safety, address, done),
      );
      if (sent > 1) tell(`${again}; created ${kind.title} ${kind.id(made)}`);
      return await ours(operation, account, inputs, made);
    } catch (error) {
      if (!(error instanceof CallError) || !error.outcomeUnknown) throw error;
      unknown = error;
    }
    const began = clock.now();
    const { found, looks } = await search(operation, account, wanted, before);
    story.push(`${again}, but no usable response`);
    story.push(`looked it up ${times(looks)} within ${Math.round((clock.now() - began) / 1_000)} s`);
    if (found) {
      tell(`found ${kind.title} ${kind.id(found)}`);
      return ours(operation, account, inputs, found);
    }
    story.push("not found");
  }
  throw new Refusal(
    address,
    `${words}: ${story.join("; ")} (${unknown?.said ?? ""})`,
    "run again: the next run searches before it creates anything, " +
      `and takes over the ${kind.title} if the dashboard shows it`,
  );
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

/** An answer that names an object of another entry is none. */
async function ours(operation: Operation, account: Account, inputs: Inputs, made: JsonObject): Promise<JsonObject> {
  const { kind } = operation;
  const id = kind.id(made) ?? "";
  const holder = account.made.get(id) ?? inputs.address;
  if (holder !== inputs.address) {
    throw new Refusal(
      inputs.address,
      `the vendor answered with ${kind.title} ${id}, which already belongs to ${holder}`,
      "run again: the next run searches before it creates anything",
    );
  }
  await checkMade(operation, account, inputs, made);
  return made;
}

/** The object as it is, read right before it is written: alone, or together with others that wait. */
import type { Account } from "../../accounts/account.js";
import { isObject, type JsonObject } from "../../fields/shape.js";
import type { Kind } from "../../kinds/kind.js";
import type { Operation } from "../operation.js";
import { markOf, unmarked } from "../plan/bodies.js";
import type { Outputs } from "../state.js";
import { shownState } from "./archived-state.js";
import { Together, type TogetherOptions } from "./together.js";

/** For a body that is written over the object: a list serves only those who waited when it began. */
export function readForBody(operation: Operation, account: Account, id: string, address: string): Promise<JsonObject> {
  const { kind, vendor } = operation;
  const single = (): Promise<JsonObject> => account.observe(kind, address, id);
  // What lags, or leaves members out, must not go back to the vendor.
  if (!kind.calls.listsWhole || kind.calls.observe || vendor.readLag !== undefined) return single();
  const together = togetherFor(operation, account, "body", {
    begin: () => account.walkAgain(kind),
    age: 0,
    notBefore: 0,
  });
  return together
    .read({ id, single, proves: (listed) => kind.id(listed) === id })
    .then((object) => account.checked(kind, `read ${kind.title} ${address} (${id})`, object));
}

/** Later reads may use a list of this age. */
const MINUTE = 60_000;

/**
 * For a write that archives the object and takes its mark away. A list may lag behind: it proves something if it shows
 * the mark that the row has and no text that the row does not name, if it began so late that it shows all that was
 * written before this run, and if this run has not written the object itself.
 */
export function readForRemoval(operation: Operation, account: Account, id: string, row: Outputs): Promise<JsonObject> {
  const { kind, vendor, startedAt } = operation;
  const { address, owner, fields } = row;
  const single = (): Promise<JsonObject> => account.observe(kind, address, id);
  if (!kind.calls.listsWhole || owner === "") return single();
  const { settings } = account.config;
  const together = togetherFor(operation, account, `mark of ${owner}`, {
    begin: () => account.walkAgain(kind, kind.calls.listMarked?.(owner, settings)),
    age: MINUTE,
    notBefore: startedAt + (vendor.readLag ?? 0) * 1_000,
  });
  const managed = fields[kind.marker?.field ?? ""];
  const texts = isObject(managed) ? managed : {};
  const proves = (listed: JsonObject): boolean => {
    const mark = markOf(kind, listed);
    return (
      mark?.address === address &&
      mark.owner === owner &&
      Object.keys(unmarked(kind, listed)).every((key) => Object.hasOwn(texts, key)) &&
      !account.written.has(id) &&
      !account.made.has(id) &&
      showsState(kind, id, listed) &&
      (kind.organization === undefined || kind.organization(listed) !== undefined)
    );
  };
  return together
    .read({ id, single, proves })
    .then((object) => account.checked(kind, `read ${kind.title} ${address} (${id})`, object));
}

const showsState = (kind: Kind, id: string, object: JsonObject): boolean =>
  kind.archiving.visible.in !== "answers" || shownState(kind, id, object) !== undefined;

const known = new WeakMap<Account, Map<string, Together>>();

function togetherFor(
  { kind, runtime: { clock } }: Operation,
  account: Account,
  purpose: string,
  options: Omit<TogetherOptions, "account" | "clock">,
): Together {
  const all = known.get(account) ?? new Map<string, Together>();
  known.set(account, all);
  const key = `${kind.type} ${purpose}`;
  const together = all.get(key) ?? new Together({ account, clock, ...options });
  all.set(key, together);
  return together;
}

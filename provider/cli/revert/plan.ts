/** What taking a commit back means for each entry. Pure: the three states of the files are handed in. */
import type { Entry } from "../../catalogue/model.js";
import type { Settings } from "../../kinds/field.js";
import { type EntryPair, sameEntry } from "../history/follow.js";
import { changedFields, fieldText } from "./entries.js";

export type Outcome =
  /** Its fields, or its archived state, get their former values. */
  | "restored"
  /** It gets its former key; the object stays the same. */
  | "renamed"
  /** The commit has removed it: it is written again, and gets a new object. */
  | "written-again"
  /** The vendor cannot un-archive its object: a new entry takes its place. */
  | "successor"
  /** The commit has created it: it is archived. */
  | "archived"
  /** It is as it was before the commit already. */
  | "nothing"
  /** Later commits have changed it: it stays as it is. */
  | "conflict";

export interface Item {
  readonly outcome: Outcome;
  /** Before the commit. */
  readonly before?: Entry;
  /** As the files have it now. */
  readonly now?: Entry;
  /** That get their former values. */
  readonly fields: readonly string[];
  /** Whether the archived state gets its former value. */
  readonly state: boolean;
  /** Why it is a conflict, or why there is nothing to do. */
  readonly reason?: string;
  /** The new key of a successor. */
  readonly successor?: string;
  /** It is a part of what happens to its parent. */
  readonly withParent?: true;
}

export interface PlanOptions {
  /** Takes the former value where a later commit has changed it. */
  readonly force: boolean;
  readonly settingsOf: (entry: Entry) => Settings;
  /** The entry of now that an entry of the commit became. */
  readonly nowOf: (entry: Entry) => Entry | undefined;
  /** Addresses that there are, or were, around the commit. */
  readonly taken: ReadonlySet<string>;
  /** By addresses of now. */
  readonly isThere: (address: string) => boolean;
  /** The key of an active entry beside it with the same content. */
  readonly twinOf: (entry: Entry) => string | undefined;
}

/** `pairs`: before and after the commit, parents before their children. */
export function planOf(pairs: readonly EntryPair[], options: PlanOptions): Item[] {
  const items: Item[] = [];
  const succeeded = new Set<string>();
  for (const { before, after } of pairs) {
    const item =
      before && after
        ? ofChange(before, after, options)
        : after
          ? ofCreation(after, options)
          : before && ofRemoval(before, options);
    if (!item) continue;
    const parent = before?.parent?.address;
    const isCovered = parent !== undefined && succeeded.has(parent) && before?.archived === false;
    if (item.outcome === "successor" && before) succeeded.add(before.address);
    items.push(isCovered && item.outcome === "successor" ? { ...item, withParent: true } : item);
  }
  return items;
}

function ofChange(before: Entry, after: Entry, options: PlanOptions): Item | undefined {
  const fields = changedFields(before, after).filter((name) => !before.kind.fields[name]?.fromParent);
  const state = before.archived !== after.archived;
  const isRenamed = before.address !== after.address;
  if (fields.length === 0 && !state && !isRenamed) return undefined;
  const now = options.nowOf(after);
  const base = { before, ...(now ? { now } : {}) };
  if (!now)
    return { ...base, outcome: "conflict", fields: [], state: false, reason: "it is not in the files any more" };
  const open = fields.filter((name) => fieldText(now, name) !== fieldText(before, name));
  const again = open.filter((name) => fieldText(now, name) !== fieldText(after, name));
  const opensState = state && now.archived !== before.archived;
  if (again.length > 0 && !options.force)
    return {
      ...base,
      outcome: "conflict",
      fields: [],
      state: false,
      reason: `${again.join(", ")} ${again.length === 1 ? "was" : "were"} changed again since`,
    };
  if (open.length === 0 && !opensState && now.address === before.address)
    return { ...base, outcome: "nothing", fields: [], state: false };
  if (isRenamed && now.address !== after.address)
    return { ...base, outcome: "conflict", fields: [], state: false, reason: `it was renamed again to ${now.address}` };
  const isForGood = opensState && !before.archived && !before.kind.archiving.unarchive?.(options.settingsOf(before));
  const twin = isForGood ? options.twinOf(before) : undefined;
  if (twin !== undefined)
    return { ...base, outcome: "nothing", fields: [], state: false, reason: `\`${twin}\` has its former values` };
  if (isForGood) {
    const successor = freeKey(before, options.taken);
    return { ...base, outcome: "successor", fields: [], state: false, successor };
  }
  return { ...base, outcome: isRenamed ? "renamed" : "restored", fields: open, state: opensState };
}

function ofCreation(after: Entry, { nowOf, force }: PlanOptions): Item | undefined {
  const now = nowOf(after);
  if (!now) return undefined;
  const base = { now, fields: [], state: false };
  if (now.archived) return { ...base, outcome: "nothing" };
  if (!sameEntry(now, after) && !force)
    return { ...base, outcome: "conflict", reason: "the commit has created it, and it was changed since" };
  return { ...base, outcome: "archived" };
}

function ofRemoval(before: Entry, { isThere }: PlanOptions): Item {
  const base = { before, fields: [], state: false };
  return isThere(before.address)
    ? { ...base, outcome: "conflict", reason: "the commit has removed it, and it was written again since" }
    : { ...base, outcome: "written-again" };
}

/** "monthly" → "monthly-2", "monthly-2" → "monthly-3" */
function freeKey({ key, address }: Entry, taken: ReadonlySet<string>): string {
  const [, stem = key, number = "1"] = /^(.*?)(?:-(\d{1,6}))?$/.exec(key) ?? [];
  const above = address.slice(0, -key.length);
  let count = Number(number) + 1;
  while (taken.has(`${above}${stem}-${count}`)) count += 1;
  return `${stem}-${count}`;
}

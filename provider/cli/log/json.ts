/** The history of an entry as data, and as JSON. */
import type { Commit } from "../history/commits.js";
import type { Event, Skipped } from "../history/walk.js";

export interface EntryLog {
  /** As it was asked for. */
  readonly address: string;
  /** Whether HEAD has an entry of this address. */
  readonly isThere: boolean;
  /** Newest first. */
  readonly events: readonly Event[];
  readonly skipped: readonly Skipped[];
  /** There are earlier changes that --limit or --since leaves out. */
  readonly more: boolean;
  /** The clone does not have the earliest commits. */
  readonly isShallow: boolean;
  /** Whose values were filled in. */
  readonly stack?: string;
}

/** A released form, described in docs/commands/log.md: members are added, never changed. */
export function logJson({ address, isThere, events, skipped, more, isShallow, stack }: EntryLog): string {
  const data = {
    version: 1,
    address,
    exists: isThere,
    ...(stack === undefined ? {} : { stack }),
    changes: events.map(changeJson),
    more,
    shallow: isShallow,
    skipped: skipped.map(({ commit, problem }) => ({ commit: commitJson(commit), problem })),
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

function changeJson({ commit, merged, what, sentence, address, formerAddress, file, formerFile, change }: Event) {
  return {
    commit: commitJson(commit),
    merged: merged.map(commitJson),
    what,
    sentence,
    address,
    ...(formerAddress === undefined ? {} : { formerAddress }),
    ...(file === undefined ? {} : { file }),
    ...(formerFile === undefined ? {} : { formerFile }),
    ...(change
      ? {
          title: change.title,
          kind: change.kind,
          irreversible: change.irreversible,
          fields: change.fields.map(({ path, before, after, money }) => ({ path, before, after, money })),
          ...(change.money ? { money: change.money } : {}),
        }
      : {}),
  };
}

/** No addresses of people: their names suffice. */
const commitJson = ({ hash, author, authored, committed, subject }: Commit) => ({
  hash,
  author,
  authored,
  committed,
  subject,
});

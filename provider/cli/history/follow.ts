/** One entry from a state of the catalogue to the one before it. Pure. */
import type { CatalogueConfig } from "../../accounts/config.js";
import type { Entry } from "../../catalogue/model.js";
import { stable } from "../../fields/compare.js";
import type { Json } from "../../fields/shape.js";
import { changeOf } from "../../review/change.js";
import { contentOf } from "../../review/compare/moves.js";
import type { Change } from "../../review/digest.js";
import { placer } from "../../review/places.js";
import type { Side } from "../../review/side.js";
import { accountFacts, type Subject } from "../../review/subject.js";
import { readableEntry, subjectsOfFiles } from "../../review/subjects-of-files.js";

export type What = "created" | "changed" | "archived" | "un-archived" | "replaced" | "renamed" | "moved" | "removed";

/** What a commit does to an entry. */
export interface Step {
  readonly what: readonly What[];
  /** In one sentence: "EUR 99.00 → 109.00 per month (+10.1 %)". */
  readonly sentence: string;
  /** The address after the commit; of an entry that is removed, the one before it. */
  readonly address: string;
  readonly formerAddress?: string;
  /** As the review describes it. Absent: nothing of the entry itself changes. */
  readonly change?: Change;
  /** Of the entry after the commit: relative to the root of the repository. */
  readonly file?: string;
  readonly formerFile?: string;
}

export interface Stage {
  readonly entries: readonly Entry[];
  readonly byAddress: ReadonlyMap<string, Entry>;
  /** The catalogue folder at that time. */
  readonly folder: string;
}

export interface Followed {
  /** Newest first. */
  readonly steps: readonly Step[];
  /** The address by which the entry is known in the earlier state, whether it exists there or not. */
  readonly address: string;
}

/** Follows an address from a state to an earlier one. */
export function follow(address: string, newer: Stage, older: Stage, config: CatalogueConfig | undefined): Followed {
  const [now, then] = [newer.byAddress.get(address), older.byAddress.get(address)];
  const files = filesOf(now, then, newer, older);
  if (!now && !then) return { steps: [], address };
  if (now && then && sameEntry(now, then) && files === undefined) return { steps: [], address };
  const subjects = subjectsBetween(newer, older, config);
  const moves = movesOf(subjects);
  const subject = subjects.find(({ after }) => after?.address === address);
  if (!subject) return gone(address, subjects, moves, newer);
  if (subject.before) return changed(subject, newer, older);
  const from = moves.find(({ after }) => after.after?.address === address);
  if (from?.before.before) return movedHere(subject, from.before.before, newer, older);
  const created = stepOf(subject, newer, older);
  // Another entry may have had the address until now.
  const before = gone(address, subjects, moves, newer);
  return { steps: [...created, ...before.steps], address };
}

/** Whether two states of an entry are the same for everybody but its file. */
export const sameEntry = (a: Entry, b: Entry): boolean => textOf(a) === textOf(b);

function textOf(entry: Entry): string {
  const { kind, archived, lifecycle, parent } = entry;
  const fields = [entry, ...(parent ? [parent] : [])].map((one) => readableEntry(one).fields);
  return stable([kind.type, fields, archived, [...lifecycle.ignoreChanges], lifecycle.adopt !== undefined]);
}

function subjectsBetween(newer: Stage, older: Stage, config: CatalogueConfig | undefined): Subject[] {
  const accountOf = accountFacts(config);
  return subjectsOfFiles({
    before: older.entries,
    after: newer.entries,
    accountOf,
    // What protects the objects of a production account is not a part of what the files say.
    config: {
      ...(config?.onRemove === undefined ? {} : { onRemove: config.onRemove }),
      account: () => ({ environment: "sandbox" }),
    },
  });
}

/** An entry in two states; new without `before`, gone without `after`. */
export interface EntryPair {
  readonly before?: Entry;
  readonly after?: Entry;
}

/** Which entry is which, through renames with and without `renamedFrom`. */
export function pairsBetween(newer: Stage, older: Stage, config: CatalogueConfig | undefined): EntryPair[] {
  const subjects = subjectsBetween(newer, older, config);
  const moves = movesOf(subjects);
  const moved = new Set(moves.flatMap(({ before, after }) => [before, after]));
  const pair = (was: Subject | undefined, is: Subject | undefined): EntryPair => {
    const before = older.byAddress.get(was?.before?.address ?? "");
    const after = newer.byAddress.get(is?.after?.address ?? "");
    return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
  };
  return [
    ...subjects.filter((subject) => !moved.has(subject)).map((subject) => pair(subject, subject)),
    ...moves.map(({ before, after }) => pair(before, after)),
  ];
}

interface Moved {
  /** What is removed, and what is new with the same content. */
  readonly before: Subject;
  readonly after: Subject;
}

/** Entries under new keys without `renamedFrom`. Parents come first, because their children move with them. */
function movesOf(subjects: readonly Subject[]): Moved[] {
  const [added, removed] = [subjects.filter(({ before }) => !before), subjects.filter(({ after }) => !after)];
  const movedTo = new Map<string, string>();
  const free = new Set(added);
  const isChild = ({ before }: Subject): boolean => before?.parent !== undefined;
  return [...removed.filter((one) => !isChild(one)), ...removed.filter(isChild)].flatMap((old): Moved[] => {
    const was = old.before;
    const content = was && contentWith(was, was.parent && (movedTo.get(was.parent) ?? was.parent));
    if (!was || content === undefined) return [];
    const found = [...free].find(({ after }) => after && contentWith(after, after.parent) === content);
    if (!found?.after) return [];
    free.delete(found);
    movedTo.set(was.address, found.after.address);
    return [{ before: old, after: found }];
  });
}

function contentWith(side: Side, parent: string | undefined): string | undefined {
  const content = contentOf(side);
  return content === undefined ? undefined : `${parent ?? ""} ${side.archived} ${content}`;
}

function changed(subject: Subject, newer: Stage, older: Stage): Followed {
  const former = subject.before?.address ?? "";
  return { steps: stepOf(subject, newer, older), address: former };
}

function movedHere(subject: Subject, was: Side, newer: Stage, older: Stage): Followed {
  const { address = "" } = subject.after ?? {};
  const { title } = subject.kind;
  const said = `renamed from ${was.address} without \`renamedFrom\`: a new ${title} for the old one, which is archived`;
  const step: Step = {
    what: ["renamed"],
    sentence: said,
    address,
    formerAddress: was.address,
    ...filesOf(newer.byAddress.get(address), older.byAddress.get(was.address), newer, older),
    ...fileOf(newer.byAddress.get(address), newer),
  };
  return { steps: [step], address: was.address };
}

/** The address is not there any more: renamed, or removed. */
function gone(address: string, subjects: readonly Subject[], moves: readonly Moved[], newer: Stage): Followed {
  const subject = subjects.find(({ before }) => before?.address === address);
  if (!subject || subject.after?.address === address) return { steps: [], address };
  const to = subject.after ?? moves.find(({ before }) => before === subject)?.after.after;
  if (to) {
    const how = subject.after
      ? ""
      : ` without \`renamedFrom\`: a new ${subject.kind.title} for this one, which is archived`;
    const file = fileOf(newer.byAddress.get(to.address), newer);
    const sentence = `renamed to ${to.address}${how}`;
    return { steps: [{ what: ["renamed"], sentence, address: to.address, formerAddress: address, ...file }], address };
  }
  const change = changeOf(subject, placer(newer.folder));
  return {
    steps: [{ what: ["removed"], sentence: change?.sentence ?? "removed", address, ...(change ? { change } : {}) }],
    address,
  };
}

function stepOf(subject: Subject, newer: Stage, older: Stage): Step[] {
  const { before, after } = subject;
  if (!after) return [];
  const [now, then] = [newer.byAddress.get(after.address), older.byAddress.get(before?.address ?? "")];
  const change = changeOf(subject, placer(newer.folder));
  const files = filesOf(now, then, newer, older);
  const renamed = before && before.address !== after.address;
  const what: What[] = [
    ...(change && change.action !== "rename" ? [WHAT[change.action] ?? ("changed" as const)] : []),
    ...(renamed ? ["renamed" as const] : []),
    ...(files === undefined ? [] : ["moved" as const]),
  ];
  if (what.length === 0) return [];
  const refused = subject.messages
    .filter(({ severity }) => severity === "error")
    .map(({ text }) => text.split("\n")[0]);
  const sentence = [
    ...(change && change.action !== "rename" ? [`${change.sentence}${detail(change)}`] : []),
    ...(renamed ? [`renamed from ${before.address}`] : []),
    ...(files === undefined ? [] : [`moved from ${files.formerFile} to ${files.file}`]),
    ...refused.map((text) => `refused by the preview: ${text}`),
  ].join("; ");
  return [
    {
      what,
      sentence,
      address: after.address,
      ...(renamed ? { formerAddress: before.address } : {}),
      ...(change ? { change } : {}),
      ...fileOf(now, newer),
      ...(files ? { formerFile: files.formerFile } : {}),
    },
  ];
}

/** What the sentence leaves open: the placeholders of an amount that is not known here; why an object is replaced. */
function detail({ action, fields }: Change): string {
  const money = fields.filter((field) => field.money);
  const [before, after] = [money.map((field) => field.before), money.map((field) => field.after)].map((values) =>
    [...new Set(values.flatMap(placeholdersIn))].join(", "),
  );
  if (before || after) return ` (${before && before !== after ? `${before} → ` : ""}${after || "no placeholder"})`;
  const names = [...new Set(fields.map(({ path }) => path.split(/[.[]/, 1)[0]))];
  return action === "replace" && names.length > 0 ? ` (changed: ${names.join(", ")})` : "";
}

const placeholdersIn = (value: Json): string[] => JSON.stringify(value).match(/(?<!\$)\$\{[^{}]*\}/g) ?? [];

const WHAT: Readonly<Partial<Record<Change["action"], What>>> = {
  create: "created",
  adopt: "created",
  archive: "archived",
  "un-archive": "un-archived",
  replace: "replaced",
};

const fileOf = (entry: Entry | undefined, { folder }: Stage): { file?: string } => {
  const place = placer(folder)(entry?.source, []);
  return place === undefined ? {} : { file: place.file };
};

function filesOf(now: Entry | undefined, then: Entry | undefined, newer: Stage, older: Stage) {
  const [file, formerFile] = [fileOf(now, newer).file, fileOf(then, older).file];
  return file === undefined || formerFile === undefined || file === formerFile ? undefined : { file, formerFile };
}

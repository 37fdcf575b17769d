/**
 * The states of two stacks as a review: what a promotion from the one to the other would change in the other. The same
 * check and diff decide as in a run of the engine. Neither the engine nor a vendor is asked. Pure.
 */
import type { CatalogueConfig } from "../accounts/config.js";
import { stable } from "../fields/compare.js";
import type { Registry } from "../kinds/registry.js";
import type { Vendor } from "../kinds/vendor.js";
import { priceText } from "../money/sentences.js";
import type { DeclareConfig } from "../pulumi/declare.js";
import { pairAccounts } from "./account-pairs.js";
import { alignEntries, inAccounts, type StackNames } from "./align-entries.js";
import { changeOf } from "./change.js";
import { type Change, type Message, REVIEW_VERSION, type Review } from "./digest.js";
import { priceListOf } from "./price-list.js";
import { ordered } from "./render/summary.js";
import { accountsOf } from "./reviewed-accounts.js";
import type { Pair, Side } from "./side.js";
import { type StateEntries, type StateObject, stateEntries } from "./state-entries.js";
import { type AccountFacts, accountFacts, type Subject } from "./subject.js";
import { subjectsOfFiles } from "./subjects-of-files.js";

/** A stack with the objects of its state. */
export interface ComparedStack {
  readonly name: string;
  readonly objects: readonly StateObject[];
  readonly config: CatalogueConfig;
}

export interface StacksToCompare {
  readonly registry: Registry;
  /** The stack whose catalogue would be promoted. */
  readonly promoted: ComparedStack;
  readonly into: ComparedStack;
  /** Accounts of the promoted stack → those of the other. Others are paired by name, or by vendor. */
  readonly accounts?: ReadonlyMap<string, string>;
}

/** Throws an Error that says what to do when `accounts` names one that is not there, or two of different vendors. */
export function compareStacks({ registry, promoted, into, accounts = new Map() }: StacksToCompare): Review {
  const names = { promoted: promoted.name, into: into.name };
  const [mine, theirs] = [stateEntries(promoted.objects, registry), stateEntries(into.objects, registry)];
  const others = theirs.entries.map(({ entry }) => entry);
  const pairs = pairAccounts(vendorsOf(mine), vendorsOf(theirs), accounts, names);
  const moved = inAccounts(
    mine.entries.map(({ entry }) => entry),
    pairs,
  );
  const aligned = alignEntries(moved, others, names);
  const facts = factsOf(promoted.config, into.config, pairs);
  const subjects = subjectsOfFiles({
    before: others,
    after: aligned.entries,
    accountOf: facts,
    config: NOTHING_IS_PROTECTED,
  }).map((subject) => withoutFiles(subject, names));
  const changes = ordered(subjects.flatMap((subject) => stackChange(subject, names)));
  const unknown = [...unknownOf(mine, promoted.name), ...unknownOf(theirs, into.name)];
  const sides: readonly Pair[] = subjects;
  return {
    version: REVIEW_VERSION,
    source: { from: "stacks", ...names, failed: unknown.length > 0 },
    changes,
    // Rules look at files: what they find there is accepted there.
    findings: [],
    messages: [
      ...unknown,
      ...pairMessages(pairs, names),
      ...otherSettings(promoted, into, pairs, mine),
      ...aligned.messages,
    ],
    accounts: accountsOf(sides, facts),
    // As the promoted stack has it: there, nothing of it is new or refused.
    priceList: priceListOf(
      sides.flatMap(({ after }) => after ?? []),
      changes.filter(({ onlyIn, action }) => onlyIn === undefined && action !== "forbidden"),
    ),
  };
}

const vendorsOf = ({ entries }: StateEntries): ReadonlyMap<string, Vendor> =>
  new Map(entries.map(({ entry: { account, vendor } }) => [account, vendor]));

/** A removal that a production account would refuse is a difference like any other. */
const NOTHING_IS_PROTECTED: DeclareConfig = { onRemove: "archive", account: () => ({ environment: "sandbox" }) };

/** Accounts of the other stack; those that it does not have are as in the promoted one. */
function factsOf(
  promoted: CatalogueConfig,
  into: CatalogueConfig,
  pairs: ReadonlyMap<string, string>,
): (name: string, vendor: Vendor) => AccountFacts {
  const [here, there] = [accountFacts(promoted), accountFacts(into)];
  const shared = new Set(pairs.values());
  return (name, vendor) => (pairs.has(name) || shared.has(name) ? there(name, vendor) : here(name, vendor));
}

/** A state has no files, and nobody runs the change: what would stop it is said, and stops nothing. */
function withoutFiles(subject: Subject, { into }: StackNames): Subject {
  const { before, after, messages } = subject;
  return {
    ...subject,
    ...(before ? { before: bare(before) } : {}),
    ...(after ? { after: bare(after) } : {}),
    messages: messages.map((message) =>
      message.severity === "error"
        ? { severity: "warning", text: `a run in ${into} would be refused: ${message.text}` }
        : message,
    ),
  };
}

function bare({ lifecycle: _lifecycle, source: _source, ...side }: Side): Side {
  return side;
}

function stackChange(subject: Subject, { promoted, into }: StackNames): Change[] {
  const change = changeOf(subject, () => undefined);
  if (!change) return [];
  const { before, after } = subject;
  // Nothing is sent: a promotion goes through the files.
  const unsent: Change = { ...change, requests: [], messages: subject.messages };
  if (before && after) return [isStuck(subject) ? stuck(unsent, subject) : unsent];
  const [side, onlyIn] = after ? [after, promoted] : [before, into];
  return [
    {
      ...unsent,
      action: after ? "create" : "retain",
      onlyIn,
      removed: false,
      irreversible: false,
      sentence: onlyInWords(side, onlyIn),
      fields: after ? change.fields : [],
      consequences: [],
      messages: after ? subject.messages : [],
    },
  ];
}

/** Archived in the other stack alone, and the vendor cannot take that back. */
const isStuck = ({ kind, settings, before, after }: Subject): boolean =>
  before?.archived === true && after?.archived === false && kind.archiving.unarchive?.(settings) === undefined;

function stuck({ money: _money, ...change }: Change, { vendor }: Subject): Change {
  const sentence = `it is archived there, and ${vendor.title} cannot un-archive it`;
  return { ...change, action: "forbidden", sentence, consequences: [sentence] };
}

function onlyInWords(side: Side | undefined, onlyIn: string): string {
  const prices = (side?.prices ?? []).map(priceText).join(" or ");
  const state = side?.archived ? "archived" : "";
  const more = [prices, state].filter((text) => text !== "").join("; ");
  return more === "" ? `only in ${onlyIn}` : `only in ${onlyIn}: ${more}`;
}

const unknownOf = ({ unknown }: StateEntries, stack: string): Message[] =>
  unknown.map(({ address, type }) => ({
    severity: "error",
    text:
      `${address} of ${stack}: this version does not know the kind ${type}, so it is not compared\n` +
      "  what to do: update billing-catalogue",
  }));

const pairMessages = (pairs: ReadonlyMap<string, string>, { promoted, into }: StackNames): Message[] =>
  [...pairs]
    .filter(([mine, theirs]) => mine !== theirs)
    .map(([mine, theirs]) => ({
      severity: "info",
      text: `the account ${mine} of ${promoted} is compared with ${theirs} of ${into}`,
    }));

/** Settings that both accounts do not share may change what an amount means. */
function otherSettings(
  promoted: ComparedStack,
  into: ComparedStack,
  pairs: ReadonlyMap<string, string>,
  entries: StateEntries,
): Message[] {
  const [here, there] = [accountFacts(promoted.config), accountFacts(into.config)];
  return [...vendorsOf(entries)].flatMap(([name, vendor]): Message[] => {
    const other = pairs.get(name);
    if (other === undefined) return [];
    const [mine, theirs] = [here(name, vendor).settings, there(other, vendor).settings];
    const names = Object.keys(mine).filter((key) => stable(mine[key] ?? null) !== stable(theirs[key] ?? null));
    if (names.length === 0) return [];
    const text =
      `the account ${other} of ${into.name} has other settings than in ${promoted.name}, and those of ${into.name} ` +
      `are used for both: ${names.join(", ")}`;
    return [{ severity: "warning", text }];
  });
}

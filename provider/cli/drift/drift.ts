/** `catalogue drift`: what the accounts have that the stack's state does not say. */

import { byAnyAddress } from "../../catalogue/addresses.js";
import { isProblem } from "../../catalogue/render.js";
import { doublesIn } from "../../inventory/doubles.js";
import { pair } from "../../inventory/pairing.js";
import type { Kind } from "../../kinds/kind.js";
import type { Change, Finding, Review } from "../../review/digest.js";
import { type EnginePreview, previewOfEvents } from "../../review/preview.js";
import { reviewDrift } from "../../review/review-drift.js";
import { registry } from "../../vendors/registry.js";
import { accountsRefusal } from "../allowed-accounts.js";
import { type AtHand, withStack } from "../at-hand.js";
import { DRIFT_CLASSES, type DriftClass, type DriftOptions } from "../drift-options.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { pullAccount } from "../pull.js";
import { readAccount } from "../read-account.js";
import { formatOf, rendered, showReview } from "../review.js";
import { type AccountRead, doublesFindings, type ToldObject, told, unmanagedFindings } from "./account.js";

/** Prints the drift, or writes it to a file; with `--write`, into the files of the catalogue. Returns the exit code. */
export const runDrift = (accounts: readonly string[], options: DriftOptions): Promise<ExitCode> =>
  withStack({ ...options, secrets: true }, (at) => drift(at, accounts, options));

async function drift(at: AtHand, given: readonly string[], options: DriftOptions): Promise<ExitCode> {
  const refusal =
    options.accountsFrom === undefined
      ? undefined
      : accountsRefusal({
          from: options.accountsFrom,
          folder: process.cwd(),
          stack: at.stack.name,
          config: at.stack.config,
        });
  if (refusal !== undefined) {
    at.note(`error: ${refusal}`);
    return EXIT.notApproved;
  }
  const classes = classesOf(options.only);
  const readsLists = classes.includes("unmanaged") || classes.includes("doubles");
  const names = given.length > 0 ? given.map((name) => knownAccount(at, name, readsLists)) : usedAccounts(at);
  const needsRefresh = classes.some((one) => one === "changed" || one === "archived" || one === "gone");
  const refreshed = needsRefresh ? await refreshedState(at) : NOTHING_READ;
  const reads: AccountRead[] = [];
  if (readsLists) for (const name of names) reads.push(await readDrift(at, name));
  const found = drifted(at, { refreshed, reads, names, classes });
  noteProblems(at);
  if (options.only !== undefined) at.note(`note: looked only for ${classes.join(", ")}`);
  const format = options.format ?? formatOf(options.output);
  const text = at.clean(format === "json" ? jsonOf(found) : rendered(found.review, format, options));
  showReview(text, options.output, found.review, (shown) => at.print(shown));
  if (found.review.source.failed) return EXIT.problems;
  const isWritten = options.write === true && (await writeInto(at, found.review.changes, options));
  return codeOf(found, classes, isWritten);
}

/** An entry with a problem is not read, so an object that is not in the state may seem to have none. */
function noteProblems(at: AtHand): void {
  const { problems, files } = at.catalogue;
  if (files.length === 0 || !problems.some(isProblem)) return;
  at.note(
    `warning: the files in ${at.directory} have problems, so objects with an entry may be shown as unmanaged\n` +
      `  what to do: run \`catalogue validate ${at.directory}\``,
  );
}

function classesOf(only: readonly string[] | undefined): readonly DriftClass[] {
  const unknown = only?.find((name) => !(DRIFT_CLASSES as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new Error(
      `--only ${unknown}: there is no such class of drift\n  what to do: use ${DRIFT_CLASSES.join(", ")}`,
    );
  return (only as readonly DriftClass[] | undefined) ?? DRIFT_CLASSES;
}

/** An account by the name of its vendor alone is read, but no state can be compared with it. */
function knownAccount(at: AtHand, name: string, readsLists: boolean): string {
  at.vendorOf(name);
  if (readsLists || at.accountNames.includes(name)) return name;
  throw new Error(
    `${name} is not an account of stack ${at.stack.name}\n` +
      `  what to do: name an account that the stack uses (${at.accountNames.join(", ") || "it uses none"})`,
  );
}

/** Those of the state and of the files: in others there is nothing to drift. */
function usedAccounts(at: AtHand): readonly string[] {
  const used = new Set([...at.stack.objects, ...at.catalogue.entries].map(({ account }) => account));
  if (used.size > 0) return [...used].sort();
  throw new Error(
    `stack ${at.stack.name} and the files in ${at.directory} have no entries\n` +
      "  what to do: name an account, or write its objects into the files: catalogue pull <account>",
  );
}

interface Refreshed {
  readonly preview: EnginePreview;
  readonly failed: boolean;
}

const NOTHING_READ: Refreshed = { preview: { steps: [], diagnostics: [], config: {} }, failed: false };

/** What `pulumi refresh` would write into the state. */
async function refreshedState(at: AtHand): Promise<Refreshed> {
  const { name } = at.stack;
  if (at.stack.objects.length === 0) {
    at.note(`note: stack ${name} has no objects, so there is nothing that could be changed, archived or gone`);
    return NOTHING_READ;
  }
  const progress = at.progress(`reading the objects of stack ${name}`);
  const { runRefreshPreview } = await import("../../pulumi/run-preview.js");
  try {
    const { events, failed } = await runRefreshPreview({
      stack: name,
      folder: process.cwd(),
      progress: (count) => progress.at(`${count} resources`),
    });
    return { preview: previewOfEvents(events, "resOutputsEvent"), failed };
  } finally {
    progress.end();
  }
}

async function readDrift(at: AtHand, name: string): Promise<AccountRead> {
  const { inventory, names } = await readAccount(at, name, { archived: false, whole: false });
  for (const remark of inventory.remarks) at.note(`note: ${remark}`);
  const pairing = pair({
    entries: at.catalogue.entries.filter((entry) => entry.account === name),
    inventory,
    names,
    rows: at.stack.objects,
    owner: at.stack.owner,
  });
  const { length } = pairing.foreign;
  const which = length === 1 ? "1 object belongs" : `${length} objects belong`;
  if (length > 0) at.note(`note: ${inventory.account.words}: ${which} to other stacks`);
  return { inventory, names, pairing, doubles: doublesIn(inventory) };
}

interface Drifted {
  readonly review: Review;
  readonly gone: readonly { readonly address: string; readonly id: string }[];
  readonly unmanaged: readonly ToldObject[];
  readonly doubles: readonly { readonly equalIn: string; readonly value?: string; readonly objects: ToldObject[] }[];
}

interface Parts {
  readonly refreshed: Refreshed;
  readonly reads: readonly AccountRead[];
  readonly names: readonly string[];
  readonly classes: readonly DriftClass[];
}

function drifted(at: AtHand, { refreshed, reads, names, classes }: Parts): Drifted {
  const isWanted = (one: DriftClass): boolean => classes.includes(one);
  const gone: { address: string; id: string }[] = [];
  const { entries, problems } = at.catalogue;
  const whole = reviewDrift({
    registry,
    refreshed: refreshed.preview,
    stack: at.stack.name,
    config: at.accounts.config,
    catalogue: { entries, problems, directory: at.directory },
    failed: refreshed.failed,
    findings: (objects) => {
      const missing = objects.filter(({ side }) => isWanted("gone") && names.includes(side.account));
      gone.push(...missing.map(({ side, id }) => ({ address: side.address, id })));
      return [
        ...missing.map(({ side, id }): Finding => goneFinding(side.address, side.title, side.kind, id)),
        ...(isWanted("doubles") ? reads.flatMap(doublesFindings) : []),
        ...(isWanted("unmanaged") ? reads.flatMap(unmanagedFindings) : []),
      ];
    },
  });
  const changes = whole.changes.filter(
    (change) =>
      names.includes(change.account) &&
      ((isWanted("archived") && isArchiving(change)) || (isWanted("changed") && isChanging(change))),
  );
  return {
    review: { ...whole, changes },
    gone,
    unmanaged: isWanted("unmanaged")
      ? reads.flatMap((read) => read.pairing.unmanaged.map((found) => told(read, found)))
      : [],
    doubles: isWanted("doubles")
      ? reads.flatMap((read) =>
          read.doubles.map(({ equalIn, value, objects }) => ({
            equalIn,
            ...(value === undefined ? {} : { value }),
            objects: objects.map((found) => told(read, found)),
          })),
        )
      : [],
  };
}

/** A vendor that cannot un-archive by its API may do so by its support. */
const isArchiving = ({ fields }: Change): boolean => fields.some(({ path }) => path === "archived");

/** An object may be both: changed and archived. */
const isChanging = ({ fields }: Change): boolean => fields.some(({ path }) => path !== "archived");

const goneFinding = (address: string, title: string, { title: kind }: Kind, id: string): Finding => ({
  code: "gone",
  severity: "warn",
  address,
  title,
  message: `${kind} ${id} no longer exists`,
  remedy:
    "`pulumi refresh` takes it out of the state; the next `pulumi up` then creates it again, unless its entry is " +
    "removed",
});

const jsonOf = (found: Drifted): string => `${JSON.stringify({ version: 1, ...found }, null, 2)}\n`;

/** What was changed or archived outside, as edits of the files. false: not all of it is in the files now. */
async function writeInto(at: AtHand, changes: readonly Change[], options: DriftOptions): Promise<boolean> {
  const entries = byAnyAddress(at.catalogue.entries);
  const without = changes.filter(({ address }) => !entries.has(address)).map(({ address }) => address);
  if (without.length > 0)
    at.note(
      `the files have no entry for ${without.join(", ")}, so nothing is written for ` +
        (without.length === 1 ? "it" : "them"),
    );
  let isWhole = without.length === 0;
  for (const [account, own] of Map.groupBy(changes, (change) => change.account)) {
    const code = await pullAccount(
      at,
      account,
      {
        format: "text",
        only: new Set(own.map(({ address }) => entries.get(address)?.address ?? address)),
        ...(options.yes ? { yes: true } : {}),
      },
      { print: (text) => at.note(text.trimEnd()) },
    );
    isWhole &&= code === EXIT.fine;
  }
  if (changes.length > 0 && isWhole)
    at.note(
      "run `pulumi refresh`, so that the state has these values too; what was archived for good is confirmed by the " +
        "archive call of the next `pulumi up`",
    );
  return isWhole;
}

const CODES: Readonly<Record<DriftClass, ExitCode>> = {
  unmanaged: EXIT.notManaged,
  doubles: EXIT.doubles,
  changed: EXIT.changedElsewhere,
  archived: EXIT.archivedElsewhere,
  gone: EXIT.gone,
};

/** Of the classes that are asked for. `isWritten`: what was changed or archived is in the files now. */
function codeOf(
  { review, gone, unmanaged, doubles }: Drifted,
  classes: readonly DriftClass[],
  isWritten: boolean,
): ExitCode {
  const changes = isWritten ? [] : review.changes;
  const has: Readonly<Record<DriftClass, boolean>> = {
    unmanaged: unmanaged.length > 0,
    doubles: doubles.length > 0,
    changed: changes.some(isChanging),
    archived: changes.some(isArchiving),
    gone: gone.length > 0,
  };
  const worst = DRIFT_CLASSES.findLast((one) => classes.includes(one) && has[one]);
  return worst === undefined ? EXIT.fine : CODES[worst];
}

/** What a vendor's refusal to archive means: done already, held back by other objects, or a real refusal. */

import type { Account } from "../../accounts/account.js";
import type { JsonObject } from "../../fields/shape.js";
import { CallError, type CallFacts } from "../../http/call-error.js";
import { signsSettingOf } from "../../kinds/archiving.js";
import { childrenOf } from "../../kinds/registry.js";
import { getIfKnown, readState, showsArchived } from "../observe/archived-state.js";
import { Listed } from "../observe/listed.js";
import type { Operation } from "../operation.js";
import { markOf } from "../plan/bodies.js";
import type { Inputs } from "../state.js";

/** Parts of a sentence that each say one thing. */
const CLAUSES = /[.,;:!?()]+\s|\s+(?:because|as|since|and|but|so|that|which|therefore)\s+/;
const SAYS_ARCHIVED = new RegExp(
  [
    /\balready\b.*\barchived\b/,
    /\barchived\b.*\balready\b/,
    /\b(?:is|are|was|were|been|got)\s+(?:\w+\s+)?archived\b/,
    /^archived$/,
  ]
    .map(({ source }) => source)
    .join("|"),
);
/** "cannot be archived", "is not archived", "until its prices are archived" */
const DENIES =
  /\b(?:not|never|no|none|cannot|be|unless|until|before|if|when|while|once|only|without|must|first)\b|n't\b/;

/**
 * The refusal says that the object is archived. `signs`: a status, a code, or a part of the message that say it too.
 * `others`: titles of kinds below it; a sentence that names one is not about the object itself.
 */
export function saysArchived(
  { status, code = "", detail = "" }: Pick<CallFacts, "status" | "code" | "detail">,
  signs: readonly string[] = [],
  others: readonly string[] = [],
): boolean {
  if (
    signs.some(
      (sign) => sign === String(status) || sign === code || (!/^[0-9]{3}$/.test(sign) && detail.includes(sign)),
    )
  )
    return true;
  // "list price": a message may say "prices" alone.
  const nouns = others.flatMap((title) => title.split(" ").slice(-1));
  const isDoubtful = (words: string): boolean =>
    DENIES.test(words) || nouns.some((noun) => new RegExp(`\\b${noun}s?\\b`).test(words));
  const codeWords = wordsOf(code);
  if (/\barchived\b/.test(codeWords) && !isDoubtful(codeWords)) return true;
  return detail.split(CLAUSES).some((clause) => {
    const words = wordsOf(clause);
    return SAYS_ARCHIVED.test(words) && !isDoubtful(words);
  });
}

/** "AlreadyArchived" and "ALREADY_ARCHIVED" → "already archived" */
const wordsOf = (text: string): string =>
  text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[^A-Za-z0-9']+/g, " ")
    .trim()
    .toLowerCase();

const isRefusal = (error: unknown): error is CallError => error instanceof CallError && error.refused;

/** The refused object is archived: a read shows it, else the vendor's words say it, or lists leave it out. */
async function isArchivedAlready(
  { kind, vendor }: Operation,
  account: Account,
  id: string,
  address: string,
  error: unknown,
): Promise<boolean> {
  if (!isRefusal(error)) return false;
  const { visible } = kind.archiving;
  if (visible.in === "answers") return (await readState(kind, account, id, address)) === true;
  const signsSetting = signsSettingOf(kind);
  const signs = signsSetting === undefined ? [] : (account.config.settings[signsSetting] as readonly string[]);
  const below = childrenOf(vendor, kind).map(({ title }) => title);
  if (visible.in === "nowhere" && saysArchived(error.facts, signs, below)) return true;
  // A list proves something only about an object that the account knows.
  if (error.facts.category === "forbidden" || (await getIfKnown(kind, account, id, address)) === undefined)
    return false;
  return !Listed.of(kind, await account.listAgain(kind)).ids.has(id);
}

/** The refusal of a child whose parent is archived: in the YAML, by this operation, or by an earlier one. */
async function isBelowArchived(
  operation: Operation,
  account: Account,
  entry: Inputs,
  error: unknown,
): Promise<boolean> {
  const { kind, state } = operation;
  const { fields, owner, underArchived } = entry;
  if (!kind.parent || !isRefusal(error)) return false;
  if (error.facts.category === "forbidden" && !saysArchived(error.facts)) return false;
  const parentId = fields[kind.parent.field];
  if (underArchived || account.archived.has(String(parentId))) return true;
  return (await state(owner)).some((row) => row.id === parentId && row.account === account.config.name && row.archived);
}

/** For whose sake the vendor does not archive this object, as in "product acme/pro (…) uses it". */
export async function whoUses(
  { kind, vendor }: Operation,
  account: Account,
  id: string,
  error: unknown,
): Promise<string | undefined> {
  const { heldBy } = kind.archiving;
  const users = vendor.kinds.find(({ type }) => type === heldBy?.type);
  if (!heldBy || !users || !isRefusal(error)) return undefined;
  const listed = await account.list(users, true);
  const nameOf = (object: JsonObject): string => markOf(users, object)?.address ?? JSON.stringify(object["name"] ?? "");
  const found = listed
    .filter((object) => !showsArchived(users, object) && heldBy.uses(object, id))
    .map((object) => `${users.title} ${nameOf(object)} (${users.id(object)})`);
  return found.length === 0 ? undefined : `${found.join(" and ")} ${found.length === 1 ? "uses" : "use"} it`;
}

/** The refusal with what can be done about it: children that are still active, or a sign that we do not know yet. */
export function withRemedy({ vendor, kind }: Operation, account: Account, error: unknown): unknown {
  if (!isRefusal(error) || error.facts.category === "forbidden") return error;
  const titles = childrenOf(vendor, kind).map(({ title }) => `${title}s`);
  const signsSetting = signsSettingOf(kind);
  const { code, status } = error.facts;
  const remedies = [
    ...(titles.length > 0
      ? [
          `if its ${titles.join(" and ")} are still active, archive them (\`archived: true\`) ` +
            "in a commit before this one, then run again",
        ]
      : []),
    ...(signsSetting === undefined
      ? []
      : [
          `if the dashboard shows the ${kind.title} as archived, ` +
            `add \`${signsSetting}: ["${code ?? status}"]\` to account ${account.config.name} ` +
            "in catalogue:accounts, then run again",
        ]),
  ];
  return remedies.length === 0 ? error : new CallError({ ...error.facts, remedy: remedies.join("; ") });
}

/** Why a refused object counts as archived all the same; undefined: it does not. */
export async function whyArchived(
  operation: Operation,
  account: Account,
  id: string,
  entry: Inputs,
  error: unknown,
): Promise<string | undefined> {
  const { title } = operation.kind;
  if (await isArchivedAlready(operation, account, id, entry.address, error)) {
    account.archived.add(id);
    return `${title} ${id} was archived already; nothing to do`;
  }
  if (!(await isBelowArchived(operation, account, entry, error))) return undefined;
  const { detail, status } = (error as CallError).facts;
  return (
    `the vendor does not archive ${title} ${id} because its parent is archived ` +
    `(${detail ?? `HTTP ${status}`}); it counts as archived`
  );
}

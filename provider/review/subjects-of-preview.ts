/** The steps of a preview as subjects. */
import type { Entry } from "../catalogue/model.js";
import type { Registry } from "../kinds/registry.js";
import { mustArchiveFirst } from "../lifecycle/diff.js";
import { parseAdoption } from "../lifecycle/observe/adoption-words.js";
import { bagOfRow, type Inputs, type Outputs, readInputs, readOutputs } from "../lifecycle/state.js";
import type { Message } from "./digest.js";
import type { Diagnostic, EnginePreview, EngineStep } from "./preview.js";
import type { Side } from "./side.js";
import { keyOf, makeSide, nameOf, titleOf } from "./sides.js";
import type { AccountFacts, Operation, Subject } from "./subject.js";

export interface PreviewSubjects {
  readonly subjects: readonly Subject[];
  /** What was said about no entry. */
  readonly messages: readonly Message[];
}

interface Context {
  readonly registry: Registry;
  readonly accountOf: (name: string, vendor: Subject["vendor"]) => AccountFacts;
  /** Entries of the files by their addresses. */
  readonly entries: ReadonlyMap<string, Entry>;
}

export const TYPE_PREFIX = "pulumi-nodejs:dynamic/";
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  same: "same",
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
};

/** Steps of other resources are left out, and so are reads: they change nothing. */
export function subjectsOfPreview(preview: EnginePreview, context: Context): PreviewSubjects {
  const replaced = new Set(preview.steps.filter(({ op }) => op === "replace").map(idOf));
  const isLeft = (step: EngineStep): boolean => step.op === "delete-replaced" && !replaced.has(idOf(step));
  const steps = preview.steps.flatMap((step) =>
    known(isLeft(step) ? { ...step, op: "delete" } : step, context.registry),
  );
  const titles = titlesOf(steps);
  const addresses = new Set(steps.map(({ address }) => address));
  const { of, rest } = assign(preview.diagnostics, addresses, context.entries);
  const current = new Set(steps.filter((step) => !isLeftover(step)).map(({ address }) => address));
  const saidOf = (step: KnownStep): readonly Message[] =>
    isLeftover(step) && current.has(step.address) ? [] : (of.get(step.address) ?? []);
  const subjects = steps.map((step) => subjectOf(step, saidOf(step), titles, context));
  return { subjects, messages: rest };
}

const isLeftover = ({ step, operation }: KnownStep): boolean =>
  operation === "delete" && step.old?.pendingDelete === true;

/** Of the object that a step deletes or replaces. */
const idOf = ({ urn, old }: EngineStep): string => `${urn} ${old?.id}`;

/** The name of a resource, which is the address of its entry. */
const nameOfUrn = (urn: string): string => urn.split("::").slice(3).join("::");

interface KnownStep {
  readonly step: EngineStep;
  readonly operation: Operation;
  readonly vendor: Subject["vendor"];
  readonly kind: Subject["kind"];
  readonly address: string;
  readonly olds?: Outputs;
  readonly news?: Inputs;
}

function known(step: EngineStep, registry: Registry): KnownStep[] {
  const { old, new: next, op } = step;
  const type = (next ?? old)?.type ?? "";
  const found = type.startsWith(TYPE_PREFIX) ? registry.kind(type.slice(TYPE_PREFIX.length)) : undefined;
  const operation = Object.hasOwn(OPERATIONS, op) ? OPERATIONS[op] : undefined;
  if (!found || operation === undefined) return [];
  // Nothing happens to the old object of an earlier replacement that is to stay.
  if (operation === "delete" && old?.pendingDelete && old.retainOnDelete) return [];
  const bag = old && bagOfRow(old);
  const olds = bag && operation !== "create" ? readOutputs(found.kind, bag) : undefined;
  const news = next && operation !== "delete" ? readInputs(found.kind, next.inputs) : undefined;
  const address = news?.address || olds?.address || nameOfUrn(step.urn);
  return [{ step, operation, ...found, address, ...(olds ? { olds } : {}), ...(news ? { news } : {}) }];
}

/** Titles of parents, before and after, by address. */
function titlesOf(steps: readonly KnownStep[]): ReadonlyMap<string, string> {
  const roots = steps.filter(({ kind }) => kind.parent === undefined);
  return new Map(
    roots.flatMap(({ kind, olds, news }): [string, string][] =>
      [olds, news].flatMap((side): [string, string][] =>
        side ? [[side.address, nameOf(kind, side.fields, side.address)]] : [],
      ),
    ),
  );
}

function subjectOf(
  known: KnownStep,
  messages: readonly Message[],
  titles: ReadonlyMap<string, string>,
  { accountOf, entries }: Context,
): Subject {
  const { step, vendor, kind, olds, news, address } = known;
  const account = accountOf((news ?? olds)?.account ?? "", vendor);
  const { settings } = account;
  const side = (bag: Inputs): Side => {
    const entry = entries.get(bag.address) ?? entries.get(address);
    const parent = kind.parent ? bag.address.slice(0, bag.address.lastIndexOf("/")) : undefined;
    const outer = parent === undefined ? undefined : (titles.get(parent) ?? titleOfEntry(entries.get(parent), parent));
    return makeSide({
      address: bag.address,
      vendor,
      kind,
      account: bag.account,
      settings,
      fields: bag.fields,
      archived: bag.archived,
      title: titleOf(kind, bag.fields, bag.address, outer),
      ...(parent === undefined ? {} : { parent }),
      ...(entry ? { entry } : {}),
    });
  };
  // In the step of a replacement the old row is marked as one to be deleted, and stays all the same.
  const retains = step.old?.retainOnDelete === true;
  const operation = operationOf(known, retains);
  const adoption = messages
    .filter(({ text }) => text.startsWith(`${address}: `))
    .map(({ text }) => parseAdoption(kind.title, text.slice(address.length + 2)))
    .find((found) => found !== undefined);
  return {
    vendor,
    kind,
    settings,
    operation,
    ...(olds && olds.address !== address ? { formerAddress: olds.address } : {}),
    ...(step.old && step.old.id !== "" ? { id: step.old.id } : {}),
    ...(olds ? { olds, before: side(olds) } : {}),
    ...(news ? { news, after: side(news) } : {}),
    ...(adoption ? { adoption } : {}),
    ...(messages.some(({ text }) => createsInstead(text)) ? { adoptsNothing: true } : {}),
    ...(operation === "replace" && olds && news
      ? { archivesFirst: archivesFirst(kind, account, olds, news), keepsOld: retains }
      : {}),
    ...(isLeftover(known) ? { isLeftover: true } : {}),
    messages,
  };
}

/** A protected row is neither removed nor replaced: the engine refuses that. */
function operationOf({ operation, step }: KnownStep, retains: boolean): Operation {
  const isProtected = step.old?.protect === true && step.old.pendingDelete === false;
  if ((operation === "delete" || operation === "replace") && isProtected) return "forbidden";
  return operation === "delete" && retains ? "retain" : operation;
}

const createsInstead = (text: string): boolean => /: adopt: .*, so a new .* is created/.test(text);

function archivesFirst(kind: Subject["kind"], account: AccountFacts, olds: Outputs, news: Inputs): boolean {
  try {
    return mustArchiveFirst(kind, account, olds, news);
  } catch {
    // The engine has shown the refusal.
    return false;
  }
}

const titleOfEntry = (entry: Entry | undefined, address: string): string =>
  entry ? nameOf(entry.kind, entry.fields, entry.address) : keyOf(address);

/** Whose message is it? The engine names a resource; the provider's own lines begin with the address. */
function assign(
  diagnostics: readonly Diagnostic[],
  addresses: ReadonlySet<string>,
  entries: ReadonlyMap<string, Entry>,
): { of: Map<string, Message[]>; rest: Message[] } {
  const of = new Map<string, Message[]>();
  const rest: Message[] = [];
  const seen = new Set<string>();
  for (const { severity, message, urn } of diagnostics) {
    const named = urn === undefined ? undefined : nameOfUrn(urn);
    const start = /^([^\s:]+): /.exec(message)?.[1];
    const address = [start, named].find((name) => name !== undefined && addresses.has(name));
    const key = `${address ?? ""} ${severity} ${message}`;
    if (seen.has(key) || isNoise(message)) continue;
    seen.add(key);
    const said: Message = { severity, text: message };
    if (address === undefined) rest.push(withPlace(said, start ?? named, entries));
    else {
      const known = of.get(address);
      if (known) known.push(said);
      else of.set(address, [said]);
    }
  }
  return { of, rest };
}

/** An entry without a step has its place all the same. */
function withPlace(message: Message, address: string | undefined, entries: ReadonlyMap<string, Entry>): Message {
  const source = address === undefined ? undefined : entries.get(address)?.source;
  if (!source) return message;
  const { file, line } = source.place([], "key");
  return { ...message, place: { file, line } };
}

/** What the engine adds to an error that says everything itself. */
const isNoise = (message: string): boolean => /^(preview failed|update failed)$/.test(message);

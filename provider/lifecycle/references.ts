/** Names of other objects in the YAML become the ids that the vendor wants, and the other way round. */

import type { Account } from "../accounts/account.js";
import { same } from "../fields/compare.js";
import { pathText } from "../fields/path.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import type { Kind } from "../kinds/kind.js";
import { type EntryReference, type NamedReference, namingKey, namings, referenceOf } from "../kinds/references.js";
import { closest } from "../validation/did-you-mean.js";
import { UNKNOWN } from "../validation/engine-words.js";
import { Refusal } from "./failure.js";
import type { Operation } from "./operation.js";
import type { Inputs, Outputs } from "./state.js";
import { StateRows } from "./state-rows.js";

/** "usageMetric:API calls" → id */
export type Resolved = Readonly<Record<string, string>>;

/** Finds the id of everything that these fields name. What cannot be found is refused in words. */
export async function resolveReferences(
  operation: Operation,
  account: Account,
  inputs: Inputs,
  fields: JsonObject,
): Promise<Resolved> {
  const result: Record<string, string> = {};
  for (const naming of namings(operation.kind, fields)) {
    const { name, reference } = naming;
    const key = namingKey(naming);
    if (result[key] !== undefined) continue;
    result[key] =
      reference.entry === undefined
        ? await lookUp(account, inputs.address, reference, name)
        : (inputs.references?.[key] ?? (await ofEntry(operation, account, inputs, reference, name)));
  }
  return result;
}

/** An entry's object: made by this operation, or in the state already. */
async function ofEntry(
  { state }: Operation,
  account: Account,
  inputs: Inputs,
  reference: EntryReference,
  key: string,
): Promise<string> {
  const address = `${account.config.name}/${key}`;
  const made = account.made.idOf(address);
  if (made !== undefined) return made;
  const row = StateRows.of(await state(inputs.owner), account.config.name).row(reference.entry, address);
  if (row) return row.id;
  throw new Refusal(
    inputs.address,
    `the ${reference.title} "${key}" (${address}) does not exist yet`,
    `add it to the catalogue, or name it by its id: \`${reference.idMember}:\`; ` +
      "a program's resource needs `dependsOn` for it",
  );
}

/** Unknown and ambiguous names are refused; each list is read once per operation. */
async function lookUp(account: Account, address: string, reference: NamedReference, name: string): Promise<string> {
  const items = await account.listItems(`list ${reference.title}s`, reference.list, reference.id);
  const found = items.filter((item) => reference.name(item) === name);
  const [only, ...others] = found.map((item) => reference.id(item)).filter((id) => id !== undefined);
  if (others.length > 0) {
    throw new Refusal(
      address,
      `several ${reference.title}s are called "${name}": ${[only, ...others].join(", ")}`,
      `name the right one by its id: \`${reference.idMember}:\``,
    );
  }
  if (only !== undefined) return only;
  const known = items.map((item) => reference.name(item)).filter((name) => name !== undefined);
  const near = closest(name, known);
  throw new Refusal(
    address,
    `${account.words} has no ${reference.title} called "${name}"`,
    near
      ? `did you mean "${near}"?`
      : known.length === 0
        ? `create it there first (the account has no ${reference.title} yet)`
        : `create it there first, or use one of ${known
            .slice(0, 20)
            .map((other) => `"${other}"`)
            .join(", ")}`,
  );
}

/** What is known of the ids without asking: from the last write, and from the engine for entries of the catalogue. */
export const knownReferences = (olds: Outputs, news: Inputs): Resolved => ({
  ...olds.live.references,
  ...news.references,
});

/** Ids that the fields need, as the engine knows them, else as it knew them before; undefined when they need none. */
export function settledReferences(kind: Kind, fields: JsonObject, before: Inputs, after: Inputs): Resolved | undefined {
  const keys = namings(kind, fields)
    .filter(({ reference }) => reference.entry !== undefined)
    .map(namingKey);
  const entries = keys.flatMap((key) => {
    const id = after.references?.[key] ?? before.references?.[key];
    return id === undefined ? [] : [[key, id] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The fields with ids in place of names. What is not resolved stays a name. */
export function withIds(kind: Kind, fields: JsonObject, resolved: Resolved): JsonObject {
  return kind.references ? (substitute(kind, fields, resolved) as JsonObject) : fields;
}

function substitute(kind: Kind, value: Json, resolved: Resolved): Json {
  if (Array.isArray(value)) return value.map((item) => substitute(kind, item, resolved));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, item]): [string, Json] => {
      const reference = referenceOf(kind, member);
      const id = reference && typeof item === "string" ? resolved[namingKey({ member, name: item })] : undefined;
      return reference && id !== undefined ? [reference.idMember, id] : [member, substitute(kind, item, resolved)];
    }),
  );
}

/** Outputs with ids, written by name again wherever they are what the names stand for; the ids are remembered. */
export function named(kind: Kind, fields: JsonObject, outputs: Outputs, resolved: Resolved): Outputs {
  if (!kind.references || Object.keys(resolved).length === 0) return outputs;
  const ids = withIds(kind, fields, resolved);
  const entries = Object.entries(outputs.fields).map(([name, value]): [string, Json] => {
    const [field, asId, asName] = [kind.fields[name], ids[name], fields[name]];
    return [
      name,
      field && asId !== undefined && asName !== undefined && same(field.shape, asId, value) ? asName : value,
    ];
  });
  const used = new Set(namings(kind, Object.fromEntries(entries)).map(namingKey));
  const references = Object.fromEntries(
    Object.entries(resolved).filter(([key, id]) => used.has(key) && id !== UNKNOWN),
  );
  const { references: _old, ...live } = outputs.live;
  return {
    ...outputs,
    fields: Object.fromEntries(entries),
    live: Object.keys(references).length > 0 ? { ...live, references } : live,
  };
}

/** A refusal whose places are those of the entry: a vendor complains about ids, where people have written names. */
export function atNames(kind: Kind, fields: JsonObject, error: unknown): unknown {
  if (!(error instanceof CallError) || !error.facts.fieldErrors || !kind.references) return error;
  const names = new Map(
    namings(kind, fields).map(({ path, reference }) => [pathText([...path.slice(0, -1), reference.idMember]), path]),
  );
  const fieldErrors = error.facts.fieldErrors.map((error) => ({
    ...error,
    path: names.get(pathText(error.path)) ?? error.path,
  }));
  return new CallError({ ...error.facts, fieldErrors });
}

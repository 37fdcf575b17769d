/** Names of other objects in the YAML become the ids that the vendor wants, and the other way round. */
import { closest } from "../catalogue/did-you-mean.js";
import { same } from "../fields/compare.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { Kind } from "../vendors/kind.js";
import type { Account } from "./account.js";
import type { Outputs } from "./bags.js";
import { Refusal } from "./failure.js";

/** "usageMetric:API calls" → id */
export type Resolved = Readonly<Record<string, string>>;

const keyOf = (member: string, name: string): string => `${member}:${name}`;

/** Every name that the fields hold, by member. */
function namesIn(kind: Kind, value: Json): [member: string, name: string][] {
  if (Array.isArray(value)) return value.flatMap((item) => namesIn(kind, item));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([member, item]): [string, string][] =>
    kind.references?.[member] && typeof item === "string" ? [[member, item]] : namesIn(kind, item),
  );
}

/** Looks up what the fields name. Unknown and ambiguous names are refused in words; each list is read once per operation. */
export async function resolveReferences(kind: Kind, account: Account, address: string, fields: JsonObject): Promise<Resolved> {
  const result: Record<string, string> = {};
  for (const [member, name] of namesIn(kind, fields)) {
    const reference = kind.references?.[member];
    if (!reference || result[keyOf(member, name)] !== undefined) continue;
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
    if (only === undefined) {
      const known = items.map((item) => reference.name(item)).filter((one) => one !== undefined);
      const near = closest(name, known);
      throw new Refusal(
        address,
        `${account.words} has no ${reference.title} called "${name}"`,
        near
          ? `did you mean "${near}"?`
          : `create it there first, or use one of ${
              known
                .slice(0, 20)
                .map((one) => `"${one}"`)
                .join(", ") || "(it has none)"
            }`,
      );
    }
    result[keyOf(member, name)] = only;
  }
  return result;
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
      const reference = kind.references?.[member];
      const id = reference && typeof item === "string" ? resolved[keyOf(member, item)] : undefined;
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
    return [name, field && asId !== undefined && asName !== undefined && same(field.shape, asId, value) ? asName : value];
  });
  const used = Object.keys(resolved).filter((key) =>
    namesIn(kind, Object.fromEntries(entries)).some(([member, name]) => keyOf(member, name) === key),
  );
  const references = Object.fromEntries(used.map((key) => [key, resolved[key] ?? ""]));
  const { references: _old, ...live } = outputs.live;
  return { ...outputs, fields: Object.fromEntries(entries), live: used.length > 0 ? { ...live, references } : live };
}

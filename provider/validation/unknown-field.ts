/** A field that the schema does not have at that place: which field was meant, or where it belongs. */
import type { Schema } from "../fields/json-schema.js";
import { isObject, type Json, type JsonObject, own } from "../fields/shape.js";
import type { Vendor } from "../kinds/vendor.js";
import { closest, didYouMean } from "./did-you-mean.js";
import type { Path } from "./problem.js";
import { unreadKey } from "./unread-key.js";
import type { SchemaViolation } from "./violation.js";
import { titleOf } from "./words.js";

export function additional(
  name: string,
  at: Path,
  schema: Schema,
  data: Json,
  vendor: Vendor,
): Omit<SchemaViolation, "at"> & { at: "key" } {
  const base = { at: "key", path: [...at, name] } as const;
  const readOnly = own((schema["x-read-only"] ?? {}) as JsonObject, name);
  if (readOnly !== undefined) {
    const message = `\`${name}\` is set by ${vendor.title} and cannot be written`;
    return {
      ...base,
      code: "read-only-field",
      message,
      remedy: readOnly === null ? "remove the line" : `remove the line; ${String(readOnly)}`,
    };
  }
  if (((schema["x-not-for-all"] ?? []) as string[]).includes(name)) return { ...base, ...notForAll(name) };
  const known = Object.keys((schema["properties"] ?? {}) as object);
  // Between braces `currency:EUR` and `currency EUR` are keys without a value.
  const line = isObject(data) && data[name] === null ? unreadKey(name) : undefined;
  const [first = ""] = name.split(/[\s:=;]/, 1);
  if (line && first !== name && known.includes(first)) return { ...base, ...line, meant: first };
  const { remedy, meant } = suggestion(name, at, schema, known, vendor);
  const foreign = /[^\x20-\x7e]/u.exec(name)?.[0];
  const letter =
    foreign === undefined || meant === undefined ? "" : `, because it contains the character ${codePoint(foreign)}`;
  const isEntry =
    meant === undefined && schema["x-entry"] === "fields" && isObject(data) && isObject(data[name] ?? null);
  const sibling = isEntry ? `; or, if it is an entry itself, indent it like \`${String(at.at(-1))}\`` : "";
  return {
    ...base,
    ...{
      code: "unknown-field",
      message: `\`${name}\` is not a field of ${titleOf(at, vendor)}${letter}`,
      remedy: `${remedy}${sibling}`,
      meant,
    },
  };
}

/** At the head of a file it would stay behind, and with it the rule that objects of others are left alone. */
const notForAll = (name: string) => ({
  code: "adopt-for-all" as const,
  message: `\`${name}\` at the top of a file would also hold for entries that are added later`,
  remedy:
    "remove it here; to bring existing objects into the stack, run `npx catalogue adopt <account>`, " +
    "or set `lifecycle: { adopt: … }` in an entry",
});

/** "`с` (U+0441)": a letter that may look like a Latin one. */
const codePoint = (letter: string): string =>
  `\`${letter}\` (U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")})`;

function suggestion(
  name: string,
  at: Path,
  schema: Schema,
  known: readonly string[],
  vendor: Vendor,
): { remedy: string; meant?: string } {
  const called = own((schema["x-called"] ?? {}) as JsonObject, name);
  if (typeof called === "string")
    return { remedy: `${vendor.title} calls it \`${called}\`: write \`${called}: …\``, meant: called };
  const inner = own((schema["x-inner"] ?? {}) as JsonObject, name);
  const meant = closest(name, known);
  if (typeof inner === "string" && meant === undefined)
    return {
      remedy: `write it inside \`${inner.split(/[.[]/, 1)[0]}\`, as \`${inner}\``,
      meant: inner.split(/[.[]/, 1)[0] ?? "",
    };
  const elsewhere = at.length === 0 ? childCollection(name, vendor) : misplaced(name, vendor);
  return { remedy: didYouMean(name, known, elsewhere), ...(meant === undefined ? {} : { meant }) };
}

/** `listPrices:` at the top level of a file. */
function childCollection(name: string, vendor: Vendor): string | undefined {
  const parent = vendor.kinds.find(({ collection, parent }) => collection === name && parent !== undefined)?.parent
    ?.type;
  const of = vendor.kinds.find(({ type }) => type === parent);
  return of && `write it below the key of a ${of.title}, indented like the other fields of the ${of.title}`;
}

/** A field of another kind. */
function misplaced(name: string, vendor: Vendor): string | undefined {
  const owner = vendor.kinds.find(({ fields }) => Object.hasOwn(fields, name) && !fields[name]?.fromParent);
  return owner
    ? `move it to ${owner.title === "product" ? "the product" : `a ${owner.title}`}, where it belongs`
    : undefined;
}

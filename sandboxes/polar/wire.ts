/** Answers in Polar's form, and the checks that products and meters share. */
import type { Json, JsonObject } from "../json.ts";
import { asObject, type SandboxReply, type SandboxRequest, type Store } from "../sandbox.ts";

export interface Complaint {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

export const ok = (body: Json, status = 200): SandboxReply => ({
  status,
  body,
  headers: { "polar-version": "2026-04" },
});
export const invalid = (...detail: readonly Complaint[]): SandboxReply => ({
  status: 422,
  body: {
    error: "RequestValidationError",
    detail: detail.map(({ loc, msg, type }) => ({ loc, msg, type, input: null })),
  },
});
export const notFound: SandboxReply = { status: 404, body: { error: "ResourceNotFound", detail: "Not found" } };
export const noSuchPath: SandboxReply = {
  status: 404,
  body: { detail: "Not Found" },
  headers: { "polar-version": "2026-04" },
};
/** The same words, and no `polar-version` beside them. */
export const noSuchVersion: SandboxReply = { status: 404, body: { detail: "Not Found" } };
export const crash: SandboxReply = { status: 500, text: "Internal Server Error" };

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export const idProblem = (id: string): SandboxReply | undefined =>
  UUID.test(id)
    ? undefined
    : invalid({ loc: ["path", "id"], msg: "Input should be a valid UUID", type: "uuid_parsing" });

export const disallowedOrganization = invalid({
  loc: ["body", "organization_id"],
  msg: "Setting organization_id is disallowed when using an organization token.",
  type: "organization_token",
});

export const isGiven = (value: Json | undefined): boolean => value !== undefined && value !== null;

/** Stripped; an empty text is none. */
export const text = (value: Json | undefined): Json =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : null;

export function nameProblems(value: Json | undefined, loc: readonly (string | number)[], most: number): Complaint[] {
  if (value === undefined) return [];
  const length = typeof value === "string" ? [...value.trim()].length : -1;
  if (length < 3)
    return [
      {
        loc,
        msg: `Value should have at least 3 items after validation, not ${Math.max(length, 0)}`,
        type: "too_short",
      },
    ];
  return length > most
    ? [{ loc, msg: `Value should have at most ${most} items after validation, not ${length}`, type: "too_long" }]
    : [];
}

export const choiceProblems = (
  value: Json | undefined,
  loc: readonly (string | number)[],
  values: readonly string[],
): Complaint[] =>
  isGiven(value) && !values.includes(String(value))
    ? [{ loc, msg: `Input should be ${values.map((name) => `'${name}'`).join(", ")}`, type: "enum" }]
    : [];

export function integerProblems(
  value: Json | undefined,
  loc: readonly (string | number)[],
  least: number,
  most: number,
): Complaint[] {
  if (!isGiven(value)) return [];
  if (typeof value !== "number" || !Number.isInteger(value))
    return [{ loc, msg: "Input should be a valid integer", type: "int_type" }];
  return value < least || value > most
    ? [
        {
          loc,
          msg: `Input should be between ${least} and ${most}`,
          type: value < least ? "greater_than_equal" : "less_than_equal",
        },
      ]
    : [];
}

export function metadataProblems(metadata: Json | undefined, tag: readonly (string | number)[]): Complaint[] {
  if (metadata === undefined) return [];
  const at = (...path: (string | number)[]): (string | number)[] => ["body", ...tag, "metadata", ...path];
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata))
    return [{ loc: at(), msg: "Input should be a valid dictionary", type: "dict_type" }];
  const problems: Complaint[] = [];
  if (Object.keys(metadata).length > 50)
    problems.push({ loc: at(), msg: "Dictionary should have at most 50 items", type: "too_long" });
  for (const [key, value] of Object.entries(metadata)) {
    const isGood =
      (typeof value === "string" && value.length >= 1 && value.length <= 500) ||
      typeof value === "number" ||
      typeof value === "boolean";
    if (key.length > 40)
      problems.push({ loc: at(key), msg: "String should have at most 40 characters", type: "string_too_long" });
    if (isGood) continue;
    for (const member of ["constrained-str", "int", "float", "bool"])
      problems.push({ loc: at(key, member), msg: `Input should be a valid ${member}`, type: "type_error" });
  }
  return problems;
}

/** A page of the list, newest first. Unknown parameters are ignored, so that a bad filter shows everything. */
export function listPage(
  store: Store,
  query: SandboxRequest["query"],
  isArchived: (object: JsonObject) => boolean,
): JsonObject[] {
  const filters = [...query.entries()].flatMap(([key, value]) => {
    const name = /^metadata\[([^\]]+)\]/.exec(key)?.[1];
    return name === undefined ? [] : [[name, value] as const];
  });
  const [archived, words] = [query.get("is_archived"), query.get("query")?.toLowerCase()];
  const found = store.allSeen().filter((object) => {
    if (archived !== null && String(isArchived(object)) !== archived) return false;
    if (words !== undefined && !String(object["name"]).toLowerCase().includes(words)) return false;
    const stored = asObject(object["metadata"]);
    return filters.every(([name]) =>
      filters.some(([other, wanted]) => other === name && String(stored[name]) === wanted),
    );
  });
  return found.toReversed();
}

export function paged(items: readonly JsonObject[], query: SandboxRequest["query"]): SandboxReply {
  const [limit, page] = [Number(query.get("limit") ?? 10), Number(query.get("page") ?? 1)];
  for (const [name, value] of [["limit", limit] as const, ["page", page] as const]) {
    if (!Number.isInteger(value) || value < 1)
      return invalid({ loc: ["query", name], msg: "Input should be greater than 0", type: "greater_than" });
  }
  const size = Math.min(limit, 100);
  return ok({
    items: items.slice((page - 1) * size, page * size),
    pagination: { total_count: items.length, max_page: Math.ceil(items.length / size) },
  });
}

/** Meters: `/v1/meters/`. */
import type { Json, JsonObject } from "../json.ts";
import { asObject, type Route, type Store } from "../sandbox.ts";
import {
  type Complaint,
  choiceProblems,
  disallowedOrganization,
  idProblem,
  invalid,
  isGiven,
  listPage,
  metadataProblems,
  nameProblems,
  notFound,
  ok,
  paged,
  text,
} from "./wire.ts";

interface Options {
  readonly meters: Store;
  readonly organizationId: string;
  readonly newId: () => string;
  readonly time: () => string;
  /** Before a read: how far readers lag. */
  readonly beforeRead: () => void;
  readonly isInUse: (id: string) => boolean;
}

const UNITS = ["scalar", "token", "custom"];
const isArchived = (meter: JsonObject): boolean => isGiven(meter["archived_at"]);

export function meterRoutes({ meters, organizationId, newId, time, beforeRead, isInUse }: Options): Route[] {
  return [
    [
      "GET",
      /^\/v1\/meters\/$/,
      ({ query }) => {
        beforeRead();
        return paged(listPage(meters, query, isArchived), query);
      },
    ],
    [
      "POST",
      /^\/v1\/meters\/$/,
      ({ body }) => {
        const fields = asObject(body);
        if (isGiven(fields["organization_id"])) return disallowedOrganization;
        const missing = ["name", "filter", "aggregation"].filter((name) => !isGiven(fields[name]));
        const problems = [
          ...missing.map((name): Complaint => ({ loc: ["body", name], msg: "Field required", type: "missing" })),
          ...problemsOf(fields),
          ...labelProblems(fields),
        ];
        if (problems.length > 0) return invalid(...problems);
        const at = time();
        return ok(
          meters.put({
            metadata: fields["metadata"] ?? {},
            created_at: at,
            modified_at: at,
            id: newId(),
            name: String(fields["name"]).trim(),
            unit: fields["unit"] ?? "scalar",
            custom_label: text(fields["custom_label"]),
            custom_multiplier: fields["custom_multiplier"] ?? null,
            filter: fields["filter"] as Json,
            aggregation: fields["aggregation"] as Json,
            organization_id: organizationId,
            archived_at: null,
          }),
          201,
        );
      },
    ],
    [
      "GET",
      /^\/v1\/meters\/([^/]+)$/,
      (_request, id = "") => {
        beforeRead();
        const meter = meters.seen(id);
        return idProblem(id) ?? (meter ? ok(meter) : notFound);
      },
    ],
    [
      "PATCH",
      /^\/v1\/meters\/([^/]+)$/,
      ({ body }, id = "") => {
        const [meter, fields] = [meters.get(id), asObject(body)];
        const wrong = idProblem(id);
        if (wrong || !meter) return wrong ?? notFound;
        const problems = problemsOf(fields);
        if (problems.length > 0) return invalid(...problems);
        if (fields["is_archived"] === true && !isArchived(meter) && isInUse(id)) {
          return invalid({
            loc: ["body", "is_archived"],
            msg: "Cannot archive meter that is still attached to active products",
            type: "value_error",
          });
        }
        const written = Object.fromEntries(
          ["name", "unit", "custom_label", "custom_multiplier", "filter", "aggregation", "metadata"]
            .filter((name) => name in fields)
            .map((name) => [name, fields[name] as Json]),
        );
        const archived = fields["is_archived"];
        const archivedAt =
          archived === true
            ? (meter["archived_at"] ?? time())
            : archived === false
              ? null
              : (meter["archived_at"] ?? null);
        return ok(meters.put({ ...meter, ...written, archived_at: archivedAt, modified_at: time() }));
      },
    ],
  ];
}

function problemsOf(fields: JsonObject): Complaint[] {
  const func = asObject(fields["aggregation"])["func"];
  return [
    ...nameProblems(fields["name"], ["body", "name"], Number.POSITIVE_INFINITY),
    ...choiceProblems(fields["unit"], ["body", "unit"], UNITS),
    ...choiceProblems(func, ["body", "aggregation", "func"], ["count", "sum", "max", "min", "avg", "unique"]),
    ...metadataProblems(fields["metadata"], []),
    ...(isGiven(fields["filter"]) ? filterProblems(asObject(fields["filter"]), ["body", "filter"]) : []),
  ];
}

/** Seen when a meter is made, and not when it is changed. */
function labelProblems({ unit, custom_label: label }: JsonObject): Complaint[] {
  const isCustom = unit === "custom";
  if (isCustom === isGiven(label)) return [];
  const msg = isCustom
    ? "Value error, custom_label is required when unit is 'custom'."
    : "Value error, custom_label and custom_multiplier are only allowed when unit is 'custom'.";
  return [{ loc: ["body"], msg, type: "value_error" }];
}

function filterProblems(filter: JsonObject, loc: readonly (string | number)[]): Complaint[] {
  const { clauses } = filter;
  const own = choiceProblems(filter["conjunction"] ?? "", [...loc, "conjunction"], ["and", "or"]);
  if (!Array.isArray(clauses)) return [...own, { loc: [...loc, "clauses"], msg: "Field required", type: "missing" }];
  return [
    ...own,
    ...clauses.flatMap((one, index): Complaint[] => {
      const clause = asObject(one as Json);
      const at = [...loc, "clauses", index];
      if ("clauses" in clause) return filterProblems(clause, at);
      return ["property", "operator", "value"]
        .filter((name) => !isGiven(clause[name]))
        .map((name) => ({ loc: [...at, "FilterClause", name], msg: "Field required", type: "missing" }));
    }),
  ];
}

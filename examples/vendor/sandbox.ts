/** The vendor in memory, on its wire. It imports nothing from `provider/`, so that it can judge the kind. */
import { randomUUID } from "node:crypto";
import type { Json, JsonObject } from "../../sandboxes/json.ts";
import { asObject, Sandbox, type SandboxReply, Store } from "../../sandboxes/sandbox.ts";

export interface TariffsSandbox extends Sandbox {
  readonly plans: Store;
}

/** What the documentation leaves open. */
interface Switches {
  readonly archivedNamesCount: boolean;
}

interface Options {
  readonly apiKey?: string;
  readonly switches?: Partial<Switches>;
  readonly now?: () => number;
}

const refused = (status: number, code: string, message: string, field?: string): SandboxReply => ({
  status,
  body: { error: { code, message, ...(field === undefined ? {} : { field }) } },
});
const NOT_FOUND = refused(404, "not_found", "there is no such plan");

export function tariffsSandbox({
  apiKey = "sandbox-key",
  switches = {},
  now = Date.now,
}: Options = {}): TariffsSandbox {
  const plans = new Store(now);
  const time = (): string => new Date(now()).toISOString();
  const isNameTaken = (name: Json | undefined, id?: string): boolean =>
    plans
      .all()
      .filter((plan) => plan["archivedAt"] === null || switches.archivedNamesCount === true)
      .some((plan) => plan["name"] === name && plan["id"] !== id);
  /** Checks and stores a plan with new members. */
  const store = (plan: JsonObject, status: number): SandboxReply => {
    const problem = problemOf(plan);
    if (problem) return problem;
    if (isNameTaken(plan["name"], String(plan["id"]))) {
      return refused(409, "name_taken", "another plan has this name", "name");
    }
    return { status, body: plans.put(plan) };
  };
  const sandbox = new Sandbox(
    {
      name: "tariffs",
      refuse: ({ headers }) =>
        headers["authorization"] === `Bearer ${apiKey}` ? undefined : refused(401, "unauthorized", "unknown API key"),
      methodNotAllowed: refused(405, "method_not_allowed", "the path has no such method"),
      noSuchPath: refused(404, "unknown_path", "there is no such path"),
      badJson: refused(400, "bad_json", "the body is not JSON"),
      routes: [
        [
          "GET",
          /^\/plans$/,
          ({ query }) => {
            const [offset, limit] = [Number(query.get("offset") ?? 0), Number(query.get("limit") ?? 100)];
            const all = plans.allSeen();
            return {
              status: 200,
              body: { plans: all.slice(offset, offset + limit), hasMore: offset + limit < all.length },
            };
          },
        ],
        [
          "POST",
          /^\/plans$/,
          ({ body }) => {
            const made = { description: null, trialDays: 0, id: randomUUID(), createdAt: time(), archivedAt: null };
            return readOnlyIn(body) ?? store({ ...made, ...asObject(body) }, 201);
          },
        ],
        [
          "GET",
          /^\/plans\/([^/]+)$/,
          (_request, id = "") => {
            const plan = plans.seen(id);
            return plan ? { status: 200, body: plan } : NOT_FOUND;
          },
        ],
        [
          "PATCH",
          /^\/plans\/([^/]+)$/,
          ({ body }, id = "") => {
            const plan = plans.get(id);
            if (!plan) return NOT_FOUND;
            if (plan["archivedAt"] !== null) return refused(409, "archived", "an archived plan cannot be changed");
            const fixed = FIXED.find((name) => name in asObject(body));
            if (fixed) return refused(422, "fixed", "it cannot be changed", fixed);
            return readOnlyIn(body) ?? store({ ...plan, ...asObject(body) }, 200);
          },
        ],
        [
          "POST",
          /^\/plans\/([^/]+)\/archive$/,
          (_request, id = "") => {
            const plan = plans.get(id);
            if (!plan) return NOT_FOUND;
            return { status: 200, body: plans.put({ ...plan, archivedAt: plan["archivedAt"] ?? time() }) };
          },
        ],
      ],
    },
    now,
  );
  return Object.assign(sandbox, { plans });
}

/** What a PATCH must not name. */
const FIXED = ["currency", "interval"];
const READ_ONLY = ["id", "createdAt", "archivedAt"];

function readOnlyIn(body: Json | undefined): SandboxReply | undefined {
  const found = READ_ONLY.find((name) => name in asObject(body));
  return found === undefined ? undefined : refused(422, "read_only", "it cannot be set", found);
}

const isText = (value: Json | undefined): boolean => typeof value === "string" && value !== "";

/** What each member of a plan must be. */
const MEMBERS: Readonly<Record<string, (value: Json | undefined) => boolean>> = {
  id: isText,
  createdAt: isText,
  archivedAt: () => true,
  name: (value) => typeof value === "string" && value.length >= 1 && value.length <= 80,
  description: (value) => value === null || isText(value),
  currency: (value) => typeof value === "string" && /^[A-Z]{3}$/.test(value),
  interval: (value) => value === "month" || value === "year",
  price: (value) => typeof value === "string" && /^[0-9]+(\.[0-9]{1,2})?$/.test(value),
  trialDays: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 90,
};

function problemOf(plan: JsonObject): SandboxReply | undefined {
  const unknown = Object.keys(plan).find((name) => !(name in MEMBERS));
  if (unknown) return refused(422, "unknown_field", "a plan has no such field", unknown);
  const wrong = Object.entries(MEMBERS).find(([name, isRight]) => !isRight(plan[name]));
  return wrong && refused(422, "invalid", "the value is missing, or not of the documented form", wrong[0]);
}

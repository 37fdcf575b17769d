/** The toy's server: it refuses what its wire does not allow, and shares nothing with the toy's kinds. */
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../sandboxes/json.ts";
import {
  asObject,
  compact,
  type Route,
  Sandbox,
  type SandboxReply,
  type SandboxRequest,
  Store,
} from "../../sandboxes/sandbox.ts";
import { readForm } from "./read-form.ts";

export interface ToySandbox extends Sandbox {
  readonly gadgets: Store;
  readonly tariffs: Store;
  readonly badges: Store;
  /** Those who like a gadget or a tariff. */
  readonly fans: Store;
}

/** Requests that it takes in a second. */
const MOST_REQUESTS = 30;

const sorry = (status: number, why: string): SandboxReply => ({ status, body: { sorry: why } });

export function toySandbox(now: () => number): ToySandbox {
  const [gadgets, tariffs, badges, fans] = [new Store(now), new Store(now), new Store(now), new Store(now)];
  /** Badges do not show where they are. */
  const shown = (store: Store, { away, ...rest }: JsonObject): JsonObject => ({
    thing: store === badges ? rest : compact({ ...rest, away }),
  });
  const keys = new Keys();
  const sandbox = new Sandbox(
    {
      name: "toy",
      read: (text, contentType) => {
        if (contentType !== "application/x-www-form-urlencoded") throw new SyntaxError("not a form");
        return readForm(text);
      },
      refuse: guard(now, keys),
      methodNotAllowed: sorry(405, "not so"),
      noSuchPath: sorry(404, "nowhere"),
      badJson: sorry(400, "unreadable"),
      routes: [
        ...routes(gadgets, "gadgets", { remark: "", sealed: false }),
        ...routes(tariffs, "tariffs", { minutes: 0, steps: [], notes: {}, realm: "realm-1" }),
        ...routes(badges, "badges", { notes: {} }),
        [
          "GET",
          /^\/gadgets\/([^/]+)\/fans$/,
          (_, id = "") => ({
            status: 200,
            body: { thing: { fans: fans.all().filter((fan) => fan["of"] === id).length } },
          }),
        ],
        [
          "GET",
          /^\/fans$/,
          ({ query }) => {
            const offset = Number(query.get("offset") ?? 0);
            const all = fans.all();
            return { status: 200, body: { things: all.slice(offset, offset + 2), more: offset + 2 < all.length } };
          },
        ],
        ["DELETE", /^\/badges\/([^/]+)$/, (_, id = "") => shelve(badges, id, true)],
        [
          "PUT",
          /^\/(badges|gadgets)\/([^/]+)\/shelf$/,
          ({ body }, plural, id = "") =>
            shelve(plural === "badges" ? badges : gadgets, id, asObject(body)["away"] === true),
        ],
      ],
    },
    now,
  );
  return Object.assign(sandbox, { gadgets, tariffs, badges, fans });

  function routes(store: Store, plural: string, blank: JsonObject): Route[] {
    const all = new RegExp(`^/${plural}$`);
    const single = new RegExp(`^/${plural}/([^/]+)$`);
    const found = (id: string, answer: (thing: JsonObject) => SandboxReply): SandboxReply => {
      const thing = byKey(store, id);
      return thing ? answer(thing) : sorry(404, "no such thing");
    };
    return [
      [
        "GET",
        all,
        ({ query }) => {
          const offset = Number(query.get("offset") ?? 0);
          const things = store.allSeen().filter(({ away }) => store !== badges || away !== true);
          const page = things.slice(offset, offset + 2).map((thing) => shown(store, thing)["thing"] ?? null);
          return { status: 200, body: { things: page, more: offset + 2 < things.length } };
        },
      ],
      [
        "POST",
        all,
        (request) =>
          keys.remember(request, () => {
            const born = new Date(now()).toISOString();
            const thing = {
              key: randomUUID(),
              id: randomUUID(),
              born,
              away: false,
              ...blank,
              ...asObject(request.body),
            };
            return { status: 201, body: shown(store, store.put(thing)) };
          }),
      ],
      [
        "GET",
        single,
        (_, id = "") => {
          const thing = store.seen(String(byKey(store, id)?.["id"] ?? ""));
          return thing ? { status: 200, body: shown(store, thing) } : sorry(404, "no such thing");
        },
      ],
      [
        "PATCH",
        single,
        ({ body }, id = "") =>
          found(id, (thing) => ({ status: 200, body: shown(store, store.put({ ...thing, ...asObject(body) })) })),
      ],
    ];
  }

  function shelve(store: Store, id: string, away: boolean): SandboxReply {
    const thing = byKey(store, id);
    if (!thing) return sorry(404, "no such thing");
    const shelved = store.put({ ...thing, away });
    return store === badges ? { status: 204 } : { status: 200, body: shown(store, shelved) };
  }
}

/** The store knows objects by `id`, and this vendor calls it `key`. */
const byKey = (store: Store, key: string): JsonObject | undefined => store.all().find((thing) => thing["key"] === key);

/** What was answered under each key of a POST. */
class Keys {
  readonly #answers = new Map<string, { readonly request: string; readonly reply: SandboxReply }>();

  /** Why a request with its key is not taken. */
  refuse(request: SandboxRequest): SandboxReply | undefined {
    if (request.method !== "POST") return undefined;
    const key = request.headers["idempotency-key"];
    if (key === undefined || key.length < 16) return sorry(400, "a POST needs an Idempotency-Key");
    const known = this.#answers.get(key);
    return known && known.request !== wordsOf(request) ? sorry(409, "the key belongs to another POST") : undefined;
  }

  /** The first answer, again and again. */
  remember(request: SandboxRequest, answer: () => SandboxReply): SandboxReply {
    const key = request.headers["idempotency-key"] ?? "";
    const known = this.#answers.get(key);
    if (known) return known.reply;
    const reply = answer();
    this.#answers.set(key, { request: wordsOf(request), reply });
    return reply;
  }
}

const wordsOf = ({ path, body }: SandboxRequest): string => JSON.stringify([path, body ?? null]);

function guard(now: () => number, keys: Keys): (request: SandboxRequest) => SandboxReply | undefined {
  let recent: number[] = [];
  return (request) => {
    if (request.headers["x-pass"] !== "open") return sorry(401, "wrong pass");
    recent = recent.filter((at) => at > now() - 1_000);
    if (recent.length >= MOST_REQUESTS) return { ...sorry(429, "too many"), headers: { "retry-after": "1" } };
    recent.push(now());
    return keys.refuse(request);
  };
}

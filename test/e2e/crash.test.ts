/** Killed, without room for the state, started twice: with the real CLI, and a catalogue of 12 entries in the end. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import type { SandboxReply, SandboxRequest } from "../../sandboxes/sandbox.ts";
import { type Output, outputOf } from "../../tools/local/processes.ts";
import { Stack } from "../../tools/local/stack.ts";
import { fixtureOf, type LiveObject } from "../support/vendors.js";
import { livePids, providersEnd } from "./processes.js";
import { startVendors, type Vendors } from "./sandboxes.js";

const names = ["sequence", "fynn", "polar"] as const;
type Name = (typeof names)[number];

const product = (
  name: Name,
  n: string,
  children: Record<string, JsonObject> = {},
  more: JsonObject = {},
): JsonObject => {
  const { product: kind, child } = fixtureOf(name);
  return {
    ...kind.fields(n),
    ...more,
    ...(child && Object.keys(children).length > 0 ? { [child.collection]: children } : {}),
  };
};
const child = (name: Name, n: string, more: JsonObject = {}): JsonObject => ({
  ...fixtureOf(name).child?.fields(n),
  ...more,
});

const catalogue: Record<Name, Record<string, JsonObject>> = {
  sequence: {
    alpha: product("sequence", "A", {
      monthly: child("sequence", "A1"),
      legacy: child("sequence", "A2", { archived: true }),
    }),
    beta: product("sequence", "B", { monthly: child("sequence", "B1") }),
  },
  fynn: {
    alpha: product("fynn", "A", { monthly: child("fynn", "A1"), yearly: child("fynn", "A2") }),
    beta: product("fynn", "B", {}, { description: "Words. ".repeat(900).trim() }),
  },
  polar: {
    alpha: product("polar", "A"),
    beta: product("polar", "B"),
    gamma: product("polar", "C"),
  },
};
const files = Object.fromEntries(
  names.map((name) => [`${name}.yaml`, JSON.stringify({ vendor: name, products: catalogue[name] })]),
);

/** Every request of the first `up`, in any order. */
const REQUESTS = [
  "sequence GET /products",
  "sequence POST /products Product A",
  "sequence POST /products Product B",
  "sequence GET /list-prices",
  "sequence POST /list-prices Price A1",
  "sequence POST /list-prices Price A2",
  "sequence POST /list-prices/{id}/archive",
  "sequence POST /list-prices Price B1",
  "fynn GET /catalogue/products",
  "fynn POST /catalogue/products Product A",
  "fynn POST /catalogue/products Product B",
  "fynn GET /price-plans",
  "fynn POST /price-plans Plan A1",
  "fynn POST /price-plans Plan A2",
  "polar GET /v1/products/",
  "polar POST /v1/products/ Product A",
  "polar POST /v1/products/ Product B",
  "polar POST /v1/products/ Product C",
];

const words = (vendor: string, { method, path, body }: SandboxRequest): string => {
  const fields = (body ?? {}) as Record<string, Json>;
  const title = fields["internalName"] ?? fields["name"];
  return [vendor, method, path.replace(/[0-9a-f-]{36}/, "{id}"), ...(title === undefined ? [] : [title])].join(" ");
};

interface Scene {
  readonly stack: Stack;
  readonly vendors: Vendors;
  /** id → object, as somebody else made it. */
  readonly foreign: ReadonlyMap<string, string>;
}

let prepared: Stack;

beforeAll(async () => {
  prepared = await Stack.create({ catalogue: {} });
});
afterAll(() => prepared.remove());

async function inScene(run: (scene: Scene) => Promise<void>, limits?: JsonObject): Promise<void> {
  const vendors = await startVendors();
  const accounts = Object.fromEntries(
    Object.entries(vendors.accounts).map(([name, account]) => [name, { ...account, ...(limits ? { limits } : {}) }]),
  );
  const stack = prepared.copy({ catalogue: files, config: { accounts }, environment: vendors.environment });
  const scene = { stack, vendors, foreign: foreignObjects(vendors) };
  vendors.clear();
  try {
    await run(scene);
  } finally {
    stack.remove();
    await vendors.close();
  }
}

const objects = (vendors: Vendors) => names.flatMap((name) => fixtureOf(name).objects(vendors[name]));

/** Made by people: a product with a price like ours, and at Polar, where names do not matter, a product like ours. */
function foreignObjects(vendors: Vendors): Map<string, string> {
  const make = (name: Name, path: string, authorization: string, body: JsonObject): string => {
    const headers = { authorization };
    const reply = vendors[name].answer({ method: "POST", path, query: new URLSearchParams(), headers, body });
    const id = (reply.body as JsonObject | undefined)?.["id"];
    if (typeof id !== "string") throw new Error(`${name}: ${JSON.stringify(reply)}`);
    return id;
  };
  const basic = `Basic ${Buffer.from("sandbox-client:sandbox-secret").toString("base64")}`;
  const productId = make("sequence", "/products", basic, product("sequence", "of somebody"));
  const price = { ...child("sequence", "A1"), productId, integrationIds: [], customMetricParameters: [] };
  make("sequence", "/list-prices", basic, price);
  const fynnId = make("fynn", "/catalogue/products", "Bearer sandbox-key", product("fynn", "of somebody"));
  make("fynn", "/price-plans", "Bearer sandbox-key", { ...child("fynn", "A1"), product: { id: fynnId } });
  make("polar", "/v1/products/", "Bearer sandbox-token", product("polar", "A"));
  return new Map(objects(vendors).map((one) => [one.id, JSON.stringify(one)]));
}

/** The vendor has what the YAML says, once; the state points at it; nothing is left to do; nobody else's is touched. */
async function expectOrder({ stack, vendors, foreign }: Scene): Promise<void> {
  const ids = await stack.ids();
  const all = new Map(objects(vendors).map((one) => [one.id, one]));
  const entries = names.flatMap((name) =>
    Object.entries(catalogue[name]).flatMap(([key, { listPrices, pricePlans, ...fields }]) => [
      [`${name}/${key}`, fields] as const,
      ...Object.entries((listPrices ?? pricePlans ?? {}) as Record<string, JsonObject>).map(
        ([childKey, value]) => [`${name}/${key}/${childKey}`, value] as const,
      ),
    ]),
  );
  expect(entries).toHaveLength(12);
  expect(Object.keys(ids).sort()).toEqual(entries.map(([address]) => address).sort());
  for (const [address, { archived = false, ...fields }] of entries) {
    const { body, ...live } = all.get(ids[address] ?? "") ?? {};
    expect({ address, ...live }).toMatchObject({ address, id: ids[address], archived });
    expect(body).toMatchObject(fields);
    const [name, key, childKey] = address.split("/");
    const parent = body?.["productId"] ?? body?.["product"];
    if (childKey !== undefined) expect(parent).toBe(ids[`${name}/${key}`]);
  }
  for (const [id, text] of foreign) expect(JSON.stringify(all.get(id))).toBe(text);
  const known = new Set([...Object.values(ids), ...foreign.keys()]);
  expect([...all.values()].filter(({ id }) => !known.has(id)).filter((one) => !isLostLegacy(one))).toEqual([]);
  vendors.clear();
  expect(await stack.steps()).toEqual([]);
  expect(vendors.requests()).toEqual([]);
}

/**
 * No list of Sequence shows an archived price, so one that was made, archived and then lost by a kill is made, and
 * archived, a second time.
 */
const isLostLegacy = ({ kind, archived, body }: LiveObject): boolean =>
  kind === "sequence:ListPrice" &&
  archived &&
  body["name"] === catalogue.sequence["alpha"]?.["listPrices"]?.["legacy" as never]?.["name"];

type When = "before" | "after";
const BOTH: readonly When[] = ["before", "after"];

/**
 * Runs `up`, and kills when each of the requests, at most one of a vendor, has reached its vendor, or when each of the
 * vendors has acted. None is answered.
 */
async function killedUp(
  { stack, vendors }: Scene,
  requests: readonly string[],
  when: When,
  what: "CLI" | "provider",
  ...flags: string[]
): Promise<Output> {
  const before = stack.providers.length;
  const cli = stack.start(["up", "--yes", "--skip-preview", "--stack", stack.name, ...flags]);
  const missing = new Set(requests);
  const strike = (): void => {
    if (what === "CLI") cli.kill("SIGKILL");
    else for (const pid of livePids(stack)) process.kill(pid, "SIGKILL");
  };
  const refused: SandboxReply[] = [];
  for (const name of names) {
    vendors[name].misbehave = (request) => {
      if (!missing.delete(words(name, request))) return undefined;
      const reply = when === "after" ? vendors[name].answer(request) : undefined;
      if (reply && reply.status >= 400) refused.push(reply);
      if (missing.size === 0) strike();
      return "hang";
    };
  }
  const output = await outputOf(cli);
  expect([...missing], "never sent").toEqual([]);
  expect(refused).toEqual([]);
  expect(output.code).not.toBe(0);
  expect(stack.providers).toHaveLength(before + 1);
  await providersEnd(stack);
  for (const name of names) vendors[name].misbehave = undefined;
  return output;
}

const isCreate = (request: string): boolean => request.includes(" POST ") && !request.endsWith("/archive");

/** The entry that a request creates: "sequence POST /products Product A" creates sequence/alpha. */
function addressOf(request: string): string {
  const [vendor, number = ""] = [request.split(" ")[0], request.split(" ").at(-1)];
  const [product = "", price = ""] = number;
  const prices = { A1: "/monthly", A2: vendor === "sequence" ? "/legacy" : "/yearly", B1: "/monthly" };
  return `${vendor}/${{ A: "alpha", B: "beta", C: "gamma" }[product]}${price && prices[number as keyof typeof prices]}`;
}

/** Kills at each request, at one of each vendor in one run: the vendors know nothing of each other. */
const KILLS = BOTH.flatMap((when) => {
  const points = names.map((name) =>
    REQUESTS.filter((request) => request.startsWith(`${name} `)).filter(
      (request) => when === "before" || !request.includes(" GET "),
    ),
  );
  return Array.from({ length: Math.max(...points.map(({ length }) => length)) }, (_, index) => ({
    when,
    requests: points.flatMap((ofVendor) => ofVendor[index] ?? []),
  }));
});

const nextUps = new Map<readonly string[], Promise<string>>();

/** What the `up` after a kill says; everything is in order after it. */
function nextUp(when: When, requests: readonly string[]): Promise<string> {
  const run = async (): Promise<string> => {
    let said = "";
    await inScene(async (scene) => {
      await killedUp(scene, requests, when, "CLI");
      await scene.stack.recover();
      said = (await scene.stack.upOk()).text;
      await expectOrder(scene);
    });
    return said;
  };
  const running = nextUps.get(requests) ?? run();
  nextUps.set(requests, running);
  return running;
}

describe.concurrent("an up of 12 entries", () => {
  it("sends these requests when nothing happens", () =>
    inScene(async (scene) => {
      const seen: string[] = [];
      for (const name of names) {
        const check = scene.vendors[name].onExchange;
        scene.vendors[name].onExchange = (exchange) => {
          check?.(exchange);
          seen.push(words(name, exchange.request));
        };
      }
      await scene.stack.upOk();
      // The list is read again after the archive call, whose answer does not show the state.
      expect(seen.sort()).toEqual([...REQUESTS, "sequence GET /list-prices"].sort());
      await expectOrder(scene);
    }));

  it("no room for the state: the up fails, and the next one takes what was made", () =>
    inScene(async (scene) => {
      const { stack } = scene;
      const beta = catalogue.fynn["beta"] as JsonObject;
      stack.write({ "fynn.yaml": JSON.stringify({ vendor: "fynn", products: { beta } }) });
      // The kernel cuts every file off at this many KiB, as a full disk would. The long description stands once in
      // the state that is written before the create, and twice in the one after it.
      const small = ["bash", "-c", 'ulimit -f 12; exec "$@"', "small"];
      const { code, text } = await outputOf(
        stack.start(["up", "--yes", "--skip-preview", "--stack", stack.name], { through: small }),
      );
      expect(code).not.toBe(0);
      expect(text).toMatch(/failed to save snapshot: .*file too large/);
      expect(scene.vendors.writes()).toEqual(["POST /catalogue/products"]);
      await providersEnd(stack);
      const unread = await stack.run("stack", "export", "--stack", stack.name);
      expect(unread.text).toContain("failed to load checkpoint: place 1: unexpected end of JSON input");
      await stack.recover();
      stack.write(files);
      expect((await stack.upOk()).text).toContain("recovered: an interrupted run had created it");
      await expectOrder(scene);
    }));

  it.each(
    KILLS.flatMap(({ when, requests }) => requests.map((request) => [when, request, requests] as const)),
  )("the CLI killed %s the vendor acts: %s", async (when, request, requests) => {
    const text = await nextUp(when, requests);
    if (when === "after" && isCreate(request))
      expect(text).toMatch(new RegExp(`${addressOf(request)}: .*recovered: an interrupted run had created it`));
  });

  /** The search begins with the provider process, and a slow machine takes a while to the first look. */
  const PATIENT = { requestSeconds: 300, operationSeconds: 600, searchSeconds: 120, perMinute: 0 };

  it("a create that the vendor carries out only after the next run has looked once is found, and not made twice", () =>
    inScene(async (scene) => {
      const { stack, vendors } = scene;
      await killedUp(scene, ["fynn POST /catalogue/products Product A"], "before", "CLI");
      await stack.recover();
      let late = false;
      vendors.fynn.onExchange = ({ request }) => {
        if (late || words("fynn", request) !== "fynn GET /catalogue/products") return;
        late = true;
        const body = product("fynn", "A");
        vendors.fynn.answer({
          method: "POST",
          path: request.path,
          query: new URLSearchParams(),
          headers: request.headers,
          body,
        });
      };
      const { text } = await stack.upOk();
      expect(text).toContain("an earlier run was interrupted while it created objects; looking for its objects until");
      expect(text).toContain("recovered: an interrupted run had created it");
      await expectOrder(scene);
    }, PATIENT));

  it.each([
    ["after", "sequence POST /products Product A"],
    ["before", "sequence POST /list-prices Price B1"],
    ["after", "sequence POST /list-prices/{id}/archive"],
    ["after", "polar POST /v1/products/ Product C"],
    ["before", "polar GET /v1/products/"],
  ] as const)("the provider process killed %s the vendor acts: %s", (when, request) =>
    inScene(async (scene) => {
      const { text } = await killedUp(scene, [request], when, "provider");
      expect(text).toMatch(/error reading from server|connection error|the plugin is closing|transport is closing/i);
      const { text: next } = await scene.stack.upOk();
      if (when === "after" && isCreate(request)) expect(next).toContain("recovered: an interrupted run had created it");
      await expectOrder(scene);
    }));

  const REPLACED: readonly (readonly [string, string])[] = [
    ["sequence/alpha/monthly", "sequence POST /list-prices Price A1"],
    ["fynn/alpha/monthly", "fynn POST /price-plans Plan A1"],
    ["polar/alpha", "polar POST /v1/products/ Product A"],
  ];
  interface Replaced {
    readonly next: string;
    /** Address → the object that was replaced. */
    readonly old: ReadonlyMap<string, LiveObject | undefined>;
  }
  let replaced: Promise<Replaced> | undefined;

  /** One run that is killed within the replacements of all vendors, and the run after it. */
  async function replacedInOneRun(): Promise<Replaced> {
    let result: Replaced | undefined;
    await inScene(async (scene) => {
      const { stack, vendors } = scene;
      await stack.upOk();
      const before = await stack.ids();
      const urns = (await stack.urns()).filter((urn) => REPLACED.some(([address]) => urn.endsWith(`::${address}`)));
      expect(urns).toHaveLength(REPLACED.length);
      const flags = urns.flatMap((urn) => ["--replace", urn]);
      const requests = REPLACED.map(([, request]) => request);
      await killedUp(scene, requests, "after", "CLI", ...flags);
      await stack.recover();
      const { text } = await stack.upOk(...flags);
      const all = objects(vendors);
      const old = new Map(REPLACED.map(([address]) => [address, all.find(({ id }) => id === before[address])]));
      const foreign = new Map(scene.foreign);
      for (const object of old.values()) if (object) foreign.set(object.id, JSON.stringify(object));
      await expectOrder({ ...scene, foreign });
      result = { next: text, old };
    });
    if (!result) throw new Error("no run");
    return result;
  }

  it.each(
    REPLACED,
  )("the CLI killed within the replacement of %s: one live object, and the old one archived", async (address) => {
    replaced ??= replacedInOneRun();
    const { next, old } = await replaced;
    expect(next).toMatch(new RegExp(`${address}: .*recovered: an interrupted run had created it`));
    expect(old.get(address)?.archived).toBe(true);
  });

  it("two at once: the second refuses and sends nothing, the first ends well", () =>
    inScene(
      async (scene) => {
        const { stack, vendors } = scene;
        let release: () => void = () => undefined;
        const held = new Promise<undefined>((resolve) => {
          release = () => resolve(undefined);
        });
        const others: string[] = [];
        const arrived = new Promise<void>((resolve) => {
          for (const name of names) {
            vendors[name].misbehave = (request) => {
              if (!/sandbox/.test(decoded(request))) others.push(words(name, request));
              resolve();
              return held;
            };
          }
        });
        const args = ["up", "--yes", "--skip-preview", "--stack", stack.name];
        const first = outputOf(stack.start(args));
        await arrived;
        const stranger = Object.fromEntries(
          Object.keys(vendors.environment).map((name) => [name, "of the second run"]),
        );
        const second = await outputOf(stack.start(args, { environment: stranger }));
        release();
        expect(second.code).not.toBe(0);
        expect(second.text).toContain("the stack is currently locked by 1 lock(s)");
        const { code, text } = await first;
        expect(text).not.toContain("error");
        expect(code).toBe(0);
        expect(others).toEqual([]);
        await expectOrder(scene);
      },
      { requestSeconds: 300, operationSeconds: 600 },
    ));
});

/** The credentials of a request as they were given. */
const decoded = ({ headers }: SandboxRequest): string => {
  const [scheme, value = ""] = (headers["authorization"] ?? "").split(" ");
  return scheme === "Basic" ? Buffer.from(value, "base64").toString() : value;
};

/**
 * The engine of the in-process tests against the real one: the same scenarios on both announce the same steps,
 * send the same requests and end in the same state.
 */
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import type { Exchange, Sandbox } from "../../sandboxes/sandbox.ts";
import { outputOf } from "../../tools/local/processes.ts";
import { Stack } from "../../tools/local/stack.ts";
import { fixtureOf } from "../support/vendors.js";
import { type Files, World } from "../support/world.js";
import { closeScenes, configOf, type Scene, startScenes } from "./scenes.js";

const names = ["sequence", "fynn", "polar"] as const;
type Name = (typeof names)[number];

interface Turn {
  readonly files: Files;
  readonly refresh?: boolean;
  /** Addresses. */
  readonly replace?: readonly string[];
  readonly target?: readonly string[];
  readonly taint?: readonly string[];
  /** Done to the vendors before the turn. */
  readonly before?: (sandboxes: Record<Name, Sandbox>, ids: Readonly<Record<string, string>>) => void;
  /** One thing comes after the other, so that the order of the requests is compared too. */
  readonly inOrder?: boolean;
  /** The engine is killed when the vendor has answered such a request. */
  readonly killedBy?: (exchange: Exchange) => boolean;
  /** The run fails. */
  readonly fails?: true;
}

/** What both must agree in; ids of objects are replaced by their addresses. */
interface Outcome {
  readonly announced: readonly string[];
  readonly ok: boolean;
  readonly requests: readonly string[];
  readonly rows: Readonly<Record<string, Json>>;
}

const product = (name: Name, more: JsonObject = {}): JsonObject => ({ ...fixtureOf(name).product.fields(1), ...more });
const child = (name: Name, more: JsonObject = {}): JsonObject => ({ ...fixtureOf(name).child?.fields(1), ...more });

/** A product with a child where the vendor has them. */
const family = (
  productMore: (name: Name) => JsonObject = () => ({}),
  childMore: (name: Name) => JsonObject = () => ({}),
  keys = ["alpha", "one"],
): Files =>
  Object.fromEntries(
    names.map((name) => {
      const { collection } = fixtureOf(name).child ?? {};
      const entry = {
        ...product(name, productMore(name)),
        ...(collection ? { [collection]: { [keys[1] ?? ""]: child(name, childMore(name)) } } : {}),
      };
      return [`${name}.yaml`, JSON.stringify({ vendor: name, products: { [keys[0] ?? ""]: entry } })];
    }),
  );
const alone = (): Files =>
  Object.fromEntries(
    names.map((name) => [`${name}.yaml`, JSON.stringify({ vendor: name, products: { alpha: product(name) } })]),
  );

const optionalOf = (name: Name): JsonObject => {
  const { optional } = fixtureOf(name).product;
  return optional ? { [optional.name]: optional.value } : {};
};

const only = (name: Name, files: Files): Files => ({ [`${name}.yaml`]: files[`${name}.yaml`] ?? "" });

/** A product of Polar that charges by a meter. */
const metering = (
  productMore: JsonObject = {},
  meterMore: JsonObject = {},
  key = "calls",
  otherMeters: JsonObject = {},
): Files =>
  polarFile(
    { [key]: { ...METER, ...meterMore }, ...otherMeters },
    {
      alpha: {
        ...product("polar"),
        prices: [...UNCHARGED, { amount_type: "metered_unit", meter: key, unit_amount: "0.5" }],
        ...productMore,
      },
    },
  );
const polarFile = (meters: JsonObject, products: JsonObject): Files => ({
  "polar.yaml": JSON.stringify({ vendor: "polar", meters, products }),
});
const METER: JsonObject = {
  name: "API calls",
  filter: { conjunction: "and", clauses: [{ property: "name", operator: "eq", value: "api_call" }] },
  aggregation: { func: "count" },
};
/** A meter that no product uses. */
const STORAGE: JsonObject = {
  name: "Storage",
  filter: METER["filter"] ?? null,
  aggregation: { func: "sum", property: "gigabytes" },
};
const UNCHARGED: readonly Json[] = [{ amount_type: "fixed", price_amount: 1000 }];
const metered: Turn = { files: metering(), inOrder: true };

const start: Turn = { files: family() };
const refusal = { status: 422, body: { error: { type: "No", message: "not today" }, detail: "not today" } };

const SCENARIOS: Record<string, readonly Turn[]> = {
  "create, and nothing more to do": [start, start],
  "an edit of every kind": [
    start,
    {
      files: family(
        (name) => fixtureOf(name).product.update(2),
        (name) => fixtureOf(name).child?.update(2) ?? {},
      ),
    },
  ],
  "archive the children": [start, { files: family(undefined, () => ({ archived: true })) }],
  "archive everything at once": [
    start,
    {
      files: family(
        () => ({ archived: true }),
        () => ({ archived: true }),
      ),
    },
  ],
  "back to active": [{ files: family(() => ({ archived: true })) }, { files: family() }].map((turn, index) =>
    index === 0 ? { files: alone() } : turn,
  ),
  "un-archive where it is refused": [
    { files: family(undefined, () => ({ archived: true })) },
    { files: family(), fails: true },
  ],
  "renamed with renamedFrom": [
    start,
    { files: family(() => ({ lifecycle: { renamedFrom: "alpha" } }), undefined, ["beta", "one"]) },
  ],
  "renamed without": [start, { files: family(undefined, undefined, ["beta", "one"]) }],
  "a child renamed together with its parent": [
    start,
    {
      files: family(
        () => ({ lifecycle: { renamedFrom: "alpha" } }),
        () => ({ lifecycle: { renamedFrom: "one" } }),
        ["beta", "two"],
      ),
    },
  ],
  "fields that replace": [
    start,
    { files: family((name) => (name === "sequence" ? {} : fixtureOf(name).product.replace)) },
  ],
  "--replace": [start, { files: family(), replace: ["sequence/alpha/one", "polar/alpha"] }],
  "--replace of a parent": [start, { files: family(), replace: ["fynn/alpha"] }],
  taint: [start, { files: family(), taint: ["fynn/alpha/one", "polar/alpha"] }],
  "--target": [start, { files: family((name) => fixtureOf(name).product.update(3)), target: ["fynn/alpha"] }],
  "removed, and a product left": [start, { files: alone() }],
  "removed with retain": [
    { files: family(undefined, () => ({ lifecycle: { onRemove: "retain" } })) },
    { files: alone() },
  ],
  "removed although forbidden": [
    { files: family(undefined, () => ({ lifecycle: { onRemove: "forbid" } })) },
    { files: alone(), fails: true },
  ],
  "drift and its correction": [
    start,
    {
      files: family(),
      refresh: true,
      before: (sandboxes, ids) => {
        for (const name of names)
          fixtureOf(name).edit(sandboxes[name], ids[`${name}/alpha`] ?? "", { name: "By hand" });
      },
    },
  ],
  "archived in the dashboard": [
    start,
    {
      files: family(),
      refresh: true,
      before: (sandboxes, ids) => {
        for (const [address, id] of Object.entries(ids)) {
          const name = address.split("/")[0] as Name;
          fixtureOf(name).archive(sandboxes[name], id);
        }
      },
    },
  ],
  "made, and not archived": [
    {
      files: family(undefined, () => ({ archived: true })),
      before: (sandboxes) => {
        for (const name of names)
          sandboxes[name].misbehave = ({ path }) => (path.endsWith("/archive") ? refusal : undefined);
      },
      fails: true,
    },
    {
      files: family(undefined, () => ({ archived: true })),
      before: (sandboxes) => {
        for (const name of names) sandboxes[name].misbehave = undefined;
      },
    },
  ],
  // One vendor only: which of several calls under way a kill cuts off is chance.
  "killed after a POST": [
    { files: only("fynn", alone()) },
    {
      files: only("fynn", family()),
      killedBy: ({ request }) => request.method === "POST" && request.path === "/price-plans",
    },
    { files: only("fynn", family()) },
  ],
  ignoreChanges: [
    { files: family(() => ({ lifecycle: { ignoreChanges: ["name"] } })) },
    { files: family(() => ({ name: "Ignored", lifecycle: { ignoreChanges: ["name"] } })) },
  ],
  "a field taken out of the entry, then null, then taken out": [
    { files: family(optionalOf) },
    start,
    { files: family((name) => ({ [Object.keys(optionalOf(name))[0] ?? ""]: null })) },
    { files: family(), refresh: true },
    start,
  ],
  "a meter and its product made in one commit": [metered, metered],
  "a meter and its product archived in one commit, and brought back": [
    metered,
    { files: metering({ archived: true }, { archived: true }), inOrder: true },
    metered,
  ],
  "a meter taken out of its product and archived in one commit": [
    metered,
    { files: metering({ prices: UNCHARGED }, { archived: true }), inOrder: true },
  ],
  "a meter and its product removed in one commit": [
    { files: polarFile({ kept: STORAGE }, {}), inOrder: true },
    { files: metering({}, {}, "calls", { kept: STORAGE }), inOrder: true },
    { files: polarFile({ kept: STORAGE }, {}), inOrder: true },
  ],
  "a meter taken out of its product and removed in one commit": [
    metered,
    { files: polarFile({}, { alpha: { ...product("polar"), prices: UNCHARGED } }), inOrder: true },
  ],
  "--replace of a meter, and the product follows": [metered, { ...metered, replace: ["polar/calls"] }, metered],
  "--replace of a meter and its product": [metered, { ...metered, replace: ["polar/calls", "polar/alpha"] }, metered],
  "a meter renamed with renamedFrom": [
    metered,
    { files: metering({}, { lifecycle: { renamedFrom: "calls" } }, "requests"), inOrder: true },
    { files: metering({}, {}, "requests"), inOrder: true },
  ],
  "a meter renamed without": [
    metered,
    { files: metering({}, {}, "requests"), inOrder: true },
    { files: metering({}, {}, "requests"), inOrder: true },
  ],
  "a field named and taken away": [
    { files: family((name) => ({ [fixtureOf(name).product.optional?.name ?? ""]: "Words" })) },
    { files: family() },
    { files: family() },
  ],
};

/** Ids stand for the address that first had them. */
class Names {
  readonly #known = new Map<string, string>();

  learn(ids: Readonly<Record<string, string>>): void {
    for (const [address, id] of Object.entries(ids))
      if (!this.#known.has(id)) this.#known.set(id, `<${address}${this.#count(address)}>`);
  }

  #count(address: string): string {
    const earlier = [...this.#known.values()].filter(
      (one) => one.startsWith(`<${address}`) && !one.startsWith(`<${address}/`),
    ).length;
    return earlier === 0 ? "" : `#${earlier + 1}`;
  }

  replace(text: string): string {
    let result = text;
    for (const [id, name] of this.#known) result = result.replaceAll(id, name);
    return result
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<other>")
      .replaceAll(/\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+00:00)/g, "<time>")
      .replaceAll(/127\.0\.0\.1:[0-9]+|[a-z]+\.test/g, "<host>");
  }
}

const rowsOf = (
  rows: readonly { name: string; inputs: object; outputs: object }[],
  names_: Names,
): Record<string, Json> =>
  JSON.parse(
    names_.replace(
      JSON.stringify(
        Object.fromEntries(
          rows
            .map(({ name, inputs, outputs }) => [name, { inputs: sorted(inputs), outputs: sorted(outputs) }])
            .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
        ),
      ),
    ),
  ) as Record<string, Json>;

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, item]) => [key, sorted(item)]),
        )
      : value;

const requestsOf = (
  sandboxes: readonly Sandbox[],
  names_: Names,
  inOrder: boolean,
  plain: (text: string) => string = (text) => text,
): string[] => {
  const all = sandboxes
    .flatMap(({ exchanges }) =>
      exchanges.map(
        ({ request: { method, path, query, body } }) =>
          `${method} ${path}?${query} ${JSON.stringify(sorted(body ?? null))}`,
      ),
    )
    .map((text) => names_.replace(plain(text)))
    // How often a list is read again after an interrupted or a recent run depends on the time that has passed.
    .filter((text, index, texts) => !text.startsWith("GET ") || texts.indexOf(text) === index);
  return inOrder ? all : all.sort();
};

async function inProcess(turns: readonly Turn[]): Promise<Outcome[]> {
  const world = new World({
    accounts: Object.fromEntries(names.map((name) => [name, fixtureOf(name).account()])),
    config: {},
  });
  const sandboxes = world.sandboxes as Record<Name, Sandbox>;
  const known = new Names();
  const outcomes: Outcome[] = [];
  for (const { files, refresh = false, replace = [], target, taint = [], before, inOrder = false, killedBy } of turns) {
    before?.(sandboxes, world.ids);
    for (const address of taint) world.engine.taint(address);
    const options = { refresh, replace, ...(target ? { target } : {}) };
    const preview = await world.preview(files, options);
    world.clear();
    const checks = names.map((name) => sandboxes[name].onExchange);
    if (killedBy) {
      for (const name of names) {
        const check = sandboxes[name].onExchange;
        sandboxes[name].onExchange = (exchange) => {
          check?.(exchange);
          if (killedBy(exchange)) world.engine.kill();
        };
      }
    }
    const result = await world.up(files, options);
    for (const [index, name] of names.entries()) sandboxes[name].onExchange = checks[index];
    known.learn(world.ids);
    outcomes.push({
      announced:
        preview.errors.length > 0
          ? ["refused"]
          : preview.steps.map(({ op, name }) => `${op === "retain" ? "delete" : op} ${name}`).sort(),
      ok: result.ok,
      requests: killedBy ? [] : requestsOf(Object.values(sandboxes), known, inOrder),
      rows: killedBy
        ? {}
        : rowsOf(
            world.engine.state.rows.filter(({ pendingDelete }) => !pendingDelete),
            known,
          ),
    });
  }
  return outcomes;
}

/** The scenarios that share a stack: all whose runs succeed, target everything, and refresh at the same turns. */
function stackOf(name: string, turns: readonly Turn[]): string {
  if (turns.some(({ target, killedBy, fails }) => target || killedBy || fails)) return name;
  return turns.some(({ refresh }) => refresh) ? turns.map(({ refresh }) => refresh === true).join() : "";
}

const stacks = Map.groupBy(Object.entries(SCENARIOS), ([name, turns]) => stackOf(name, turns));
const outcomes = new Map<string, Promise<ReadonlyMap<string, readonly Outcome[]>>>();

function real(name: string, turns: readonly Turn[]): Promise<readonly Outcome[] | undefined> {
  const key = stackOf(name, turns);
  const running = outcomes.get(key) ?? together(stacks.get(key) ?? []);
  outcomes.set(key, running);
  return running.then((found) => found.get(name));
}

/** A scenario's own part of the stack. */
interface Part {
  readonly scene: Scene;
  readonly turns: readonly Turn[];
  readonly known: Names;
  readonly outcomes: Outcome[];
}

/** Runs scenarios in one stack. One that has fewer turns than others keeps its last files. */
async function together(scenarios: readonly (readonly [string, readonly Turn[]])[]) {
  const scenes = await startScenes(scenarios.length);
  const parts = scenes.map((scene, index): Part => {
    return { scene, turns: scenarios[index]?.[1] ?? [], known: new Names(), outcomes: [] };
  });
  const stack = await Stack.create({ catalogue: {}, ...configOf(scenes) });
  try {
    for (let turn = 0; turn < Math.max(...parts.map(({ turns }) => turns.length)); turn += 1)
      await takeTurn(stack, parts, turn);
    return new Map(scenarios.map(([name], index) => [name, parts[index]?.outcomes ?? []]));
  } finally {
    stack.remove();
    await closeScenes(scenes);
  }
}

async function takeTurn(stack: Stack, parts: readonly Part[], turn: number): Promise<void> {
  stack.write(
    Object.assign({}, ...parts.map(({ scene, turns }) => scene.own((turns[turn] ?? turns.at(-1))?.files ?? {}))),
  );
  const playing = parts.flatMap((part) => {
    const now = part.turns[turn];
    return now ? [{ ...part, now }] : [];
  });
  const rows = await stack.state();
  const urn = (name: string): string => rows.find((row) => row.name === name)?.urn ?? "";
  const flags: string[] = [];
  for (const { scene, now } of playing) {
    now.before?.(scene.vendors, scene.of(Object.fromEntries(rows.map(({ name, id }) => [name, id]))));
    for (const address of now.taint ?? [])
      await stack.ok("state", "taint", urn(scene.address(address)), "--yes", "--stack", stack.name);
    if (now.refresh && !flags.includes("--refresh")) flags.push("--refresh");
    for (const address of now.replace ?? []) flags.push("--replace", urn(scene.address(address)));
    for (const address of now.target ?? []) flags.push("--target", urn(scene.address(address)));
  }
  const announced = await stack.steps(...flags).then(
    (steps) => steps.filter(({ op }) => !/-replace|replaced|replacement|refresh/.test(op)),
    () => undefined,
  );
  for (const { scene } of parts) scene.vendors.clear();
  const ok = await up(
    stack,
    flags,
    playing.map(({ scene, now }) => ({ scene, killedBy: now.killedBy })),
  );
  const after = (await stack.state()).filter((row) => !row.delete);
  for (const { scene, known, now, outcomes: mine } of playing) {
    known.learn(scene.of(Object.fromEntries(after.map(({ name, id }) => [name, id]))));
    mine.push({
      announced: announced
        ? announced
            .filter(({ name }) => scene.has(name))
            .map(({ op, name }) => `${op} ${scene.plain(name)}`)
            .sort()
        : ["refused"],
      ok,
      requests: now.killedBy
        ? []
        : requestsOf(
            names.map((name) => scene.vendors[name]),
            known,
            now.inOrder ?? false,
            (text) => scene.plain(text),
          ),
      rows: now.killedBy
        ? {}
        : (JSON.parse(
            scene.plain(
              JSON.stringify(
                rowsOf(
                  after.filter(({ name }) => scene.has(name)),
                  known,
                ),
              ),
            ),
          ) as Record<string, Json>),
    });
  }
}

/** Runs `up` to its end or to its kill; true when it succeeds. */
async function up(
  stack: Stack,
  flags: readonly string[],
  scenes: readonly { readonly scene: Scene; readonly killedBy: Turn["killedBy"] }[],
): Promise<boolean> {
  const killers = scenes.filter(({ killedBy }) => killedBy);
  if (killers.length === 0) return (await stack.up(...flags)).code === 0;
  const cli = stack.start(["up", "--yes", "--skip-preview", "--stack", stack.name]);
  for (const { scene, killedBy } of killers) {
    for (const name of names) {
      const check = scene.vendors[name].onExchange;
      scene.vendors[name].onExchange = (exchange) => {
        check?.(exchange);
        if (killedBy?.(exchange)) cli.kill("SIGKILL");
      };
    }
  }
  const { code } = await outputOf(cli);
  await stack.recover();
  return code === 0;
}

describe("the in-process engine behaves as the real one", () => {
  it.each(Object.entries(SCENARIOS))("%s", async (name, turns) => {
    expect(await inProcess(turns)).toEqual(await real(name, turns));
  });

  it("covers at least 20 scenarios", () => {
    expect(Object.keys(SCENARIOS).length).toBeGreaterThanOrEqual(20);
  });
});

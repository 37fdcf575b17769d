/** The provider process: check, diff, create, read, update, delete and adoption for as many rows, and its requests. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { Declaration } from "../../provider/pulumi/declare.js";
import type { SandboxRequest } from "../../sandboxes/sandbox.js";
import { startCounting, uncounted } from "../support/operations.js";
import type { WorldAccount } from "../support/world.js";
import { catalogueOf, type Edition } from "./catalogue.js";
import { expectLinear } from "./linear.js";

startCounting();
const { ProviderProcess } = await import("../../provider/lifecycle/provider.js");
const { Redactor } = await import("../../provider/http/redact.js");
const { stackState } = await import("../../provider/pulumi/engine.js");
const { typeToken } = await import("../../provider/pulumi/resource-text.js");
const { fixtures } = await import("../support/vendors.js");
const { World } = await import("../support/world.js");

interface Row {
  readonly kind: string;
  readonly id: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

/** As many calls as the engine has under way at a time. */
const AT_ONCE = 16;

/** A stack at the vendors in memory; what these do is not counted. */
class Stack {
  readonly world = new World({
    accounts: Object.fromEntries(
      fixtures.filter(({ name }) => name !== "toy").map((fixture) => [fixture.name, unlimited(fixture.account())]),
    ),
  });
  readonly rows = new Map<string, Row>();

  constructor() {
    this.world.network.latency = 1;
    for (const sandbox of Object.values(this.world.sandboxes)) {
      const answer = sandbox.answer.bind(sandbox);
      sandbox.answer = (request) => uncounted(() => answer(withSmallPages(request)));
    }
  }

  /** A process of the provider, as each operation of the engine starts one. */
  start(): InstanceType<typeof ProviderProcess> {
    const { world } = this;
    const process = new ProviderProcess(world.registry, {
      environment: world.environment,
      clock: world.clock,
      random: world.random.next,
      transport: () => world.network.transport(() => true),
      exportState: async () => uncounted(() => this.#exported()),
      commandLine: async () => ["destroy"],
      report: { info: () => undefined, warn: () => undefined },
      redactor: new Redactor(),
    });
    process.configure((key) => world.config[key]);
    return process;
  }

  #exported() {
    const resources = [...this.rows].map(([address, { kind, id, inputs, outputs }]) => {
      const type = typeToken(kind);
      return { urn: `urn:pulumi:dev::catalogue::${type}::${address}`, type, id, inputs, outputs };
    });
    return stackState({ deployment: resources.length === 0 ? {} : { resources } });
  }

  declare(units: number, edition: Edition = {}): Declaration[] {
    return this.world.declare(catalogueOf(units, edition));
  }

  /** The inputs of a declaration with the ids that the engine puts in. */
  inputsOf({ inputs, parent, references }: Declaration): JsonObject {
    const idOf = (address: string): string => this.rows.get(address)?.id ?? "";
    const named = Object.entries(references).map(([key, address]) => [key, idOf(address)]);
    return {
      ...inputs,
      ...(parent ? { [parent.field]: idOf(parent.address) } : {}),
      ...(named.length > 0 ? { references: Object.fromEntries(named) } : {}),
    };
  }

  /** Runs calls as the engine does, and waits for them. */
  all<T>(items: readonly T[], call: (item: T) => Promise<unknown>): Promise<void> {
    return this.world.clock.run(
      (async () => {
        for (let at = 0; at < items.length; at += AT_ONCE) {
          const batch: Promise<unknown>[] = [];
          for (let next = at; next < Math.min(at + AT_ONCE, items.length); next += 1)
            batch.push(call(items[next] as T));
          await Promise.all(batch);
        }
      })(),
    );
  }

  /** check and diff for every entry, one after the other; then create or update. Removed rows are deleted. */
  async up(declarations: readonly Declaration[]): Promise<void> {
    const process = this.start();
    const turns = Map.groupBy(declarations, turnOf);
    for (const turn of [0, 1, 2])
      await this.all(turns.get(turn) ?? [], (declaration) => this.#apply(process, declaration));
    const removed = this.#removed(declarations);
    // Meters after the products that use them.
    for (const isMeter of [false, true])
      await this.all(
        removed.filter(([, { kind }]) => (kind === "polar:Meter") === isMeter),
        ([address, row]) => this.#remove(process, address, row),
      );
  }

  #removed(declarations: readonly Declaration[]): (readonly [string, Row])[] {
    const declared = new Set(declarations.map(({ address }) => address));
    return [...this.rows].filter(([address]) => !declared.has(address));
  }

  async #apply(process: InstanceType<typeof ProviderProcess>, declaration: Declaration): Promise<void> {
    const { address, kind } = declaration;
    const provider = process.provider(kind);
    const old = this.rows.get(address);
    const { inputs, failures } = await provider.check(old?.inputs ?? {}, this.inputsOf(declaration));
    expect(failures).toEqual([]);
    const news = inputs as JsonObject;
    if (!old) {
      const { id, outs } = await provider.create(news);
      this.rows.set(address, { kind, id, inputs: news, outputs: outs as JsonObject });
      return;
    }
    const { changes, replaces } = await provider.diff(old.id, old.outputs, news);
    expect(replaces).toEqual([]);
    if (changes === false) return;
    const { outs } = await provider.update(old.id, old.outputs, news);
    this.rows.set(address, { ...old, inputs: news, outputs: outs as JsonObject });
  }

  async #remove(process: InstanceType<typeof ProviderProcess>, address: string, row: Row): Promise<void> {
    await process.provider(row.kind).delete(row.id, row.outputs);
    this.rows.delete(address);
  }

  async refresh(): Promise<void> {
    const process = this.start();
    await this.all([...this.rows], async ([address, row]) => {
      const found = await process.provider(row.kind).read(row.id, row.outputs);
      expect(found.id).toBe(row.id);
      this.rows.set(address, { ...row, inputs: found.inputs as JsonObject, outputs: found.props as JsonObject });
    });
  }

  get requests(): number {
    return this.world.requests.length;
  }
}

/** Waiting is not counted. */
const unlimited = (account: WorldAccount): WorldAccount => ({
  ...account,
  config: { ...account.config, limits: { perMinute: 0 } },
});

/**
 * Lists are long as soon as there are a few objects: what a list that is read again costs is bounded by its pages, not
 * by what a page holds.
 */
function withSmallPages(request: SandboxRequest): SandboxRequest {
  if (!request.query.has("limit")) return request;
  const query = new URLSearchParams(request.query);
  query.set("limit", "3");
  return { ...request, query };
}

/** The engine's order: what others name, then what names something or has a parent, then what comes after all. */
const turnOf = ({ parent, references, after }: Declaration): number =>
  after.length > 0 ? 2 : parent || Object.keys(references).length > 0 ? 1 : 0;

const UNITS = 20;

/** `run`: what is done to a stack that `prepare` has left. */
function scenario(
  name: string,
  run: (stack: Stack, units: number) => () => Promise<void>,
  prepare: (stack: Stack, units: number) => Promise<void>,
): void {
  describe(name, () => {
    const started = async (units: number) => {
      const stack = new Stack();
      await prepare(stack, units);
      stack.world.clear();
      return { stack, go: run(stack, units) };
    };

    it("costs twice as much for twice as many", () =>
      expectLinear(UNITS, async (units) => {
        const { go } = await started(units);
        return go;
      }));

    it("makes twice as many requests at most, within ten percent", async () => {
      const counts: number[] = [];
      for (const units of [UNITS, 2 * UNITS]) {
        const { stack, go } = await started(units);
        await go();
        counts.push(stack.requests);
      }
      expect(counts[1]).toBeLessThanOrEqual(2.2 * (counts[0] ?? 0));
    });
  });
}

const nothing = async (): Promise<void> => undefined;
const created = (stack: Stack, units: number): Promise<void> => stack.up(stack.declare(units));
const up = (edition: Edition) => (stack: Stack, units: number) => {
  const declarations = stack.declare(units, edition);
  return () => stack.up(declarations);
};
const adopts = { broken: () => ({ lifecycle: { adopt: true } }) };

scenario("a new stack is created", up({}), nothing);
scenario("nothing changes", up({}), created);
scenario("every unit changes", up({ later: true }), created);
scenario("every row is read", (stack) => () => stack.refresh(), created);
scenario("every row is removed", (stack) => () => stack.up([]), created);
scenario("every object is adopted", up(adopts), async (stack, units) => {
  await created(stack, units);
  stack.rows.clear();
});

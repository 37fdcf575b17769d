/**
 * The engine's way with dynamic resources, in process: which method it calls when, with what, and what it keeps.
 * Its fidelity is tested against the real CLI (test/e2e/fidelity.test.ts).
 */
import { createRequire } from "node:module";
import type { Json } from "../../provider/fields/shape.js";
import { Slots } from "../../provider/http/slots.js";
import type { KindProvider } from "../../provider/lifecycle/provider.js";
import type { Declaration } from "../../provider/pulumi/declare.js";
import { providerText, typeToken } from "../../provider/pulumi/resource-text.js";
import type { Random } from "../support/random.js";
import type { VirtualClock } from "../support/virtual-clock.js";

// The very encoder that the engine's host uses.
const fromSdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));
const { Struct } = fromSdk("google-protobuf/google/protobuf/struct_pb.js") as {
  Struct: { fromJavaScript(value: object): { toJavaScript(): Record<string, Json> } };
};

/**
 * The value as it arrives on the other side of the engine's wire. What the wire or the state cannot hold fails the
 * call.
 */
export const overTheWire = (value: object): Record<string, Json> => {
  demandWire(value);
  return Struct.fromJavaScript(value).toJavaScript();
};

/** The engine is written in Go: its texts are UTF-8, and its JSON knows no infinity. */
function demandWire(value: unknown): void {
  if (value === undefined || typeof value === "bigint") throw new Error(`Unexpected struct type: ${typeof value}`);
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`json: unsupported value: ${value}`);
  if (typeof value === "string" && !value.isWellFormed()) throw new Error("string field contains invalid UTF-8");
  if (typeof value === "object" && value !== null) for (const item of Object.values(value)) demandWire(item);
}

export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Bag = Record<string, Json>;

export interface Row {
  name: string;
  kind: string;
  id: string;
  inputs: Bag;
  outputs: Bag;
  parent: string | undefined;
  /** Names of what it needs: its parent, and what its inputs or options name. */
  dependencies: readonly string[];
  protect: boolean;
  retainOnDelete: boolean;
  /** A step after the object was made has failed. */
  initErrors: readonly string[];
  /** Replaced, and still to be deleted. */
  pendingDelete: boolean;
  tainted: boolean;
  /** When it was made or last changed: milliseconds since the epoch. */
  modified: number;
}

export interface Pending {
  readonly op: "creating" | "updating" | "deleting";
  readonly name: string;
  readonly kind: string;
  readonly inputs: Bag;
  /** Of a run before this one. */
  readonly earlier?: true;
}

export interface State {
  rows: Row[];
  /** What is under way, and creates that were under way when the engine died: those stay, whatever later runs do. */
  pending: Pending[];
}

export type Op = "same" | "create" | "update" | "replace" | "delete" | "retain";

export interface Step {
  readonly op: Op;
  readonly name: string;
  /** Names of the inputs that differ. */
  readonly changed: readonly string[];
}

/** A step with what the engine hands to the provider for it. */
export interface Announced {
  readonly op: Op;
  readonly kind: string;
  /** As the row has it; absent for a create. */
  readonly old?: {
    readonly id: string;
    readonly outputs: Bag;
    readonly retainOnDelete: boolean;
    readonly pendingDelete?: boolean;
  };
  /** What check has made of the inputs; absent for a delete. */
  readonly inputs?: Bag;
}

export interface Result {
  readonly ok: boolean;
  readonly crashed: boolean;
  /** Everything but "same". */
  readonly steps: readonly Step[];
  readonly announced: readonly Announced[];
  readonly errors: readonly string[];
}

export interface Process {
  provider(kind: string): KindProvider;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Starts a provider process; `isAlive` turns false when the engine is killed. */
  readonly start: (isAlive: () => boolean) => Process;
  readonly config: () => Readonly<Record<string, string>>;
  readonly clock: VirtualClock;
  readonly random: Random;
}

export interface RunOptions {
  readonly replace?: readonly string[];
  readonly target?: readonly string[];
  readonly refresh?: boolean;
}

/** Thrown through everything when the engine is killed. */
class Killed extends Error {}

export class Engine {
  state: State = { rows: [], pending: [] };
  /** How many resources are read, changed or deleted at once: `--parallel`. */
  parallel = Number.POSITIVE_INFINITY;
  readonly #options: EngineOptions;
  /** What the CLI was called with for the present operation. */
  commandLine: readonly string[] = [];
  /** false: as with PULUMI_SKIP_CHECKPOINTS=1, the state is written once, at the end of a run that is not killed. */
  writesEachStep = true;
  #kill: (() => void) | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** As `pulumi cancel` and the CLI's end leave it. */
  kill(): void {
    this.#kill?.();
  }

  preview(program: readonly Declaration[], options: RunOptions = {}): Promise<Result> {
    return this.#operation(program, options, true);
  }

  up(program: readonly Declaration[], options: RunOptions = {}): Promise<Result> {
    return this.#operation(program, options, false);
  }

  destroy(): Promise<Result> {
    return this.#operation([], {}, false, "destroy");
  }

  /** Reads every row into the state. */
  async refresh(): Promise<Result> {
    return this.#run(async (run) => {
      await run.refresh();
    });
  }

  taint(name: string): void {
    const row = this.state.rows.find((one) => one.name === name && !one.pendingDelete);
    if (row) row.tainted = true;
  }

  #operation(
    program: readonly Declaration[],
    options: RunOptions,
    preview: boolean,
    command = preview ? "preview" : "up",
  ): Promise<Result> {
    const urn = (name: string): string =>
      "urn:pulumi:dev::catalogue::any$pulumi-nodejs:dynamic/" +
      `${this.state.rows.find((row) => row.name === name)?.kind}::${name}`;
    this.commandLine = [command, ...(options.target ?? []).flatMap((name) => ["--target", urn(name)])];
    return this.#run(async (run) => {
      if (options.refresh) await run.refresh();
      if (run.errors.length === 0) await run.apply(program, options, preview);
    }, preview);
  }

  async #run(work: (run: Run) => Promise<void>, preview = false): Promise<Result> {
    const { clock } = this.#options;
    const state = preview || !this.writesEachStep ? structuredClone(this.state) : this.state;
    state.pending = state.pending.filter(({ op }) => op === "creating").map((one) => ({ ...one, earlier: true }));
    let alive = true;
    const process = this.#options.start(() => alive);
    const killed = new Promise<never>((_resolve, reject) => {
      this.#kill = () => {
        alive = false;
        reject(new Killed());
      };
    });
    killed.catch(() => undefined);
    const run = new Run(process, state, { ...this.#options, slots: new Slots(this.parallel) }, () => alive);
    let crashed = false;
    try {
      await clock.run(Promise.race([work(run), killed]));
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      crashed = true;
      clock.stop();
    }
    this.#kill = undefined;
    alive = false;
    if (!crashed) {
      state.pending = state.pending.filter(({ earlier }) => earlier);
      if (!preview) this.state = state;
      await process.close();
    }
    return {
      ok: run.errors.length === 0 && !crashed,
      crashed,
      steps: run.steps.filter(({ op }) => op !== "same"),
      announced: run.announced,
      errors: run.errors,
    };
  }
}

class Run {
  readonly steps: Step[] = [];
  readonly announced: Announced[] = [];
  readonly errors: string[] = [];
  readonly #process: Process;
  readonly #state: State;
  readonly #options: EngineOptions & { readonly slots: Slots };
  readonly #isAlive: () => boolean;
  readonly #providers = new Map<string, KindProvider>();
  readonly #registered = new Set<Row>();
  readonly #leftOver: readonly Row[];
  #serial: Promise<unknown> = Promise.resolve();

  constructor(
    process: Process,
    state: State,
    options: EngineOptions & { readonly slots: Slots },
    isAlive: () => boolean,
  ) {
    this.#process = process;
    this.#state = state;
    this.#options = options;
    this.#isAlive = isAlive;
    this.#leftOver = state.rows.filter(({ pendingDelete }) => pendingDelete);
  }

  /** One provider for each distinct text, configured once: and calls do not wait for that. */
  #provider(kind: string): KindProvider {
    const known = this.#providers.get(kind);
    if (known) return known;
    const made = this.#process.provider(kind);
    this.#providers.set(kind, made);
    const config = this.#options.config();
    void made.configure({ config: { get: (key) => config[key] } });
    return made;
  }

  async refresh(): Promise<void> {
    const rows = this.#state.rows.filter(({ pendingDelete }) => !pendingDelete);
    const { slots } = this.#options;
    await Promise.all(rows.map((row) => slots.run(() => this.#refreshRow(row))));
  }

  async #refreshRow(row: Row): Promise<void> {
    await this.#options.clock.sleep(this.#options.random.below(20));
    try {
      const provider = this.#provider(row.kind);
      const found = await provider.read(row.id, overTheWire(row.outputs));
      if (found.id === "") {
        this.#state.rows = this.#state.rows.filter((one) => one !== row);
        return;
      }
      const before = row.inputs;
      row.outputs = overTheWire({ ...found.props, __provider: row.outputs["__provider"] ?? null });
      row.inputs = overTheWire({ ...found.inputs, __provider: row.outputs["__provider"] ?? null });
      row.initErrors = [];
      await provider.diff(row.id, overTheWire(row.outputs), overTheWire(before));
    } catch (error) {
      this.errors.push(`${row.name}: ${text(error)}`);
    }
  }

  async apply(program: readonly Declaration[], options: RunOptions, preview: boolean): Promise<void> {
    const ids = new Map<string, Promise<string>>();
    const settle = new Map<string, (id: string) => void>();
    for (const { address } of program) ids.set(address, new Promise((resolve) => settle.set(address, resolve)));
    const aliases = aliasesOf(program);
    const tasks = program.map(async (declaration) => {
      const { address, parent, references, after } = declaration;
      const parentId = parent ? await ids.get(parent.address) : undefined;
      const named: Bag = {};
      for (const [key, other] of Object.entries(references)) named[key] = (await ids.get(other)) ?? UNKNOWN;
      for (const other of after) await ids.get(other);
      // Registration order is random across independent resources.
      await this.#options.clock.sleep(this.#options.random.below(30));
      if (this.#stopped) return;
      const id = await this.#register(declaration, aliases.get(address) ?? [], { parentId, named }, options, preview);
      if (id !== undefined) settle.get(address)?.(id);
    });
    // A task whose parent failed never goes on.
    await Promise.race([Promise.all(tasks), this.#failure(tasks)]);
    if (this.errors.length === 0) await this.#deletes(options, preview);
  }

  #stop = false;
  get #stopped(): boolean {
    return this.#stop || !this.#isAlive();
  }

  /** After a failure nothing new starts, and what is under way ends. */
  async #failure(tasks: readonly Promise<void>[]): Promise<void> {
    const { clock } = this.#options;
    const all = Promise.allSettled(tasks).then(() => undefined);
    for (;;) {
      await clock.sleep(50);
      if (this.#stop && this.#running === 0) return;
      if (this.#running === 0 && (await isSettled(all))) return;
    }
  }

  #running = 0;

  /** check and diff, one resource after the other; then the step, beside those of others. */
  async #register(
    declaration: Declaration,
    aliases: readonly string[],
    known: Known,
    options: RunOptions,
    preview: boolean,
  ): Promise<string | undefined> {
    const plan = this.#serial.then(() => this.#plan(declaration, aliases, known, options));
    this.#serial = plan.catch(() => undefined);
    this.#running += 1;
    try {
      const step = await plan;
      if (this.#stopped) return undefined;
      return preview ? this.#pretend(step) : await this.#options.slots.run(() => this.#execute(step));
    } catch (error) {
      this.errors.push(`${declaration.address}: ${text(error)}`);
      this.#stop = true;
      return undefined;
    } finally {
      this.#running -= 1;
    }
  }

  async #plan(
    declaration: Declaration,
    aliases: readonly string[],
    { parentId, named }: Known,
    options: RunOptions,
  ): Promise<Planned> {
    if (this.#stopped) throw new Error("stopped");
    const { address, kind, parent } = declaration;
    const provider = this.#provider(kind);
    const old = this.#find(kind, [address, ...aliases]);
    const raw: Bag = { ...declaration.inputs, __provider: providerText(kind) };
    if (parent) raw[parent.field] = parentId ?? UNKNOWN;
    if (Object.keys(named).length > 0) raw["references"] = named;
    const planned = { declaration, provider, old };
    if (old) {
      old.name = address;
      this.#registered.add(old);
      if (options.target && !options.target.includes(address)) {
        return { ...planned, op: "same", inputs: old.inputs, changed: [] };
      }
      for (const name of declaration.ignoreChanges) {
        if (old.inputs[name] === undefined) delete raw[name];
        else raw[name] = old.inputs[name];
      }
    } else if (options.target && !options.target.includes(address)) {
      throw new Error(`${address} was not targeted`);
    }
    const forced = old !== undefined && (old.tainted || options.replace?.includes(address) === true);
    const inputs = await this.#check(provider, old && !forced ? old.inputs : {}, raw);
    if (!old) return { ...planned, op: "create", inputs, changed: [] };
    if (forced) {
      refuseProtected(old, declaration);
      return { ...planned, op: "replace", inputs, changed: ["(forced)"] };
    }

    const difference = await provider.diff(old.id, overTheWire(old.outputs), overTheWire(inputs));
    const changed = differing(old.inputs, inputs);
    if (difference.replaces && difference.replaces.length > 0) {
      refuseProtected(old, declaration);
      const again = await this.#check(provider, {}, raw);
      return {
        ...planned,
        op: "replace",
        inputs: again,
        changed,
        deleteFirst: difference.deleteBeforeReplace === true,
      };
    }
    const same = difference.changes === false || (difference.changes === undefined && changed.length === 0);
    if (same && old.initErrors.length === 0) return { ...planned, op: "same", inputs, changed };
    return { ...planned, op: "update", inputs, changed };
  }

  async #check(provider: KindProvider, olds: Bag, news: Bag): Promise<Bag> {
    const { inputs, failures } = await provider.check(overTheWire(olds), overTheWire(news));
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return overTheWire({ ...inputs, __provider: news["__provider"] ?? null });
  }

  #find(kind: string, names: readonly string[]): Row | undefined {
    for (const name of names) {
      const row = this.#state.rows.find(
        (one) => one.name === name && one.kind === kind && !one.pendingDelete && !this.#registered.has(one),
      );
      if (row) return row;
    }
    return undefined;
  }

  #announce({ op, declaration: { address, kind }, old, inputs, changed }: Planned): void {
    this.steps.push({ op, name: address, changed });
    this.announced.push({ op, kind, inputs, ...(old ? { old: oldOf(old) } : {}) });
  }

  #announceRemoval(row: Row, name = row.name): void {
    const op = row.retainOnDelete ? "retain" : "delete";
    this.steps.push({ op: name === row.name ? op : "delete", name, changed: [] });
    this.announced.push({ op, kind: row.kind, old: oldOf(row) });
  }

  #pretend(planned: Planned): string {
    const { op, old } = planned;
    this.#announce(planned);
    return op === "create" || op === "replace" || !old ? UNKNOWN : old.id;
  }

  async #execute(step: Planned): Promise<string> {
    const { op, declaration, provider, old, inputs } = step;
    this.#announce(step);
    switch (op) {
      case "create":
        return this.#create(step);
      case "replace":
        if (old && step.deleteFirst) await this.#delete(old);
        return this.#create(step, step.deleteFirst ? undefined : old);
      case "update": {
        if (!old) throw new Error("nothing to update");
        this.#begin("updating", old);
        try {
          const { outs } = await provider.update(old.id, overTheWire(old.outputs), overTheWire(inputs));
          this.#alive();
          Object.assign(old, {
            inputs,
            outputs: overTheWire({ ...outs, __provider: inputs["__provider"] ?? null }),
            initErrors: [],
            modified: this.#options.clock.now(),
            ...optionsOf(declaration),
          });
        } catch (error) {
          this.#alive();
          const partial = partialOf(error);
          // A failed update keeps the old inputs.
          if (partial) Object.assign(old, { outputs: overTheWire(partial.properties), initErrors: partial.reasons });
          throw error;
        } finally {
          if (this.#isAlive()) this.#end(old.name);
        }
        return old.id;
      }
      default: {
        // A same step stores the new inputs and keeps the old outputs.
        if (old) Object.assign(old, { inputs, ...optionsOf(declaration) });
        return old?.id ?? UNKNOWN;
      }
    }
  }

  /** `replaced` is still to be deleted once its successor is there, half-made or whole. */
  async #create({ declaration, provider, inputs }: Planned, replaced?: Row): Promise<string> {
    const { address, kind } = declaration;
    this.#begin("creating", { name: address, kind, inputs });
    const row = (id: string, outputs: Bag, initErrors: readonly string[]): Row => ({
      name: address,
      kind,
      id,
      inputs,
      outputs,
      parent: declaration.parent?.address,
      initErrors,
      pendingDelete: false,
      modified: this.#options.clock.now(),
      ...optionsOf(declaration),
    });
    const keep = (one: Row): void => {
      if (replaced) replaced.pendingDelete = true;
      this.#state.rows.push(one);
      this.#registered.add(one);
    };
    try {
      const { id, outs } = await provider.create(overTheWire(inputs));
      this.#alive();
      keep(row(id, overTheWire({ ...outs, __provider: inputs["__provider"] ?? null }), []));
      return id;
    } catch (error) {
      this.#alive();
      const partial = partialOf(error);
      if (partial) keep(row(partial.id, overTheWire(partial.properties), partial.reasons));
      throw error;
    } finally {
      if (this.#isAlive()) this.#end(address);
    }
  }

  /** Deletes come last, each before what it depends on. */
  async #deletes(options: RunOptions, preview: boolean): Promise<void> {
    // What an earlier run replaced and did not get to delete is announced; what this one replaces is part of that step.
    for (const row of this.#leftOver) this.#announceRemoval(row, `${row.name} (replaced)`);
    const doomed = this.#state.rows.filter((row) => row.pendingDelete || !this.#registered.has(row));
    const wanted = options.target
      ? doomed.filter(({ name, pendingDelete }) => pendingDelete || options.target?.includes(name))
      : doomed;
    for (const row of wanted) {
      if (row.protect && !row.pendingDelete && !row.retainOnDelete) {
        this.errors.push(`${row.name}: resource is protected`);
        return;
      }
    }
    for (const row of wanted.filter(({ pendingDelete }) => !pendingDelete)) {
      this.#announceRemoval(row);
    }
    if (preview) return;
    for (let rest = [...wanted]; rest.length > 0; ) {
      const free = rest.filter(({ name }) => !rest.some(({ dependencies }) => dependencies.includes(name)));
      if (free.length === 0) throw new Error(`rows depend on one another: ${rest.map(({ name }) => name).join()}`);
      await Promise.all(free.map((row) => this.#options.slots.run(() => this.#delete(row))));
      if (this.errors.length > 0) return;
      rest = rest.filter((row) => !free.includes(row));
    }
  }

  async #delete(row: Row): Promise<void> {
    await this.#options.clock.sleep(this.#options.random.below(10));
    if (row.retainOnDelete) {
      this.#state.rows = this.#state.rows.filter((one) => one !== row);
      return;
    }
    this.#begin("deleting", row);
    try {
      await this.#provider(row.kind).delete(row.id, overTheWire(row.outputs));
      this.#alive();
      this.#state.rows = this.#state.rows.filter((one) => one !== row);
    } catch (error) {
      this.#alive();
      this.errors.push(`${row.name}: ${text(error)}`);
    }
    this.#end(row.name);
  }

  #begin(op: Pending["op"], { name, kind, inputs }: Pick<Row, "name" | "kind" | "inputs">): void {
    this.#state.pending.push({ op, name, kind, inputs });
  }

  #end(name: string): void {
    const index = this.#state.pending.findIndex((one) => one.name === name && !one.earlier);
    if (index >= 0) this.#state.pending.splice(index, 1);
  }

  /** A killed engine writes nothing any more. */
  #alive(): void {
    if (!this.#isAlive()) throw new Killed();
  }
}

interface Planned {
  readonly declaration: Declaration;
  readonly provider: KindProvider;
  readonly old: Row | undefined;
  readonly op: Exclude<Op, "delete" | "retain">;
  readonly inputs: Bag;
  readonly changed: readonly string[];
  readonly deleteFirst?: boolean;
}

const oldOf = ({ id, outputs, retainOnDelete, pendingDelete }: Row): NonNullable<Announced["old"]> => ({
  id,
  outputs: structuredClone(outputs),
  retainOnDelete,
  pendingDelete,
});

/** What the other tasks of the program have come to know: the parent's id, and those of the entries that are named. */
interface Known {
  readonly parentId: string | undefined;
  readonly named: Bag;
}

const optionsOf = ({
  protect,
  retainOnDelete,
  parent,
  references,
  after,
}: Declaration): Pick<Row, "protect" | "retainOnDelete" | "dependencies"> & { tainted: false } => ({
  protect,
  retainOnDelete,
  dependencies: [...(parent ? [parent.address] : []), ...Object.values(references), ...after],
  tainted: false,
});

function refuseProtected(old: Row, { address }: Declaration): void {
  if (old.protect) throw new Error(`unable to replace resource ${address} as it is currently marked for protection`);
}

function differing(a: Bag, b: Bag): string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter(
    (name) => name !== "__provider" && JSON.stringify(sorted(a[name])) !== JSON.stringify(sorted(b[name])),
  );
}

/** In order, and without nulls: the engine takes null and absent for equal. */
const sorted = (value: Json | undefined): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value ?? undefined;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item as Json)]),
  );
};

/** Own aliases, and those that a parent's alias gives to a child whose name begins with the parent's. */
function aliasesOf(program: readonly Declaration[]): Map<string, readonly string[]> {
  const result = new Map<string, readonly string[]>();
  for (const { address, parent, formerAddresses } of program) {
    const inherited = parent
      ? (result.get(parent.address) ?? []).map((former) => former + address.slice(parent.address.length))
      : [];
    result.set(address, [...formerAddresses, ...inherited]);
  }
  return result;
}

interface PartialError {
  readonly id: string;
  readonly properties: Bag;
  readonly reasons: readonly string[];
}

const partialOf = (error: unknown): PartialError | undefined => {
  const { id } = (error ?? {}) as { id?: unknown };
  return typeof id === "string" ? (error as PartialError) : undefined;
};

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
  const pending = Symbol("pending");
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
};

/** The state as `pulumi stack export` prints it, as far as the provider reads it. A new stack has no `resources`. */
export const exported = ({ rows, pending }: State): object => ({
  deployment: {
    ...(rows.length > 0
      ? {
          resources: rows.map(({ id, name, kind, inputs, outputs, pendingDelete, modified }) => ({
            urn: urnOf(kind, name),
            id,
            type: typeToken(kind),
            inputs,
            outputs,
            modified: new Date(modified).toISOString(),
            ...(pendingDelete ? { delete: true } : {}),
          })),
        }
      : {}),
    ...(pending.length > 0
      ? {
          pending_operations: pending.map(({ op, name, kind, inputs }) => ({
            resource: { urn: urnOf(kind, name), type: typeToken(kind), inputs },
            type: op,
          })),
        }
      : {}),
  },
});

const urnOf = (kind: string, name: string): string => `urn:pulumi:dev::catalogue::${typeToken(kind)}::${name}`;

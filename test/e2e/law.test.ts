/** The law with the real CLI: ten random sequences, each over all three vendors at once, five of them in a stack. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Settings } from "../../provider/kinds/field.js";
import { registry } from "../../provider/vendors/registry.js";
import { type EngineStep, type PreviewStep, Stack } from "../../tools/local/stack.ts";
import type { Announced } from "../engine/engine.js";
import { EDITS } from "../law/commands.js";
import { Judge } from "../law/judge.js";
import { Model } from "../law/model.js";
import { isCreate } from "../support/kind-calls.js";
import { plannedWrites, sentWrites, unplanned } from "../support/planned.js";
import { Random } from "../support/random.js";
import { fixtureOf } from "../support/vendors.js";
import { closeScenes, configOf, type Scene, startScenes } from "./scenes.js";

const names = ["sequence", "fynn", "polar"] as const;
const SEQUENCES = 5;
const TURNS = 2;
let operations = 0;
let requests = 0;

interface Sequence {
  readonly scene: Scene;
  readonly random: Random;
  readonly models: Readonly<Record<string, Model>>;
  /**
   * Of each turn: what was sent and not planned from the preview, or planned and not sent; "" when they are the same.
   */
  readonly strays: string[];
  /** Of each turn: how many creates the preview announced, and how many were sent. */
  readonly creates: { announced: number; made: number }[];
}

/** Settings of an account of a scene: all are the defaults. */
function settingsOf(account: string): Settings {
  const vendor = registry.vendors.find(({ name }) => account.endsWith(`-${name}`));
  if (!vendor) throw new Error(`no vendor of account ${account}`);
  return Object.fromEntries(Object.entries(vendor.settings).map(([name, { default: value }]) => [name, value ?? null]));
}

/** What a step of the preview announces. The preview prints a replacement as one step. */
function announcedBy({ op, oldState, newState }: EngineStep): Announced[] {
  const state = newState ?? oldState;
  const kind = state?.type.replace("pulumi-nodejs:dynamic/", "") ?? "";
  const old = oldState && {
    id: oldState.id ?? "",
    outputs: oldState.outputs ?? {},
    retainOnDelete: oldState.retainOnDelete === true,
  };
  switch (op) {
    case "create":
      return newState ? [{ op: "create", kind, inputs: newState.inputs }] : [];
    case "update":
      return old && newState ? [{ op: "update", kind, old, inputs: newState.inputs }] : [];
    case "replace":
      return old && newState ? [{ op: "replace", kind, old, inputs: newState.inputs }] : [];
    case "delete":
      return old && !old.retainOnDelete ? [{ op: "delete", kind, old }] : [];
    default:
      return [];
  }
}

const ownFiles = ({ scene, models }: Sequence): Record<string, string> =>
  scene.own(Object.assign({}, ...Object.values(models).map((model) => model.files())));

describe.each([
  { title: "up", flags: [], firstSeed: 1 },
  { title: "up --refresh", flags: ["--refresh"], firstSeed: 6 },
])("the law with the real CLI: $title", ({ flags, firstSeed }) => {
  let sequences: readonly Sequence[] = [];
  let stack: Stack;
  let ids: Readonly<Record<string, string>>;
  /** What the last preview announces, and what it sends. */
  let left: readonly PreviewStep[];
  let asked: ReadonlyMap<Scene, readonly string[]>;

  beforeAll(async () => {
    const scenes = await startScenes(SEQUENCES);
    sequences = scenes.map((scene, index) => ({
      scene,
      random: new Random(firstSeed + index),
      models: Object.fromEntries(names.map((name) => [name, new Model(fixtureOf(name))])),
      creates: [],
      strays: [],
    }));
    const write = (): void => stack.write(Object.assign({}, ...sequences.map(ownFiles)));
    const settle = (): void => {
      for (const { models } of sequences) for (const model of Object.values(models)) model.settle();
    };
    stack = await Stack.create({ catalogue: {}, ...configOf(scenes) });
    write();
    await stack.upOk();
    settle();
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const { models, random } of sequences) {
        for (const model of Object.values(models)) {
          for (let edits = 0; edits < 3; edits += 1)
            model.edit({ do: random.pick(EDITS), a: random.below(1_000), b: random.below(1_000) });
        }
      }
      write();
      const steps = await stack.previewed();
      for (const { vendors } of scenes) vendors.clear();
      await stack.upOk(...flags);
      operations += 2;
      for (const { scene, creates, strays } of sequences) {
        const own = steps.filter(({ urn }) => scene.has(urn.split("::").at(-1) ?? ""));
        const planned = plannedWrites(registry, settingsOf, own.flatMap(announcedBy));
        const sent = names.flatMap((name) => sentWrites(scene.vendors[name].exchanges));
        strays.push(unplanned(planned, sent) ?? "");
        const writes = names.flatMap((name) =>
          scene.vendors[name].writes.filter((write) => isCreate(fixtureOf(name), write)),
        );
        creates.push({
          announced: own.filter(({ op }) => op === "create" || op === "replace").length,
          made: writes.length,
        });
      }
      settle();
    }
    ids = await stack.ids();
    for (const { vendors } of scenes) {
      requests += vendors.requests().length;
      vendors.clear();
    }
    left = await stack.steps();
    asked = new Map(scenes.map((scene) => [scene, scene.vendors.requests()]));
  });
  afterAll(async () => {
    stack.remove();
    await closeScenes(sequences.map(({ scene }) => scene));
  });

  it.each(Array.from({ length: SEQUENCES }, (_, index) => index + firstSeed))("sequence %s", (seed) => {
    const { scene, models, creates, strays } = sequences[seed - firstSeed] as Sequence;
    expect(creates).toHaveLength(TURNS);
    for (const { announced, made } of creates) expect(made).toBe(announced);
    expect(strays).toEqual(strays.map(() => ""));
    const own = scene.of(ids);
    for (const name of names) {
      const fixture = fixtureOf(name);
      const judge = new Judge(fixture, models[name] as Model);
      const rows = Object.fromEntries(Object.entries(own).filter(([address]) => address.startsWith(`${name}/`)));
      const objects = fixture.objects(scene.vendors[name]).map((object) => ({
        ...object,
        body: JSON.parse(scene.plain(JSON.stringify(object.body))),
      }));
      expect(judge.violation(rows, objects)).toBeUndefined();
    }
    expect(left.filter(({ name }) => scene.has(name))).toEqual([]);
    expect(asked.get(scene)).toEqual([]);
  });
});

afterAll(() => console.log(`the law with the real CLI: ${operations} runs of the engine, ${requests} requests`));

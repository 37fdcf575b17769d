/** The law with the real CLI: ten random sequences, each over all three vendors at once, five of them in a stack. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PreviewStep, Stack } from "../../tools/local/stack.ts";
import { violation } from "../law/law.js";
import { EDITS, Model } from "../law/model.js";
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
  /** Of each turn: the creates that the preview announced, and those that were sent. */
  readonly creates: { announced: readonly PreviewStep[]; made: readonly string[] }[];
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
      const announced = (await stack.steps()).filter(({ op }) => op === "create" || op === "replace");
      for (const { vendors } of scenes) vendors.clear();
      await stack.upOk(...flags);
      operations += 2;
      for (const { scene, creates } of sequences)
        creates.push({
          announced: announced.filter(({ name }) => scene.has(name)),
          made: scene.vendors.writes().filter((sent) => sent.startsWith("POST") && !/\/(archive|benefits)$/.test(sent)),
        });
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
    const { scene, models, creates } = sequences[seed - firstSeed] as Sequence;
    expect(creates).toHaveLength(TURNS);
    for (const { announced, made } of creates) expect(made.length).toBe(announced.length);
    const own = scene.of(ids);
    for (const name of names) {
      const fixture = fixtureOf(name);
      const situation = {
        fixture,
        model: models[name] as Model,
        ids: Object.fromEntries(Object.entries(own).filter(([address]) => address.startsWith(`${name}/`))),
        objects: fixture.objects(scene.vendors[name]).map((object) => ({
          ...object,
          body: JSON.parse(scene.plain(JSON.stringify(object.body))),
        })),
      };
      expect(
        violation({ ...situation, foreign: new Map(), archivedElsewhere: new Set(), setByHand: new Map() }),
      ).toBeUndefined();
    }
    expect(left.filter(({ name }) => scene.has(name))).toEqual([]);
    expect(asked.get(scene)).toEqual([]);
  });
});

afterAll(() => console.log(`the law with the real CLI: ${operations} runs of the engine, ${requests} requests`));

import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { EngineState } from "../../provider/review/preview.js";
import { accountFacts } from "../../provider/review/subject.js";
import { subjectsOfDrift } from "../../provider/review/subjects-of-drift.js";
import { registry } from "../../provider/vendors/registry.js";

const state = (inputs: JsonObject, outputs: JsonObject): EngineState => ({
  urn: "urn:pulumi:dev::catalogue::pulumi-nodejs:dynamic/polar:Product::polar/pro",
  type: "pulumi-nodejs:dynamic/polar:Product",
  id: "prod_1",
  custom: true,
  inputs,
  outputs,
  protect: false,
  retainOnDelete: false,
  pendingDelete: false,
});

const read = (op: string, old: EngineState, next?: EngineState) =>
  subjectsOfDrift(
    { steps: [{ op, urn: old.urn, old, ...(next ? { new: next } : {}) }], diagnostics: [], config: {} },
    { registry, accountOf: accountFacts(undefined), entries: new Map() },
  );

const bag = (name: string, rest: JsonObject = {}): JsonObject => ({
  name,
  prices: [{ amount_type: "free" }],
  archived: false,
  account: "polar",
  address: "polar/pro",
  owner: "catalogue/dev",
  ...rest,
});

describe("what a refresh has read", () => {
  it("of a row that a create has left half-made is compared with its inputs", () => {
    const { subjects, sides } = read("update", state(bag("Pro"), {}), state(bag("Pro"), bag("Team")));
    expect(subjects.map(({ before, after }) => [before?.address, before?.title, after?.title])).toEqual([
      ["polar/pro", "Pro", "Team"],
    ]);
    expect(sides.map(({ address, account }) => [address, account])).toEqual([["polar/pro", "polar"]]);
  });

  it("of a half-made row that no longer exists still has its address", () => {
    expect(read("delete", state(bag("Pro"), {})).gone.map(({ side, id }) => [side.address, id])).toEqual([
      ["polar/pro", "prod_1"],
    ]);
  });

  it("shows an archive that an earlier refresh has noted as one that the catalogue does not know of", () => {
    const noted = bag("Pro", { live: { host: "", archivedElsewhere: true } });
    const [subject] = read("same", state(bag("Pro"), noted), state(bag("Pro"), noted)).subjects;
    expect([subject?.before?.archived, subject?.after?.archived]).toEqual([false, true]);
  });
});

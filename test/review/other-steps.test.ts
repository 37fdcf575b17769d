/** Steps of resources that are no entries: none that changes something is left out of what must be approved. */
import { describe, expect, it } from "vitest";
import { otherSteps } from "../../provider/review/other-steps.ts";
import type { EngineState, EngineStep } from "../../provider/review/preview.ts";
import { registry } from "../../provider/vendors/registry.ts";

const state = (type: string, inputs: EngineState["inputs"] = {}, rest: Partial<EngineState> = {}): EngineState => ({
  urn: `urn:pulumi:dev::catalogue::${type}::it`,
  type,
  id: "id-1",
  custom: true,
  inputs,
  outputs: {},
  protect: false,
  retainOnDelete: false,
  pendingDelete: false,
  ...rest,
});
const step = (op: string, type: string, before?: EngineState, after?: EngineState): EngineStep => ({
  op,
  urn: `urn:pulumi:dev::catalogue::${type}::it`,
  ...(before ? { old: before } : {}),
  ...(after ? { new: after } : {}),
});
const BUCKET = "aws:s3/bucket:Bucket";
const changesOf = (...steps: readonly EngineStep[]) => otherSteps(steps, registry).changes;

describe("other steps", () => {
  it.each(["create", "update", "replace", "delete", "anything-new"])("%s counts", (op) => {
    expect(changesOf(step(op, BUCKET, undefined, state(BUCKET)))).toHaveLength(1);
  });

  it.each(["same", "read", "refresh", "create-replacement", "delete-replaced"])("%s does not", (op) => {
    expect(changesOf(step(op, BUCKET, undefined, state(BUCKET)))).toEqual([]);
  });

  it("of the engine itself, of groups and of entries do not count; those of unknown kinds do, with a warning", () => {
    const known = "pulumi-nodejs:dynamic/polar:Product";
    const unknown = "pulumi-nodejs:dynamic/polar:Discount";
    for (const type of ["pulumi:pulumi:Stack", "pulumi:providers:aws", "catalogue:index:Catalogue", known])
      expect(changesOf(step("update", type, state(type), state(type)))).toEqual([]);
    expect(changesOf(step("update", unknown, state(unknown), state(unknown)))).toHaveLength(1);
    expect(otherSteps([step("update", unknown, undefined, state(unknown))], registry).messages).toMatchObject([
      { severity: "warning", text: expect.stringContaining("does not know the kind polar:Discount") },
    ]);
    // An entry, but a step that this version does not know.
    expect(changesOf(step("import", known, undefined, state(known)))).toEqual([]);
    expect(changesOf(step("anything-new", known, undefined, state(known)))).toHaveLength(1);
  });

  it("are told apart by the object, the values before and after, and protection", () => {
    const digests = [
      step("update", BUCKET, state(BUCKET, { a: 1 }), state(BUCKET, { a: 2 })),
      step("update", BUCKET, state(BUCKET, { a: 3 }), state(BUCKET, { a: 2 })),
      step("update", BUCKET, state(BUCKET, { a: 1 }), state(BUCKET, { a: 3 })),
      step("update", BUCKET, state(BUCKET, { a: 1 }, { id: "id-2" }), state(BUCKET, { a: 2 })),
      step("update", BUCKET, state(BUCKET, { a: 1 }), state(BUCKET, { a: 2 }, { protect: true })),
      step("create", BUCKET, undefined, state(BUCKET, { a: 2 })),
    ].map((one) => changesOf(one)[0]?.digest);
    expect(new Set(digests).size).toBe(digests.length);
    const again = step("update", BUCKET, state(BUCKET, { a: 1 }), state(BUCKET, { a: 2 }));
    expect(changesOf(again)[0]?.digest).toBe(digests[0]);
  });
});

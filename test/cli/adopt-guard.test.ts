/** What the engine's preview must show before `catalogue adopt` applies it. */
import { expect, it } from "vitest";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { guardPreview } from "../../provider/cli/adopt/guard.js";
import type { Adopted } from "../../provider/cli/adopt/plan.js";
import { componentsAbove, targetsOf } from "../../provider/cli/adopt/targets.js";
import { type EnginePreview, previewOfEvents } from "../../provider/review/preview.js";
import { registry } from "../../provider/vendors/registry.js";

const SOURCES = {
  sequence: "vendor: sequence\nproducts: { pro: { name: Pro } }",
  polar: "vendor: polar\nproducts: { pro: { name: Pro, recurring_interval: month, prices: [{ amount_type: free }] } }",
};
const IDS = { sequence: "id-1", polar: "id-2" };
const adopts = (["sequence", "polar"] as const).flatMap((name): Adopted[] =>
  checkCatalogue([{ name: `${name}.yaml`, text: SOURCES[name] }], { registry, values: {} }).entries.map((entry) => ({
    entry,
    id: IDS[name],
    how: "equal",
    differences: [],
  })),
);

const PREFIX = "urn:pulumi:dev::catalogue::";
const CATALOGUE = "catalogue:index:Catalogue";
const step = (op: string, types: string, name: string, custom = true) => ({
  resourcePreEvent: {
    metadata: {
      op,
      urn: `${PREFIX}${types}::${name}`,
      new: { urn: "", type: types.split("$").at(-1), id: "", ...(custom ? { custom } : {}) },
    },
  },
});
const product = (op: string, vendor: string, chain = `${CATALOGUE}$`) =>
  step(op, `${chain}pulumi-nodejs:dynamic/${vendor}:Product`, `${vendor}/pro`);
const said = (message: string) => ({ diagnosticEvent: { severity: "info", message } });
const END = { summaryEvent: { result: "succeeded", isPreview: true } };

const LINES = [
  said("sequence/pro: adopts product id-1; as it is; sends nothing"),
  said(
    "polar/pro: adopts product id-2; as it is; the entry differs: name Old → Pro; " +
      "sends PATCH /v1/products/id-2 (metadata)",
  ),
];
const STEPS = [
  step("create", "pulumi:pulumi:Stack", "catalogue-dev", false),
  step("create", CATALOGUE, "catalogue", false),
  step("create", "pulumi:providers:pulumi-nodejs", "default"),
  product("create", "sequence"),
  product("create", "polar"),
];
const preview = (...events: readonly object[]): EnginePreview => previewOfEvents([...events, END]);

it("the adoptions of the plan and the components around them are the targets; marks are what is sent", () => {
  const { targets, requests } = guardPreview(preview(...STEPS, product("same", "fynn"), ...LINES), adopts);
  expect(targets.map((urn) => urn.split("::").at(-1))).toEqual([
    "catalogue-dev",
    "catalogue",
    "default",
    "sequence/pro",
    "polar/pro",
  ]);
  expect(requests).toEqual([{ method: "PATCH", path: "/v1/products/id-2", fields: ["metadata"] }]);
});

it.each([
  ["a create of another entry", [...STEPS, product("create", "fynn"), ...LINES], "more than the adoption: create"],
  ["an update", [...STEPS, product("update", "fynn"), ...LINES], "more than the adoption: update"],
  ["a removal", [...STEPS, product("delete", "fynn"), ...LINES], "more than the adoption: delete"],
  ["a replacement of an entry", [...STEPS.slice(0, -1), product("replace", "polar"), ...LINES], "replace"],
  [
    "another resource",
    [...STEPS, step("create", "aws:s3/bucket:Bucket", "b"), ...LINES],
    "create aws:s3/bucket:Bucket b",
  ],
  ["an entry that the program does not declare", [...STEPS.slice(0, -1), ...LINES], "does not declare polar/pro"],
  ["no word about an adoption", [...STEPS, ...LINES.slice(1)], "does not say that sequence/pro takes product id-1"],
  [
    "an ordinary adoption",
    [...STEPS, said("sequence/pro: adopts product id-1; changes nothing; sends nothing"), ...LINES.slice(1)],
    "does not say that sequence/pro takes product id-1 as it is",
  ],
  [
    "the adoption of another object",
    [...STEPS, said("sequence/pro: adopts product id-9; as it is; sends nothing"), ...LINES.slice(1)],
    "does not say that sequence/pro takes product id-1 as it is",
  ],
  [
    "more than a mark",
    [
      ...STEPS,
      ...LINES.slice(0, 1),
      said("polar/pro: adopts product id-2; as it is; sends PATCH /v1/products/id-2 (metadata name)"),
    ],
    "polar/pro: the adoption would send more than a mark",
  ],
])("%s stops the command", (_what, events, message) => {
  expect(() => guardPreview(preview(...events), adopts)).toThrow(message);
  expect(() => guardPreview(preview(...events), adopts)).toThrow("nothing was adopted\n  what to do: ");
});

it("components of a program around its catalogue become targets", () => {
  const targets = targetsOf(adopts);
  expect(componentsAbove(preview(...STEPS), targets)).toEqual([
    `${PREFIX}pulumi:pulumi:Stack::**`,
    `${PREFIX}${CATALOGUE}::**`,
    `${PREFIX}pulumi:providers:pulumi-nodejs::**`,
  ]);
  const found = componentsAbove(preview(product("create", "sequence", `my:shop:Shop$${CATALOGUE}$`)), targets);
  expect(found).toEqual([`${PREFIX}my:shop:Shop::**`, `${PREFIX}my:shop:Shop$${CATALOGUE}::**`]);
  expect(componentsAbove(preview(product("create", "sequence", `my:shop:Shop$${CATALOGUE}$`)), found)).toEqual([]);
});

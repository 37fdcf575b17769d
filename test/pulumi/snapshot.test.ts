import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { parseSnapshot, plainConfig, snapshotText } from "../../provider/pulumi/snapshot.js";
import { withoutSecretRows } from "../../provider/pulumi/snapshot-rows.js";

const KIND = "4dabf18193072939515e22adb298388d";
const SECRET: JsonObject = { [KIND]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:HIDDEN" };
const OUTPUT: JsonObject = { [KIND]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: "HIDDEN", secret: true };
const HIDDEN: JsonObject = { [KIND]: "1b47061264138c4ac30d75fd1eb44270", plaintext: '"[secret]"' };
const urn = (type: string, name: string): string => `urn:pulumi:dev::catalogue::${type}::${name}`;
const row = (type: string, name: string, more: JsonObject = {}): JsonObject => ({
  urn: urn(type, name),
  type,
  ...more,
});
const entry = (name: string, more: JsonObject = {}): JsonObject =>
  row("pulumi-nodejs:dynamic/polar:Product", name, { id: "1", ...more });

const cleaned = (...resources: readonly JsonObject[]) =>
  withoutSecretRows({ version: 3, deployment: { manifest: {}, secrets_providers: { state: "HIDDEN" }, resources } });
const rowsOf = ({ state }: ReturnType<typeof cleaned>): JsonObject[] =>
  (state["deployment"] as { resources: JsonObject[] }).resources;

describe("rows without secrets", () => {
  it("hide secret values at any depth, and say in which entries these are", () => {
    const found = cleaned(
      entry("polar/a", {
        inputs: { name: "A", description: SECRET, metadata: { kept: 1, gone: OUTPUT }, list: [SECRET, "kept"] },
        outputs: { name: "A", hidden: "HIDDEN" },
        additionalSecretOutputs: ["hidden"],
        sourcePosition: "HIDDEN",
      }),
    );
    expect(JSON.stringify(found)).not.toContain("HIDDEN");
    expect(rowsOf(found)[0]?.["inputs"]).toEqual({
      name: "A",
      description: HIDDEN,
      metadata: { kept: 1, gone: HIDDEN },
      list: [HIDDEN, "kept"],
    });
    expect(found.hidden).toEqual(["polar/a: description", "polar/a: metadata", "polar/a: list", "polar/a: hidden"]);
  });

  it("have no outputs of stacks, no credentials of the provider, and no code of other resources", () => {
    const found = cleaned(
      row("pulumi:pulumi:Stack", "catalogue-dev", { outputs: { url: "HIDDEN" } }),
      row("pulumi:pulumi:StackReference", "other", { inputs: { name: "other" }, outputs: { outputs: "HIDDEN" } }),
      row("pulumi:providers:pulumi-nodejs", "default", {
        inputs: { "catalogue:credentials": "HIDDEN", "app:x": SECRET, "catalogue:directory": "./catalogue" },
      }),
      row("aws:rds:Instance", "db", { inputs: { password: SECRET, size: 1 } }),
      row("pulumi-nodejs:dynamic:Resource", "own", { inputs: { __provider: "HIDDEN" } }),
      entry("polar/a", { inputs: { __provider: "kept" } }),
    );
    expect(JSON.stringify(found)).not.toContain("HIDDEN");
    expect(rowsOf(found).map(({ inputs }) => inputs)).toEqual([
      undefined,
      { name: "other" },
      { "app:x": HIDDEN, "catalogue:directory": "./catalogue" },
      { password: HIDDEN, size: 1 },
      { __provider: "[secret]" },
      { __provider: "kept" },
    ]);
    expect(found.hidden).toEqual([]);
  });

  it("keep interrupted operations, without secrets", () => {
    const { state } = withoutSecretRows({
      deployment: {
        pending_operations: [
          { type: "creating", resource: entry("polar/a", { inputs: { name: "A", description: SECRET } }) },
        ],
      },
    });
    expect(JSON.stringify(state)).not.toContain("HIDDEN");
    expect((state["deployment"] as JsonObject)["pending_operations"]).toMatchObject([
      { type: "creating", resource: { inputs: { name: "A" } } },
    ]);
  });
});

describe("the configuration in a snapshot", () => {
  it("is the plain one of the catalogue", () => {
    const printed = {
      "catalogue:directory": { value: "./catalogue", secret: false },
      "catalogue:credentials": { value: "{}", secret: false },
      "catalogue:accounts": { secret: true },
      "app:x": { value: "x", secret: false },
    };
    expect(plainConfig(printed)).toEqual({ "catalogue:directory": "./catalogue" });
  });
});

describe("a snapshot is read", () => {
  const parts = {
    project: "catalogue",
    stack: "acme/catalogue/dev",
    owner: "acme/catalogue/dev",
    config: {},
    state: { version: 3, deployment: { resources: [] } },
  };
  const text = snapshotText(parts);

  it("as it was written", () => {
    expect(parseSnapshot(text, "s.json")).toEqual({ catalogueSnapshot: 1, ...parts });
  });

  it.each([
    ["", "s.json is not a snapshot of a stack"],
    ['{ "version": 3, "deployment": {} }', "s.json is not a snapshot of a stack"],
    [text.replace('"catalogueSnapshot": 1', '"catalogueSnapshot": 2'), "what to do: update billing-catalogue here"],
    [text.replace('"catalogueSnapshot": 1', '"catalogueSnapshot": 0'), "with this version"],
    [text.replace('"resources": []', '"resources": {}'), "s.json is damaged"],
    [text.replace('"project": "catalogue"', '"project": "../x"'), "s.json is damaged"],
    [text.slice(0, 40), "s.json is not a snapshot of a stack"],
  ])("%#: what is no snapshot of this version is refused", (broken, message) => {
    expect(() => parseSnapshot(broken, "s.json")).toThrow(message);
    expect(() => parseSnapshot(broken, "s.json")).toThrow("\n  what to do: ");
  });
});

/**
 * docs/stability.md is kept: what states, files, scripts and programs of users contain keeps its name and its text.
 * `CATALOGUE_TEST_NAMES=write` adds new names to names.json. A name that was released is never changed there.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { Catalogue, sequence } from "../../provider/index.js";
import { ROOT } from "../../tools/local/repository.ts";
import { folder, resolved } from "../pulumi/typed-program.js";
import { names } from "./names.ts";

const FILE = join(ROOT, "test/stability/names.json");
const released = (): typeof names => JSON.parse(readFileSync(FILE, "utf8"));

beforeAll(() => {
  if (process.env["CATALOGUE_TEST_NAMES"] === "write") writeFileSync(FILE, `${JSON.stringify(names, null, 2)}\n`);
});

/** What the first has and the second does not, or not with the same value. Lists may have become longer. */
function lost(before: unknown, now: unknown, path: string): string[] {
  if (Array.isArray(before))
    return before.filter((item) => !(Array.isArray(now) && now.includes(item))).map((item) => `${path}: ${item}`);
  if (typeof before === "object" && before !== null)
    return Object.entries(before).flatMap(([key, value]) =>
      lost(value, (now as Record<string, unknown> | undefined)?.[key], path === "" ? key : `${path}.${key}`),
    );
  return before === now ? [] : [`${path}: ${String(before)} has become ${String(now)}`];
}

describe("what is released", () => {
  it("is all still there, under the same names", () => {
    expect(lost(released(), names, "")).toEqual([]);
    const without = { ...names, configuration: { ...names.configuration, keys: names.configuration.keys.slice(1) } };
    expect(lost(released(), without, "")).toEqual(["configuration.keys: directory"]);
    const renumbered = {
      ...names,
      commands: { ...names.commands, exitCodes: { ...names.commands.exitCodes, blocked: 9 } },
    };
    expect(lost(released(), renumbered, "")).toEqual(["commands.exitCodes.blocked: 3 has become 9"]);
  });

  it("is what each row of a state contains, for every kind and no other", () => {
    expect(names.state.providerTexts).toEqual(released().state.providerTexts);
    expect(names.state.typeTokens).toEqual(released().state.typeTokens);
    expect(names.state.typeChains).toEqual(released().state.typeChains);
  });
});

describe("docs/stability.md", () => {
  const text = readFileSync(join(ROOT, "docs/stability.md"), "utf8");

  it.each([
    ["keys of a row", names.state.ownKeys],
    ["keys of the configuration", names.configuration.keys],
    ["exports of the package", names.package.exports],
  ])("names all %s", (_, all) => {
    expect(all.filter((name) => !text.includes(`\`${name}\``) && !text.includes(`\`catalogue:${name}\``))).toEqual([]);
  });

  it("has the versions of the forms in JSON", () => {
    expect(/^\| \[review\].*\| ([0-9]+) \|$/m.exec(text)?.[1]).toBe(String(names.json.review));
    expect(/^\| receipt of an apply.*\| ([0-9]+) \|$/m.exec(text)?.[1]).toBe(String(names.json.receipt));
  });
});

describe("the type chains in the URNs of a state", () => {
  const afterProject = async (resource: { readonly urn: pulumi.Output<string> }): Promise<string> =>
    (await resolved(resource.urn)).split("::").slice(2).join("::");

  // The mocked engine puts only the type of the direct parent into a URN.
  it("are those of the component and of the entries below it, and of resources without it", async () => {
    const catalogue = new Catalogue("catalogue", { directory: folder });
    expect(await afterProject(catalogue)).toBe("catalogue:index:Catalogue::catalogue");
    expect(await afterProject(catalogue.get(sequence.Product, "sequence/yaml"))).toBe(
      "catalogue:index:Catalogue$pulumi-nodejs:dynamic/sequence:Product::sequence/yaml",
    );
    expect(await afterProject(catalogue.get(sequence.ListPrice, "sequence/yaml/monthly"))).toBe(
      "pulumi-nodejs:dynamic/sequence:Product$pulumi-nodejs:dynamic/sequence:ListPrice::sequence/yaml/monthly",
    );
    expect(await afterProject(new sequence.Product("typed", { name: "Typed" }))).toBe(
      "pulumi-nodejs:dynamic/sequence:Product::sequence/typed",
    );
  });
});

interface Row {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

describe("the state of version", () => {
  const FIXTURES = join(ROOT, "test/fixtures");

  it.each(readdirSync(FIXTURES))("%s has the released texts and type chains in every row", (version) => {
    const state = JSON.parse(readFileSync(join(FIXTURES, version, "state.json"), "utf8"));
    const { providerTexts, typeTokens, typeChains, ownKeys } = released().state;
    const kindOf = new Map(Object.entries(typeTokens).map(([kind, token]) => [token, kind]));
    const rows = (state.deployment.resources as Row[]).filter(({ type }) => type.startsWith("pulumi-nodejs:"));
    expect(rows.length).toBeGreaterThan(20);
    for (const { urn, type, inputs = {}, outputs = {} } of rows) {
      const kind = kindOf.get(type) ?? "";
      expect(urn.split("::")[2]).toBe(typeChains[kind]);
      expect([inputs["__provider"], outputs["__provider"]]).toEqual([providerTexts[kind], providerTexts[kind]]);
      const known = [...ownKeys, ...(names.yaml.fields[kind] ?? []), "__provider"];
      expect(Object.keys(inputs).filter((key) => !known.includes(key))).toEqual([]);
      expect(Object.keys(outputs).filter((key) => ![...known, "live"].includes(key))).toEqual([]);
    }
  });
});

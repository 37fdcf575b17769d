/**
 * Two accounts of one vendor in one stack, with the real CLI: a file, a sandbox and credentials of its own for each.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import { polarSandbox } from "../../sandboxes/polar/sandbox.ts";
import type { Sandbox } from "../../sandboxes/sandbox.ts";
import { sequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import type { Files } from "../../tools/local/sample.ts";
import { Stack } from "../../tools/local/stack.ts";
import { contractCheck } from "../support/contract.js";
import { fixtureOf } from "../support/vendors.js";

const accounts = ["acme-eu", "acme-us"] as const;
type Name = (typeof accounts)[number];

interface Case {
  readonly vendor: string;
  /** A sandbox that knows only the secret of this account. */
  readonly sandbox: (account: Name) => Sandbox;
  readonly environment: Readonly<Record<Name, Readonly<Record<string, string>>>>;
}

const CASES: readonly Case[] = [
  {
    vendor: "polar",
    sandbox: (account) => contractCheck("polar", polarSandbox({ accessToken: `token-of-${account}` })),
    environment: {
      "acme-eu": { ACME_EU_POLAR_ACCESS_TOKEN: "token-of-acme-eu" },
      "acme-us": { ACME_US_POLAR_ACCESS_TOKEN: "token-of-acme-us" },
    },
  },
  {
    vendor: "sequence",
    sandbox: (account) =>
      contractCheck("sequence", sequenceSandbox({ clientId: account, clientSecret: `secret-of-${account}` })),
    environment: {
      "acme-eu": { ACME_EU_SEQUENCE_CLIENT_ID: "acme-eu", ACME_EU_SEQUENCE_CLIENT_SECRET: "secret-of-acme-eu" },
      "acme-us": { ACME_US_SEQUENCE_CLIENT_ID: "acme-us", ACME_US_SEQUENCE_CLIENT_SECRET: "secret-of-acme-us" },
    },
  },
];

describe.each(CASES)("two accounts of $vendor in one stack", ({ vendor, sandbox, environment }) => {
  const { product, child, objects } = fixtureOf(vendor);
  const sandboxes: Readonly<Record<Name, Sandbox>> = { "acme-eu": sandbox("acme-eu"), "acme-us": sandbox("acme-us") };
  const all = Object.values(sandboxes);
  let stack: Stack;

  const files = (eu: JsonObject, us: JsonObject): Files => ({
    "eu.yaml": JSON.stringify({ vendor, account: "acme-eu", [product.collection]: eu }),
    "us.yaml": JSON.stringify({ vendor, account: "acme-us", [product.collection]: us }),
  });
  /** A product with a child where the vendor has them. */
  const family = (n: number, more: JsonObject = {}): JsonObject => ({
    ...product.fields(n),
    ...more,
    ...(child ? { [child.collection]: { one: child.fields(n) } } : {}),
  });
  const shared = product.fields(1);
  const namesAt = (account: Name): string[] =>
    objects(sandboxes[account])
      .filter(({ kind }) => kind === product.kind)
      .map(({ body }) => String(body["name"]))
      .sort();
  const clear = (): void => {
    for (const one of all) one.clear();
  };

  beforeAll(async () => {
    await Promise.all(all.map((one) => one.start()));
    const limits = { requestSeconds: 120, operationSeconds: 480, searchSeconds: 1 };
    stack = await Stack.create({
      catalogue: files({ shared, europe: product.fields(2), moving: family(3) }, { shared, states: family(4) }),
      config: {
        accounts: Object.fromEntries(accounts.map((name) => [name, { vendor, baseUrl: sandboxes[name].url, limits }])),
      },
      environment: { ...environment["acme-eu"], ...environment["acme-us"] },
    });
  });
  afterAll(async () => {
    stack.remove();
    await Promise.all(all.map((one) => one.close()));
  });

  it("each object lands at its own account, and an equal product in both is no problem", async () => {
    await stack.upOk();
    expect(namesAt("acme-eu")).toEqual(["Product 1", "Product 2", "Product 3"]);
    expect(namesAt("acme-us")).toEqual(["Product 1", "Product 4"]);
    const ids = await stack.ids();
    for (const account of accounts) {
      const held = Object.entries(ids).filter(([address]) => address.startsWith(`${account}/`));
      expect(held.map(([, id]) => id).sort()).toEqual(
        objects(sandboxes[account])
          .map(({ id }) => id)
          .sort(),
      );
    }
    expect(all.flatMap(({ exchanges }) => exchanges.filter(({ reply }) => reply.status >= 400))).toEqual([]);
    expect(await stack.steps()).toEqual([]);
  });

  it("archived: true at one of two equal products: one request, to its account only", async () => {
    const id = (await stack.ids())["acme-eu/shared"] ?? "";
    clear();
    stack.write(
      files(
        { shared: { ...shared, archived: true }, europe: product.fields(2), moving: family(3) },
        { shared, states: family(4) },
      ),
    );
    expect(await stack.steps()).toEqual([{ op: "update", name: "acme-eu/shared", detail: ["update archived"] }]);
    await stack.upOk();
    expect(sandboxes["acme-eu"].requests).toEqual([product.requests.archive(id)]);
    expect(sandboxes["acme-us"].requests).toEqual([]);
  });

  it(
    "an entry moved to the other account: a new object there, the old " + "one archived, and renamedFrom is refused",
    async () => {
      const eu = { shared: { ...shared, archived: true }, europe: product.fields(2) };
      const us = { shared, states: family(4), moving: family(3) };
      clear();
      stack.write(files(eu, { ...us, moving: family(3, { lifecycle: { renamedFrom: "acme-eu/moving" } }) }));
      const refused = await stack.run("preview", "--stack", stack.name);
      expect(refused.code).not.toBe(0);
      expect(refused.text).toContain("acme-eu/moving is not an address of account acme-us");
      stack.write(files(eu, us));
      const addresses = (account: Name): string[] => [`${account}/moving`, ...(child ? [`${account}/moving/one`] : [])];
      expect(await stack.steps()).toEqual([
        ...addresses("acme-eu").map((name) => ({ op: "delete", name, detail: [] })),
        ...addresses("acme-us").map((name) => ({ op: "create", name, detail: [] })),
      ]);
      expect(all.flatMap(({ requests }) => requests)).toEqual([]);
      await stack.upOk();
      expect(namesAt("acme-us")).toEqual(["Product 1", "Product 3", "Product 4"]);
      const left = objects(sandboxes["acme-eu"]).filter(({ archived }) => !archived);
      expect(left.map(({ body }) => body["name"])).toEqual(["Product 2"]);
      expect(sandboxes["acme-us"].writes).toHaveLength(addresses("acme-us").length);
      expect(sandboxes["acme-eu"].writes).toHaveLength(addresses("acme-eu").length);
      expect(await stack.steps()).toEqual([]);
    },
  );

  describe("a credential of one is not right", () => {
    const eu = { shared: { ...shared, archived: true }, europe: product.fields(2) };
    const us = { shared, states: family(4), moving: family(3) };
    const renamed = { ...us, states: family(4, { name: "Renamed" }) };
    const variables = Object.keys(environment["acme-us"]);

    it(
      "wrong: the account and its variables are named, those of the " + "other are not, and nothing is changed",
      async () => {
        stack.write(files(eu, renamed));
        stack.environment = {
          ...environment["acme-eu"],
          ...Object.fromEntries(variables.map((name) => [name, "somebody-elses"])),
        };
        const { code, text } = await stack.up();
        expect(code).not.toBe(0);
        expect(text).toContain("account acme-us");
        expect(text).toContain(`check ${variables.join(" and ")} (or catalogue:credentials.acme-us): `);
        expect(text).not.toMatch(/ACME_EU_|somebody-elses/);
        expect(namesAt("acme-us")).toEqual(["Product 1", "Product 3", "Product 4"]);
      },
    );

    it("missing: named as well, and nothing is sent; the other account goes on without it", async () => {
      stack.environment = { ...environment["acme-eu"] };
      clear();
      const { code, text } = await stack.up();
      expect(code).not.toBe(0);
      expect(text).toContain(`account acme-us: no credentials: ${variables.join(" and ")}`);
      expect(text).not.toContain("ACME_EU_");
      expect(all.flatMap(({ requests }) => requests)).toEqual([]);

      stack.write(files({ ...eu, europe: { ...product.fields(2), name: "Europe" } }, us));
      await stack.upOk();
      expect(namesAt("acme-eu")).toContain("Europe");
      expect(sandboxes["acme-us"].requests).toEqual([]);
    });

    it("put right: the next run does what was left", async () => {
      stack.environment = { ...environment["acme-eu"], ...environment["acme-us"] };
      stack.write(files({ ...eu, europe: { ...product.fields(2), name: "Europe" } }, renamed));
      await stack.upOk();
      expect(namesAt("acme-us")).toEqual(["Product 1", "Product 3", "Renamed"]);
      expect(await stack.steps()).toEqual([]);
    });
  });
});

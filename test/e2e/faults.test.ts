/** The vendor out of order, the credentials wrong: with the real CLI. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { SandboxReply } from "../../sandboxes/sandbox.ts";
import { Stack } from "../../tools/local/stack.ts";
import { fixtureOf } from "../support/vendors.js";
import { startVendors, type Vendors } from "./sandboxes.js";

const names = ["sequence", "fynn", "polar"] as const;

const family = (vendor: string, more: JsonObject = {}): JsonObject => {
  const { product, child } = fixtureOf(vendor);
  return { ...product.fields(1), ...more, ...(child ? { [child.collection]: { one: child.fields(1) } } : {}) };
};

const files = (more: JsonObject = {}): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => [`${name}.yaml`, JSON.stringify({ vendor: name, products: { alpha: family(name, more) } })]),
  );

let vendors: Vendors;
let stack: Stack;

beforeEach(async () => {
  vendors = await startVendors();
  stack = await Stack.create({
    catalogue: files(),
    config: { accounts: vendors.accounts },
    environment: vendors.environment,
  });
});
afterEach(async () => {
  stack.remove();
  await vendors.close();
});

const live = (): number =>
  names.flatMap((name) => fixtureOf(name).objects(vendors[name])).filter(({ archived }) => !archived).length;

describe("archived in the dashboard, then up --refresh", () => {
  it(
    "Polar un-archives; list prices and Fynn's objects warn and go " + "on; nothing is dropped from the state",
    async () => {
      await stack.upOk();
      const ids = await stack.ids();
      for (const [address, id] of Object.entries(ids)) {
        const name = address.split("/")[0] as (typeof names)[number];
        fixtureOf(name).archive(vendors[name], id);
      }
      vendors.clear();
      const { text } = await stack.upOk("--refresh");
      expect(vendors.writes()).toEqual([`PATCH /v1/products/${ids["polar/alpha"]}`]);
      for (const address of ["sequence/alpha/one", "fynn/alpha", "fynn/alpha/one"])
        expect(text).toMatch(new RegExp(`${address}: the [a-z ]+ was archived outside the catalogue, and the vendor`));
      expect(text).not.toMatch(/sequence\/alpha: the [a-z ]+ was archived outside the catalogue/);
      expect(await stack.ids()).toEqual(ids);
      // said again on each run, until the YAML says the same
      expect((await stack.run("preview", "--stack", stack.name)).text).toContain(
        "was archived outside the catalogue, and the vendor",
      );
    },
  );

  it("a token with which every object answers 404: the refresh fails, and the state is intact", async () => {
    await stack.upOk();
    const ids = await stack.ids();
    const nothing = (reply: SandboxReply) => () => reply;
    vendors.sequence.misbehave = ({ path }) =>
      path.includes("-prices") && !/-prices\/./.test(path)
        ? { status: 200, body: { items: [], pagination: {} } }
        : { status: 404, body: { error: { type: "NotFound", message: "not found" } } };
    vendors.fynn.misbehave = nothing({ status: 404, body: { title: "An error occurred", detail: "Not Found" } });
    vendors.polar.misbehave = nothing({ status: 404, body: { error: "ResourceNotFound", detail: "Not found" } });
    const { code, text } = await stack.up("--refresh");
    expect(code).not.toBe(0);
    expect(text).toContain("the credentials or the host are wrong");
    for (const name of names) vendors[name].misbehave = undefined;
    expect(await stack.ids()).toEqual(ids);
    expect(await stack.steps("--refresh")).toEqual([]);
  });
});

describe("a vendor out of order", () => {
  const troubles: [string, SandboxReply | "hang" | "reset", RegExp][] = [
    [
      "wrong credentials",
      { status: 401, body: { error: "invalid_token", detail: "Unauthorized" } },
      /does not accept the credentials.*HTTP 401/,
    ],
    ["500", { status: 500, text: "Internal Server Error" }, /failed \(HTTP 500\), tried 4 times/],
    [
      "HTML instead of JSON",
      { status: 200, text: "<html><body>Login</body></html>", headers: { "content-type": "text/html" } },
      /text\/html instead of JSON: <html>/,
    ],
    [
      "a redirect",
      { status: 302, headers: { location: "https://elsewhere.example/login" } },
      /a redirect to https:\/\/elsewhere\.example/,
    ],
    ["a server that hangs", "hang", /did not answer, tried [0-9] times: no complete response within 2 s/],
    ["connections that break", "reset", /did not answer, tried 4 times: the connection broke/],
  ];

  it.each(troubles)(
    "%s: a clear error after a few tries, no secret " + "in it, and the next up goes on",
    async (_name, trouble, message) => {
      const accounts = Object.fromEntries(
        Object.entries(vendors.accounts).map(([name, account]) => [
          name,
          { ...account, limits: { requestSeconds: 2, operationSeconds: 6, searchSeconds: 1 } },
        ]),
      );
      stack.configure({ accounts });
      for (const name of names) vendors[name].misbehave = () => trouble;
      const { code, text } = await stack.up();
      expect(code).not.toBe(0);
      expect(text).toMatch(message);
      expect(text).toContain("what to do:");
      expect(text).not.toMatch(/^\s+at .*\.js:[0-9]+/m);
      const secrets = [
        "sandbox-secret",
        "sandbox-key",
        "sandbox-token",
        Buffer.from("sandbox-client:sandbox-secret").toString("base64"),
      ];
      for (const secret of secrets) expect(text).not.toContain(secret);
      for (const name of names) vendors[name].misbehave = undefined;
      stack.configure({ accounts: vendors.accounts });
      await stack.upOk();
      expect(live()).toBe(5);
    },
  );

  it("an unreachable host", async () => {
    stack.configure({ accounts: { ...vendors.accounts, sequence: { baseUrl: "http://127.0.0.1:1" } } });
    const { code, text } = await stack.up();
    expect(code).not.toBe(0);
    expect(text).toMatch(/cannot be reached, tried 4 times: http:\/\/127\.0\.0\.1:1: ECONNREFUSED/);
    expect(text).toContain("check the account's baseUrl and the network");
  });
});

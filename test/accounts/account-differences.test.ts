import { describe, expect, it } from "vitest";
import { accountDifferences, differenceText } from "../../provider/accounts/account-differences.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import { registry } from "../../provider/vendors/registry.js";

const config = (accounts: JsonObject) => ({ "catalogue:accounts": JSON.stringify(accounts) });
const differences = (now: JsonObject, allowed: JsonObject) =>
  accountDifferences(config(now), config(allowed), registry);
const texts = (now: JsonObject, allowed: JsonObject): string[] => differences(now, allowed).map(differenceText);

describe("accounts differ in where credentials are sent", () => {
  it.each([
    [{ polar: { environment: "production" } }, {}, "polar: environment sandbox -> production"],
    [{}, { polar: { environment: "production" } }, "polar: environment production -> sandbox"],
    [{ polar: { organization: "b" } }, { polar: { organization: "a" } }, "polar: organization a -> b"],
    [{ polar: { allowHttp: true } }, { polar: {} }, "polar: allowHttp false -> true"],
    [{ eu: { vendor: "polar" } }, { eu: { vendor: "sequence" } }, "eu: vendor sequence -> polar"],
    [
      { fynn: { baseUrl: "https://evil.example/x" } },
      { fynn: { baseUrl: "https://acme.coreapi.io" } },
      "fynn: baseUrl https://acme.coreapi.io -> https://evil.example/x",
    ],
    [
      { fynn: { baseUrl: "https://acme.coreapi.io/other" } },
      { fynn: { baseUrl: "https://acme.coreapi.io/one" } },
      "fynn: baseUrl https://acme.coreapi.io/one -> https://acme.coreapi.io/other",
    ],
  ])("%j is not %j", (now, allowed, text) => {
    expect(texts(now, allowed)).toContain(text);
  });

  it.each([
    [{ polar: { vendor: "polar", environment: "sandbox" } }, {}],
    [{ polar: { baseUrl: "https://sandbox-api.polar.sh/" } }, { polar: {} }],
    [{ polar: { limits: { perMinute: 1 }, allowEmpty: true } }, {}],
    [{ eu: { vendor: "polar" } }, {}],
  ])("%j is the same as %j", (now, allowed) => {
    expect(texts(now, allowed)).toEqual([]);
  });

  it("a host is foreign when it is none of the vendor's own, nor this machine", () => {
    const foreignTo = (baseUrl: string, vendor = "polar"): string | undefined =>
      differences({ x: { vendor, baseUrl } }, {}).find(({ member }) => member === "baseUrl")?.foreignTo;
    expect(foreignTo("https://api.polar.sh.evil.example")).toBe("Polar");
    expect(foreignTo("https://api.polar.sh@evil.example")).toBe("Polar");
    expect(foreignTo("https://api.polar.sh")).toBeUndefined();
    expect(foreignTo("https://other.coreapi.io", "fynn")).toBeUndefined();
    expect(foreignTo("https://xcoreapi.io", "fynn")).toBe("Fynn");
    expect(foreignTo("http://127.0.0.1:4000")).toBeUndefined();
  });

  it("shows no part of a URL that may be a credential", () => {
    const text = texts({ polar: { baseUrl: "https://user:hidden@evil.example/?key=hidden" } }, {}).join();
    expect(text).toContain("https://evil.example");
    expect(text).not.toContain("hidden");
  });

  it("text that is no map counts as no accounts", () => {
    expect(accountDifferences({ "catalogue:accounts": "no JSON" }, config({ polar: [] }), registry)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../provider/lifecycle/config.js";
import type { Vendor } from "../../provider/vendors/kind.js";
import { registry } from "../../provider/vendors/registry.js";

const vendor = (name: string): Vendor => registry.vendor(name) as Vendor;
const read = (config: Record<string, unknown>) =>
  readConfig(
    Object.fromEntries(
      Object.entries(config).map(([key, value]) => [`catalogue:${key}`, typeof value === "string" ? value : JSON.stringify(value)]),
    ),
    registry,
  );

describe("accounts", () => {
  it("an account that is not listed is the vendor's sandbox; production is never silent", () => {
    expect(read({}).account("sequence", vendor("sequence"))).toMatchObject({
      environment: "sandbox",
      baseUrl: "https://sandbox.sequencehq.com/api",
    });
    expect(read({}).account("polar", vendor("polar"))).toMatchObject({ baseUrl: "https://sandbox-api.polar.sh" });
    const production = read({ accounts: { live: { vendor: "polar", environment: "production" } } });
    expect(production.account("live", vendor("polar"))).toMatchObject({ environment: "production", baseUrl: "https://api.polar.sh" });
  });

  it("settings have their documented defaults", () => {
    const config = read({ accounts: { fynn: { baseUrl: "https://acme.coreapi.io", numberUnique: true } } });
    expect(config.account("fynn", vendor("fynn")).settings).toMatchObject({
      numberUnique: true,
      relations: "object",
      unarchiveByPut: false,
    });
  });

  it.each([
    [{ accounts: { fynn: {} } }, /catalogue:accounts\.fynn\.baseUrl is not set\n {2}what to do: set it to https:\/\/preview\.coreapi\.io/],
    [{ accounts: { a: { vendor: "polr" } } }, /catalogue:accounts\.a\.vendor is "polr"/],
    [{ accounts: { a: {} } }, /catalogue:accounts\.a\.vendor is "a"/],
    [{ accounts: { polar: { environment: "live" } } }, /catalogue:accounts\.polar\.environment/],
    [{ accounts: { polar: { oops: 1 } } }, /catalogue:accounts\.polar\.oops is not a setting/],
    [{ accounts: { polar: { limits: { requestSeconds: -1 } } } }, /limits\.requestSeconds/],
    [{ accounts: { polar: { baseUrl: "http://polar.example.com" } } }, /plain http would send the credentials in clear/],
    [{ accounts: { polar: { baseUrl: "https://user:pw@polar.example.com" } } }, /holds credentials/],
    [{ accounts: { polar: { baseUrl: "polar.example.com" } } }, /write a whole address/],
    [{ accounts: "[]" }, /catalogue:accounts is not a map/],
    [{ accounts: { polar: 5 } }, /catalogue:accounts\.polar is not a map/],
    [{ onRemove: "delete" }, /catalogue:onRemove is "delete"\n {2}what to do: set it to auto or archive or retain or forbid/],
    [{ adoptWindow: "a day" }, /catalogue:adoptWindow is "a day"/],
  ])("%j is refused in words", (config, message) => {
    const run = () => read(config).account("fynn", vendor("fynn"));
    expect(run).toThrow(ConfigError);
    expect(run).toThrow(message);
  });

  it("plain http is for this machine, or by permission", () => {
    expect(read({ accounts: { polar: { baseUrl: "http://127.0.0.1:8080" } } }).account("polar", vendor("polar")).baseUrl).toBe(
      "http://127.0.0.1:8080",
    );
    expect(
      read({ accounts: { polar: { baseUrl: "http://polar.internal", allowHttp: true } } }).account("polar", vendor("polar")).baseUrl,
    ).toBe("http://polar.internal");
  });

  it("an account belongs to one vendor", () => {
    const config = read({ accounts: { acme: { vendor: "polar" } } });
    expect(() => config.account("acme", vendor("sequence"))).toThrow(/is an account of Polar, and the catalogue uses it for Sequence/);
  });

  it("windows", () => {
    expect(["24h", "30m", "2d", "0", "0h"].map((adoptWindow) => read({ adoptWindow }).adoptWindow)).toEqual([
      86_400_000, 1_800_000, 172_800_000, 0, 0,
    ]);
    expect(read({}).adoptWindow).toBe(86_400_000);
  });
});

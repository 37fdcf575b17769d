import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../provider/accounts/config.js";
import { unknownKeys } from "../../provider/accounts/config-keys.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { Vendor } from "../../provider/kinds/vendor.js";
import { registry } from "../../provider/vendors/registry.js";
import { toyRegistry } from "../toy/vendor.js";

const vendor = (name: string): Vendor => registry.vendor(name) as Vendor;
const read = (config: Record<string, unknown>) =>
  readConfig(
    Object.fromEntries(
      Object.entries(config).map(([key, value]) => [
        `catalogue:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
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
    expect(production.account("live", vendor("polar"))).toMatchObject({
      environment: "production",
      baseUrl: "https://api.polar.sh",
    });
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
    [
      { accounts: { fynn: {} } },
      /catalogue:accounts\.fynn\.baseUrl is not set\n {2}what to do: set it to https:\/\/preview\.coreapi\.io/,
    ],
    [{ accounts: { a: { vendor: "polr" } } }, /catalogue:accounts\.a\.vendor is "polr"/],
    [{ accounts: { a: {} } }, /catalogue:accounts\.a\.vendor is "a"/],
    [
      { accounts: { polar: { environment: "live" } } },
      /catalogue:accounts\.polar\.environment is "live"\n {2}what to do: set it to `sandbox` or `production`: pulumi config set --path 'catalogue:accounts\.polar\.environment' <sandbox \| production>$/,
    ],
    [
      { accounts: { polar: { environment: "prod" } } },
      /is "prod"\n {2}what to do: set it to `sandbox` or `production`: pulumi config set --path 'catalogue:accounts\.polar\.environment' production$/,
    ],
    [
      { accounts: { polar: { allowHttp: "yes" } } },
      /set it to `true` or `false`: pulumi config set --path 'catalogue:accounts\.polar\.allowHttp' true$/,
    ],
    [
      { accounts: { polar: { limits: { concurrent: 100 } } } },
      /concurrent is 100\n {2}what to do: set it to a whole number of at least 1 and at most 64/,
    ],
    [
      { accounts: { polar: { limits: { requestSeconds: "30" } } } },
      /requestSeconds is "30"\n {2}what to do: set it to a number above 0 and at most 600/,
    ],
    [{ accounts: { polar: { organization: "" } } }, /set it to a string that is not empty/],
    [
      { accounts: { polar: { limits: { perMinut: 1 } } } },
      /perMinut is not a setting\n {2}what to do: did you mean `perMinute`\?/,
    ],
    [
      { accounts: { polar: { enviroment: "sandbox" } } },
      /did you mean `environment`\?.*pulumi config rm --path 'catalogue:accounts\.polar\.enviroment'/,
    ],
    [
      { accounts: { fynn: { relations: "ids" } } },
      /catalogue:accounts\.fynn\.relations is "ids"\n {2}what to do: set it to `/,
    ],
    [{ accounts: { polar: { oops: 1 } } }, /catalogue:accounts\.polar\.oops is not a setting/],
    [{ accounts: { polar: { limits: { requestSeconds: -1 } } } }, /limits\.requestSeconds/],
    [{ accounts: { polar: { baseUrl: "http://polar.example.com" } } }, /http would send the credentials unencrypted/],
    [{ accounts: { polar: { baseUrl: "https://user:pw@polar.example.com" } } }, /contains credentials/],
    [{ accounts: { polar: { baseUrl: "polar.example.com" } } }, /set the full URL/],
    [{ accounts: "[]" }, /catalogue:accounts is not a map/],
    [{ accounts: { polar: 5 } }, /catalogue:accounts\.polar is not a map/],
    [
      { onRemove: "delete" },
      /catalogue:onRemove is "delete"\n {2}what to do: set it to auto or archive or retain or forbid/,
    ],
    [{ adoptWindow: "a day" }, /catalogue:adoptWindow is "a day"/],
  ])("%j is refused in words", (config, message) => {
    const run = () => read(config).account("fynn", vendor("fynn"));
    expect(run).toThrow(ConfigError);
    expect(run).toThrow(message);
  });

  it.each([
    "https://key:hunter2@polar.example.com",
    "https://hunter2@polar.example.com/v1",
    "key:hunter2@polar.example.com",
    "hunter2@polar.example.com",
    "https://key:hunt/er2@polar.example.com",
    "https://key:hunter2@polar.example.com:port",
    "http://key:hunter2@polar.example.com",
    "ftp://key:hunter2@polar.example.com",
    "https://polar.example.com/?token=hunter2",
    "polar.example.com?token=hunter2",
  ])("what is a credential in %s is not shown", (baseUrl) => {
    const run = () => read({ accounts: { polar: { baseUrl } } }).account("polar", vendor("polar"));
    expect(run).toThrow(/catalogue:accounts\.polar\.baseUrl/);
    expect(run).not.toThrow(/hunt|er2|key/);
  });

  it("refuses an unknown key of the namespace and suggests a known one; ignores other namespaces", () => {
    expect(unknownKeys(["catalogue:values", "catalogue:credentials", "aws:region", "other:valuez"])).toBeUndefined();
    expect(unknownKeys(["catalogue:valuez", "catalogue:values"])).toBe(
      "catalogue:valuez is not a setting of the catalogue\n  what to do: did you mean `catalogue:values`? " +
        "Remove this one: pulumi config rm 'catalogue:valuez'",
    );
    expect(unknownKeys(["catalogue:something"])).toContain("use one of `catalogue:directory`, `catalogue:accounts`");
  });

  it("plain http is for this machine, or by permission", () => {
    expect(
      read({ accounts: { polar: { baseUrl: "http://127.0.0.1:8080" } } }).account("polar", vendor("polar")).baseUrl,
    ).toBe("http://127.0.0.1:8080");
    expect(
      read({ accounts: { polar: { baseUrl: "http://polar.internal", allowHttp: true } } }).account(
        "polar",
        vendor("polar"),
      ).baseUrl,
    ).toBe("http://polar.internal");
  });

  it("an account belongs to one vendor", () => {
    const config = read({ accounts: { acme: { vendor: "polar" } } });
    expect(() => config.account("acme", vendor("sequence"))).toThrow(
      /is an account of Polar, but the catalogue uses it for Sequence/,
    );
  });

  it("a limit in the vendor's own period: nine tenths of it, or what the account sets", () => {
    const toy = toyRegistry.vendor("toy");
    if (!toy) throw new Error("no toy");
    const rateOf = (limits?: JsonObject) =>
      readConfig(
        {
          "catalogue:accounts": JSON.stringify({ toy: { baseUrl: "https://toy.test", ...(limits ? { limits } : {}) } }),
        },
        toyRegistry,
      ).account("toy", toy).limits.rate;
    expect(rateOf()).toEqual({ requests: 27, seconds: 1 });
    expect(rateOf({ concurrent: 2 })).toEqual({ requests: 27, seconds: 1 });
    expect(rateOf({ perMinute: 600 })).toEqual({ requests: 10, seconds: 1 });
    expect(rateOf({ perMinute: 25 })).toEqual({ requests: 1, seconds: 3 });
    expect(rateOf({ perMinute: 0 })).toBeUndefined();
    const ofPolar = (account: JsonObject) =>
      read({ accounts: { polar: account } }).account("polar", vendor("polar")).limits.rate;
    expect(ofPolar({})).toEqual({ requests: 90, seconds: 60 });
    expect(ofPolar({ environment: "production" })).toEqual({ requests: 450, seconds: 60 });
    expect(ofPolar({ limits: { perMinute: 5 } })).toEqual({ requests: 5, seconds: 60 });
    const ofFynn = (account: JsonObject) =>
      read({ accounts: { fynn: { baseUrl: "https://fynn.test", ...account } } }).account("fynn", vendor("fynn")).limits;
    expect(ofFynn({}).rate).toBeUndefined();
    expect(ofFynn({ limits: { perMinute: 7 } }).rate).toEqual({ requests: 7, seconds: 60 });
  });

  it("windows", () => {
    expect(["24h", "30m", "2d", "0", "0h"].map((adoptWindow) => read({ adoptWindow }).adoptWindow)).toEqual([
      86_400_000, 1_800_000, 172_800_000, 0, 0,
    ]);
    expect(read({}).adoptWindow).toBe(86_400_000);
  });
});

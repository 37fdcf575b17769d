import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { accountDifferences } from "../../../provider/accounts/account-differences.js";
import type { JsonObject } from "../../../provider/fields/shape.js";
import { ACCOUNT_RULE, accountFindings } from "../../../provider/review/rules/account-moved.js";
import { registry } from "../../../provider/vendors/registry.js";

const PRODUCTION = { polar: { environment: "production" } };
const MOVED = { polar: { environment: "production", baseUrl: "https://polar.example.net" } };
const config = (accounts: JsonObject) => ({ "catalogue:accounts": JSON.stringify(accounts) });
const found = (now: JsonObject, before: JsonObject, accepted?: string) =>
  accountFindings({ differences: accountDifferences(config(now), config(before), registry), accepted });

describe("account-moved", () => {
  it("finds its example, says what its documentation shows, and blocks", () => {
    expect(found(MOVED, PRODUCTION)).toEqual([
      {
        code: "account-moved",
        severity: "block",
        message: ACCOUNT_RULE.example,
        remedy: ACCOUNT_RULE.remedy,
        accept:
          "pulumi config set --path 'catalogue:review.accept.account-moved' " +
          "'polar baseUrl https //api.polar.sh -> https //polar.example.net: why'",
      },
    ]);
  });

  it("names all accounts that moved, and new ones at a foreign host, in one finding", () => {
    const now = { ...MOVED, eu: { vendor: "fynn", baseUrl: "https://fynn.example" } };
    const [finding, ...others] = found(now, PRODUCTION);
    expect(others).toEqual([]);
    expect(finding?.message).toContain("new account eu: baseUrl not set -> https://fynn.example, which is not a host");
    expect(finding?.message).toContain(ACCOUNT_RULE.example);
  });

  it("finds nothing in what stays, or in a new account at a host of its vendor", () => {
    expect(found(PRODUCTION, PRODUCTION)).toEqual([]);
    const acme = { acme: { vendor: "fynn", environment: "production", baseUrl: "https://acme.coreapi.io" } };
    expect(found({ ...PRODUCTION, ...acme }, PRODUCTION)).toEqual([]);
  });

  it("is accepted by the configuration before, for exactly these values", () => {
    const values = "polar baseUrl https //api.polar.sh -> https //polar.example.net";
    expect(found(MOVED, PRODUCTION, `${values}: our proxy`)).toEqual([]);
    expect(found(MOVED, PRODUCTION, `${values}x: our proxy`)).toHaveLength(1);
  });

  it("shows a command that no name can break out of", () => {
    const name = "x'; exit 1; '";
    const now = { [name]: { vendor: "polar", baseUrl: "https://evil.example/'$(exit 1)" } };
    const [command = ""] = found(now, {}).map(({ accept }) => accept);
    const shell = `pulumi() { echo "$# arguments"; }; ${command}`;
    expect(execFileSync("sh", ["-c", shell], { encoding: "utf8" })).toBe("5 arguments\n");
  });
});

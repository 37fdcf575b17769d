/** What a preview says first of each account: where its credentials go. */
import { describe, expect, it } from "vitest";
import { readConfig } from "../../provider/accounts/config.js";
import type { Entry } from "../../provider/catalogue/model.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import { accountLine, guardEmptiedAccounts } from "../../provider/pulumi/accounts.js";
import type { StackRow } from "../../provider/pulumi/stack-rows.js";
import { registry } from "../../provider/vendors/registry.js";

function line(vendor: string, config: JsonObject = {}) {
  const known = registry.vendor(vendor);
  if (!known) throw new Error(`no vendor ${vendor}`);
  return accountLine(
    readConfig({ "catalogue:accounts": JSON.stringify({ acme: { vendor, ...config } }) }, registry).account(
      "acme",
      known,
    ),
  );
}

describe("an account of which the catalogue has no entries, and the stack has objects", () => {
  const rows = ["a", "b", "c", "d"].map((key) => ({ account: "fynn", name: `fynn/${key}` }) as StackRow);
  const declared = [{ account: "polar" } as Entry];

  it("is refused: its entries are named, and how to empty it", () => {
    expect(() => guardEmptiedAccounts(declared, rows, { mayBeEmpty: () => false })).toThrow(
      "the catalogue has no entries of account fynn, so everything that this stack has in it would be removed: " +
        "fynn/a, fynn/b, fynn/c and 1 more; nothing was sent\n" +
        "  what to do: check catalogue:directory and put the account's files back; to empty the account on " +
        "purpose, run pulumi config set --path 'catalogue:accounts.fynn.allowEmpty' true; to archive everything " +
        "in the stack, run pulumi destroy",
    );
  });

  it("may be emptied with allowEmpty, as long as another account has entries", () => {
    const config = readConfig(
      { "catalogue:accounts": '{"fynn":{"baseUrl":"https://acme.coreapi.io","allowEmpty":true}}' },
      registry,
    );
    expect(() => guardEmptiedAccounts(declared, rows, config)).not.toThrow();
    expect(() => guardEmptiedAccounts([], rows, config)).toThrow(
      "to archive everything in the stack, run pulumi destroy",
    );
  });
});

describe("the line of an account", () => {
  it.each<[string, string, JsonObject]>([
    ["account acme: Sequence sandbox at sandbox.sequencehq.com", "sequence", {}],
    ["account acme: Sequence production at eu.sequencehq.com", "sequence", { environment: "production" }],
    [
      "account acme: Polar production at api.polar.sh, organization org-1",
      "polar",
      { environment: "production", organization: "org-1" },
    ],
    ["account acme: Fynn sandbox at preview.coreapi.io", "fynn", { baseUrl: "https://preview.coreapi.io" }],
    [
      "account acme: Fynn production at acme.coreapi.io",
      "fynn",
      { baseUrl: "https://acme.coreapi.io", environment: "production" },
    ],
    ["account acme: Fynn sandbox at 127.0.0.1:8080 (this machine)", "fynn", { baseUrl: "http://127.0.0.1:8080" }],
  ])("%s", (text, vendor, config) => {
    expect(line(vendor, config)).toEqual({ text, isWarning: false });
  });

  it.each([
    ["sequence", "https://sequencehq.com.example/api"],
    ["polar", "https://polar.internal.example"],
    ["fynn", "https://notcoreapi.io"],
    ["fynn", "https://coreapi.io.example"],
  ])("warns when %s's credentials go to %s, which is not one of its hosts", (vendor, baseUrl) => {
    const { text, isWarning } = line(vendor, { baseUrl });
    expect(isWarning).toBe(true);
    expect(text).toContain(`at ${new URL(baseUrl).host}, which is not a host of`);
    expect(text).toContain("what to do: check catalogue:accounts.acme.baseUrl");
  });

  it.each([
    ["polar", "sandbox", "https://api.polar.sh", "production"],
    ["fynn", "sandbox", "https://coreapi.io", "production"],
    ["fynn", "production", "https://preview.coreapi.io", "sandbox"],
  ])("warns when an account of %s that is called %s points at %s", (vendor, environment, baseUrl, is) => {
    const { text, isWarning } = line(vendor, { environment, baseUrl });
    expect(isWarning).toBe(true);
    expect(text).toContain(
      `, which is the ${is} host of ${vendor === "polar" ? "Polar" : "Fynn"}\n` +
        `  what to do: set catalogue:accounts.acme.environment to ${is}`,
    );
  });
});

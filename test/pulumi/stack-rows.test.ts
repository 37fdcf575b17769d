/** What the program knows of its stack's state before it declares anything, with an engine of three lines. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Json } from "../../provider/fields/shape.js";
import { admitCatalogue, readCatalogue } from "../../provider/pulumi/catalogue.js";
import { readStackRows } from "../../provider/pulumi/stack-rows.js";

/** A row of the state as the engine hands it out. */
const row = (chain: string, name: string, outputs: Record<string, Json>): [string, Json] => {
  const types = chain
    .split("$")
    .map((kind) => (kind === "Catalogue" ? "catalogue:index:Catalogue" : `pulumi-nodejs:dynamic/${kind}`));
  return [`urn:pulumi:dev::catalogue::${types.join("$")}::${name}`, { type: types.at(-1) ?? "", outputs }];
};

let folder: string;
/** What the engine knows; undefined: it knows no such call. */
let state: Record<string, Json> | undefined;
const asked: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "billing-catalogue-rows-"));
  writeFileSync(
    join(folder, "polar.yaml"),
    "vendor: polar\nproducts:\n  pro: { name: Pro, prices: [{ amount_type: fixed, price_amount: 900 }] }\n",
  );
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
      call: ({ token, inputs }) => {
        asked.push(`${token} ${inputs["stackName"]}`);
        return state === undefined ? {} : { outputs: state };
      },
    },
    "catalogue",
    "dev",
    false,
    "acme",
  );
});
beforeEach(() => {
  asked.length = 0;
  state = {};
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("rows of the running stack", () => {
  it("are read from the engine by the stack's full name, with kind, account, host and organization", async () => {
    state = Object.fromEntries([
      [
        "urn:pulumi:dev::catalogue::pulumi:pulumi:Stack::catalogue-dev",
        { type: "pulumi:pulumi:Stack", outputs: { ids: {} } },
      ],
      row("Catalogue$polar:Product", "eu/pro", {
        account: "eu",
        archived: true,
        live: { host: "a.test", organization: "org-1" },
      }),
      row("sequence:Product$sequence:ListPrice", "sequence/a/b", { account: "sequence", live: {} }),
    ]);
    const rows = await readStackRows();
    expect(asked).toEqual(["pulumi:pulumi:readStackResourceOutputs acme/catalogue/dev"]);
    expect(rows).toMatchObject([
      {
        name: "eu/pro",
        type: "polar:Product",
        fromCatalogue: true,
        account: "eu",
        archived: true,
        host: "a.test",
        organization: "org-1",
      },
      {
        name: "sequence/a/b",
        type: "sequence:ListPrice",
        fromCatalogue: false,
        account: "sequence",
        archived: false,
        host: "",
      },
    ]);
  });

  it("are none for a new stack, and for an engine that a test stands in for", async () => {
    expect(await readStackRows()).toEqual([]);
    state = undefined;
    expect(await readStackRows()).toEqual([]);
  });
});

describe("an account that points at another host than its objects were made at", () => {
  const made = (host: string): Record<string, Json> =>
    Object.fromEntries(
      ["pro", "max"].map((key) => row("Catalogue$polar:Product", `polar/${key}`, { account: "polar", live: { host } })),
    );

  it("is refused before anything is declared, and both hosts are named", async () => {
    state = made("elsewhere.test");
    const refused = await admitCatalogue(readCatalogue({ directory: folder })).catch((error: unknown) => error);
    expect(pulumi.RunError.isInstance(refused)).toBe(true);
    expect((refused as Error).message).toBe(
      "account polar now points at sandbox-api.polar.sh, but this stack has objects at " +
        "elsewhere.test: polar/max and 1 more; nothing was sent to sandbox-api.polar.sh\n" +
        "  what to do: set the account's environment or baseUrl back to elsewhere.test " +
        "(catalogue:accounts.polar), or use another stack for sandbox-api.polar.sh",
    );
  });
});

/** The program's side: entries become resources, beside a state with as many rows. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Output } from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Entry } from "../../provider/catalogue/model.js";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import type { StackRow } from "../../provider/pulumi/stack-rows.js";
import { startCounting } from "../support/operations.js";
import { catalogueOf, type Edition, ENTRIES } from "./catalogue.js";
import { expectLinear } from "./linear.js";

startCounting();
const pulumi = await import("@pulumi/pulumi");
const { Catalogue, polar, sequence } = await import("../../provider/index.js");
const { admitCatalogue, readCatalogue } = await import("../../provider/pulumi/catalogue.js");
const { checkCatalogue } = await import("../../provider/catalogue/load.js");
const { readConfig } = await import("../../provider/accounts/config.js");
const { declareAll } = await import("../../provider/pulumi/declare.js");
const { removals, removedRows } = await import("../../provider/pulumi/removals.js");
const { typeToken } = await import("../../provider/pulumi/resource-text.js");
const { UniqueValues } = await import("../../provider/pulumi/unique-values.js");
const { registry } = await import("../../provider/vendors/registry.js");

const CONFIG = {
  "catalogue:accounts": JSON.stringify({ fynn: { baseUrl: "https://fynn.example.com", numberUnique: true } }),
};
const config = readConfig(CONFIG, registry);
const folders: string[] = [];
/** What the engine answers when it is asked for the rows of the state. */
let state: Record<string, Json> = {};
let registered = 0;

beforeAll(async () => {
  for (const name of ["info", "log", "warn", "error"] as const)
    vi.spyOn(console, name).mockImplementation(() => undefined);
  // No CLI is asked for the options of rows.
  vi.stubEnv("PATH", "");
  pulumi.runtime.setAllConfig(CONFIG);
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => {
        registered += 1;
        return { id: `id of ${name}`, state: inputs };
      },
      call: () => ({ outputs: state }),
    },
    "catalogue",
    "dev",
    true,
    "organization",
  );
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const entriesOf = (units: number, edition: Edition = {}) => {
  const files = Object.entries(catalogueOf(units, edition)).map(([name, text]) => ({ name, text }));
  const { entries, problems } = checkCatalogue(files, { registry, values: {} });
  expect(problems).toEqual([]);
  return entries;
};

/** The rows that an `up` of an edition has left. */
const stateOf = (units: number, edition: Edition = {}): Record<string, Json> =>
  Object.fromEntries(
    entriesOf(units, edition).map(({ kind, address, account, archived, fields }): [string, JsonObject] => {
      const outputs = { ...fields, account, address, archived, live: { host: "" } };
      const type = typeToken(kind.type);
      return [`urn:pulumi:dev::catalogue::catalogue:index:Catalogue$${type}::${address}`, { type, outputs }];
    }),
  );

const rowsOf = (entries: readonly Entry[]): StackRow[] =>
  entries.map(({ kind, account, address, archived, fields }) => ({
    urn: `urn:${address}`,
    name: address,
    type: kind.type,
    fromCatalogue: true,
    account,
    archived,
    host: "",
    outputs: { ...fields, account, address },
  }));

/** The same entry under another key. */
const renamed = (entry: Entry): Entry => ({
  ...entry,
  key: `new-${entry.key}`,
  address: entry.address.replace("/", "/new-"),
  ...(entry.parent ? { parent: { ...entry.parent, address: entry.parent.address.replace("/", "/new-") } } : {}),
});

/** Runs a program in a stack of its own, until everything is registered. */
const inStack = async (program: () => Promise<readonly Output<unknown>[]>): Promise<void> => {
  let all: readonly Output<unknown>[] = [];
  registered = 0;
  // As in our own program: a stack trace costs more than everything else of a resource.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  await pulumi.runtime.runInPulumiStack(async () => {
    all = await program();
    return {};
  });
  await Promise.all(all.map((output) => new Promise((resolve) => void output.apply(resolve))));
  Error.stackTraceLimit = stackTraceLimit;
};

const folderOf = (units: number, edition: Edition): string => {
  const folder = mkdtempSync(join(tmpdir(), "billing-catalogue-scale-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(catalogueOf(units, edition))) writeFileSync(join(folder, name), text);
  return folder;
};

describe("the catalogue as a program", () => {
  const run = (before: Edition | undefined, now: Edition) =>
    expectLinear(20, (units) => {
      const folder = folderOf(units, now);
      const rows = before ? stateOf(units, before) : {};
      return async () => {
        state = rows;
        await inStack(async () => {
          const checked = readCatalogue({ directory: folder });
          await admitCatalogue(checked);
          return [new Catalogue("catalogue", checked).ids];
        });
        expect(registered).toBeGreaterThan(ENTRIES * 0.9 * units);
      };
    });

  it("in a new stack", () => run(undefined, {}));
  it("in a stack with rows, some of which are changed, renamed, removed and archived", () => run({}, { later: true }));

  it("of which a program takes every entry by its address", () =>
    expectLinear(20, async (units) => {
      const checked = readCatalogue({ directory: folderOf(units, {}) });
      let catalogue: InstanceType<typeof Catalogue> | undefined;
      state = {};
      await inStack(async () => {
        catalogue = new Catalogue("catalogue", checked);
        return [catalogue.ids];
      });
      const addresses = Array.from({ length: units }, (_, number) => `polar/pro-${number}`);
      return () => {
        for (const address of addresses) {
          expect(catalogue?.get(polar.Product, address).address).toBe(address);
          expect(() => catalogue?.get(sequence.Product, address)).toThrow();
        }
      };
    }));
});

describe("a program with resources of its own", () => {
  const price = { name: "A", currency: "EUR", billingFrequency: "MONTHLY", billingType: "IN_ADVANCE" } as const;
  const counted = { filter: { conjunction: "and", clauses: [] }, aggregation: { func: "count" } } as const;

  /** `pauses`: the program waits for each unit, so that each is compared with the state by itself. */
  const run = (pauses: boolean, rows: (units: number) => Record<string, Json>) =>
    expectLinear(20, (units) => {
      const known = rows(units);
      return async () => {
        state = known;
        await inStack(async () => {
          const all: Output<unknown>[] = [];
          for (let number = 0; number < units; number += 1) {
            const product = new sequence.Product(`plan-${number}`, { name: `Plan ${number}` });
            const structure = { pricingType: "FIXED", price: "1.00" } as const;
            const monthly = new sequence.ListPrice("monthly", { ...price, product, structure });
            const meter = new polar.Meter(`calls-${number}`, { name: `Calls ${number}`, ...counted });
            const metered = { amount_type: "metered_unit", unit_amount: "0.1", meter: `calls-${number}` } as const;
            const pro = new polar.Product(`pro-${number}`, {
              name: `Pro ${number}`,
              recurring_interval: "month",
              prices: [metered],
            });
            const gone = new polar.Meter(`gone-${number}`, { name: `Gone ${number}`, ...counted, archived: true });
            all.push(...[product, monthly, meter, pro, gone].map(({ urn }) => urn));
            if (pauses) await new Promise((resolve) => void gone.urn.apply(resolve));
          }
          return all;
        });
        expect(registered).toBe(1 + 5 * units);
      };
    });

  it("in a new stack", () => run(false, () => ({})));
  it("in a stack with rows, and it waits for each", () => run(true, stateOf));
});

describe("what it is made of", () => {
  it("the declarations, archived entries and those that may use them included", () =>
    expectLinear(40, (units) => {
      const entries = entriesOf(units, { later: true });
      return () => declareAll(entries, config, "catalogue/dev");
    }));

  it("as many dependencies as entries", () => {
    const declared = declareAll(entriesOf(100, { later: true }), config, "catalogue/dev");
    const dependencies = declared.flatMap(({ after }) => after);
    expect(dependencies.length).toBeGreaterThan(100);
    expect(dependencies.length).toBeLessThan(declared.length);
  });

  it("removed rows, and new entries with their content", () =>
    expectLinear(40, (units) => {
      const [rows, entries] = [rowsOf(entriesOf(units)), entriesOf(units, { later: true }).map(renamed)];
      const options = rows.map(({ type, outputs }, index) => ({
        type,
        address: String(outputs["address"]),
        ...(index % 3 === 0 ? { retained: true } : {}),
        ...(index % 3 === 1 ? { protected: true } : {}),
      }));
      return () => {
        const removed = removedRows(rows, entries);
        expect(removed.length).toBeGreaterThan(0.8 * rows.length);
        expect(removals(removed, rows, entries, config, options).refusal).toContain("the same holds for");
      };
    }));

  it("values that only one object may have", () =>
    expectLinear(40, (units) => {
      const entries = entriesOf(units);
      const rows = rowsOf(entries).map((row) => ({
        ...row,
        outputs: { ...row.outputs, number: `${row.name} before` },
      }));
      return () => new UniqueValues(() => true, config).check(entries, rows);
    }));
});

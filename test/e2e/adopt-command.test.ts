/**
 * `catalogue adopt` with the real CLI, in accounts with objects of somebody else: they come into the stack without a
 * change at the vendor, and stay the same objects when the files change.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { isObject } from "../../provider/fields/shape.js";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

const files = (price = "9.00"): Record<string, string> => ({
  "sequence.yaml": `vendor: sequence
x-price: &price { currency: EUR, billingFrequency: MONTHLY, billingType: IN_ADVANCE }
products:
  platform:
    name: Platform
    listPrices:
      monthly: { <<: *price, name: Monthly, structure: { pricingType: FIXED, price: "${price}" } }
      yearly: { <<: *price, name: Yearly, billingFrequency: YEARLY, structure: { pricingType: FIXED, price: "90.00" } }
`,
  "fynn.yaml": `vendor: fynn
products:
  crm:
    name: CRM
    type: product
    pricePlans:
      monthly:
        internalName: CRM monthly
        type: flat_fee
        currencyCode: EUR
        billingInterval: 1M
        price: { amount: 4900 }
`,
  "polar.yaml": `vendor: polar
meters:
  calls:
    name: Calls
    filter: { conjunction: and, clauses: [{ property: name, operator: eq, value: call }] }
    aggregation: { func: count }
products:
  pro:
    name: Pro
    recurring_interval: month
    metadata: { team: growth }
    prices:
      - { amount_type: fixed, price_amount: 2900 }
      - { amount_type: metered_unit, meter: calls, unit_amount: "0.5" }
`,
});

let vendors: Vendors;
let stack: Stack;
let ids: Record<string, string>;

beforeAll(async () => {
  vendors = await startVendors();
  const options = { config: { accounts: vendors.accounts }, environment: vendors.environment };
  const other = await Stack.create({ catalogue: files(), stack: "other", ...options });
  await other.upOk();
  ids = await other.ids();
  other.remove();
  for (const store of [vendors.polar.products, vendors.polar.meters])
    for (const object of store.all()) {
      const {
        catalogue_address: _address,
        catalogue_owner: _owner,
        ...free
      } = object["metadata"] as object & {
        catalogue_address?: string;
        catalogue_owner?: string;
      };
      store.put({ ...object, metadata: free });
    }
  stack = await Stack.create({ catalogue: files(), ...options });
  vendors.clear();
});
afterAll(async () => {
  stack.remove();
  await vendors.close();
});

const of = (account: string): Record<string, string> =>
  Object.fromEntries(Object.entries(ids).filter(([address]) => address.startsWith(`${account}/`)));

it("a dry run shows each pair and what is sent, and changes nothing; without a terminal it needs --yes", async () => {
  const { code, stdout, stderr } = await stack.catalogue("adopt", "sequence", "--dry-run");
  // What the account cannot list is a note.
  expect(stderr.replace(/^note: .*\n/gm, "")).toBe("");
  expect(code).toBe(2);
  expect(stdout).toContain("Account sequence (Sequence), stack dev: 3 objects to adopt, 0 managed already");
  for (const [address, id] of Object.entries(of("sequence")))
    expect(stdout).toMatch(new RegExp(`^  ${address} +(product|list price) +${id}  (same name|equal)`, "m"));
  expect(stdout).toContain("To be sent: nothing");
  const asked = await stack.catalogue("adopt", "sequence");
  expect(asked.code).toBe(2);
  expect(asked.stderr).toContain("without a terminal the command needs --yes");
  expect(vendors.writes()).toEqual([]);
  expect(await stack.state()).toEqual([]);
});

it("adopts the objects of all three vendors, and writes nothing but marks at Polar", async () => {
  for (const account of ["sequence", "fynn", "polar"]) {
    const { code, text } = await stack.catalogue("adopt", account, "--yes");
    expect(code, text).toBe(0);
    expect(text).toContain(account === "polar" ? "Sent: 2 PATCH requests with this stack's mark in" : "Sent: nothing");
  }
  expect(await stack.ids()).toEqual(ids);
  expect(vendors.writes().toSorted()).toEqual(
    [`PATCH /v1/meters/${ids["polar/calls"]}`, `PATCH /v1/products/${ids["polar/pro"]}`].toSorted(),
  );
  const bodies = vendors.polar.exchanges.map(({ request }) => request.body).filter(isObject);
  const written = bodies.filter((body) => Object.keys(body).length > 0);
  expect(written.map((body) => Object.keys(body))).toEqual([["metadata"], ["metadata"]]);
  expect(vendors.polar.products.get(ids["polar/pro"] ?? "")?.["metadata"]).toEqual({
    team: "growth",
    catalogue_address: "polar/pro",
    catalogue_owner: "catalogue/dev",
  });
});

it("then the preview is empty, with and without a refresh, and a second adoption has nothing to do", async () => {
  vendors.clear();
  expect(await stack.steps()).toEqual([]);
  expect(await stack.steps("--refresh")).toEqual([]);
  const { code, text } = await stack.catalogue("adopt", "polar", "--yes");
  expect(code, text).toBe(0);
  expect(text).toContain("nothing is left to adopt");
  expect(vendors.writes()).toEqual([]);
});

it("an edit of a price is an update of the same object, and nothing in the state remembers the adoption", async () => {
  stack.write(files("12.00"));
  const [step, ...others] = await stack.previewed();
  expect(others).toEqual([]);
  expect(step?.op).toBe("update");
  expect(step?.oldState?.id).toBe(ids["sequence/platform/monthly"]);
  expect(Object.keys(step?.detailedDiff ?? {})).toEqual(["structure.price"]);
  await stack.upOk();
  expect(await stack.ids()).toEqual(ids);
  expect(vendors.sequence.prices.get(ids["sequence/platform/monthly"] ?? "")?.["structure"]).toMatchObject({
    price: "12.00",
  });
  expect(JSON.stringify(await stack.state())).not.toContain("adopt");
});

/** What the conformance suite needs of the vendor: its sandbox as the tests use it, and values for every field. */
import { Registry } from "../../provider/kinds/registry.js";
import { registry as vendors } from "../../provider/vendors/registry.js";
import type { KindCases } from "../../test/conformance/cases.js";
import type { ConformingVendor } from "../../test/conformance/suite.js";
import { type TariffsSandbox, tariffsSandbox } from "./sandbox.ts";
import { tariffs } from "./vendor.js";

export const fixture: ConformingVendor = {
  name: "tariffs",
  registry: new Registry([...vendors.vendors, tariffs]),
  account: (switches = {}, config) => ({
    sandbox: (now) => tariffsSandbox({ now, switches }),
    environment: { TARIFFS_API_KEY: "sandbox-key" },
    ...(config ? { config } : {}),
  }),
  objects: (sandbox) =>
    (sandbox as TariffsSandbox).plans.all().map((body) => ({
      kind: "tariffs:Plan",
      id: String(body["id"]),
      archived: body["archivedAt"] !== null,
      body,
    })),
  edit: (sandbox, id, members) => {
    const { plans } = sandbox as TariffsSandbox;
    plans.put({ ...plans.get(id), ...members });
  },
};

export const cases: readonly KindCases[] = [
  {
    kind: "tariffs:Plan",
    base: { name: "Solo", currency: "EUR", interval: "month", price: "9.00" },
    fields: {
      name: { values: ["Solo", "Duo"] },
      description: { values: ["For one person.", "For two."] },
      currency: { values: ["EUR", "USD", "CHF"] },
      interval: { values: ["month", "year"] },
      price: { values: ["9.00", "0", "12.50"] },
      trialDays: { values: [14, 30] },
    },
  },
];

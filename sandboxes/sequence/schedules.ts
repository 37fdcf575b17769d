/** Billing schedules: `/billing-schedules`. Each holds prices of its own, minted from list prices. */
import { randomUUID } from "node:crypto";
import type { Json, JsonObject } from "../json.ts";
import { compact, type Route, type SandboxReply, type SandboxRequest, Store } from "../sandbox.ts";

export interface Schedules {
  readonly schedules: Store;
  /** A new schedule with a phase for each of these list prices, and one for a price of `adHoc`, a product. */
  readonly schedule: (
    listPriceIds: readonly string[],
    more?: { status?: string; archived?: boolean; adHoc?: string },
  ) => string;
}

interface Options {
  readonly prices: Store;
  readonly time: () => string;
  readonly now: () => number;
  readonly page: (all: readonly JsonObject[], request: SandboxRequest) => SandboxReply;
}

export function billingSchedules({ prices, time, now, page }: Options): Schedules & { readonly routes: Route[] } {
  const schedules = new Store(now);

  /** A price of a schedule: a copy that later changes of the list price do not reach. */
  const minted = (listPriceId: string): JsonObject => {
    const { id: _listPrice, ...copied } = prices.get(listPriceId) ?? {};
    return { ...copied, id: randomUUID(), listPriceId, status: "ACTIVE" };
  };

  /** A price that was made for one schedule. */
  const made = (productId: string): JsonObject => ({
    id: randomUUID(),
    productId,
    name: "Agreed price",
    currency: "EUR",
    structure: { pricingType: "FIXED", price: "1.00" },
    billingFrequency: "MONTHLY",
    billingType: "IN_ADVANCE",
    integrationIds: [],
    customMetricParameters: [],
    createdAt: time(),
    updatedAt: time(),
    status: "ACTIVE",
  });

  const phaseOf = (scheduleId: string, priceId: Json | undefined): JsonObject => ({
    id: randomUUID(),
    billingScheduleId: scheduleId,
    createdAt: time(),
    startDate: time().slice(0, 10),
    priceIds: [priceId ?? null],
    discounts: [],
    minimums: [],
    creditGrants: [],
    phasePriceMetadata: [],
    recurrencePreference: "CONTINUE_FROM_PREVIOUS_PHASE",
  });

  const schedule: Schedules["schedule"] = (listPriceIds, { status = "ACTIVE", archived = false, adHoc } = {}) => {
    const id = randomUUID();
    const own = [...listPriceIds.map(minted), ...(adHoc === undefined ? [] : [made(adHoc)])];
    schedules.put(
      compact({
        id,
        customerId: randomUUID(),
        status,
        startDate: time().slice(0, 10),
        autoIssueInvoices: false,
        rollUpBilling: false,
        prices: own,
        phases: own.map((price) => phaseOf(id, price["id"])),
        archivedAt: archived ? time() : undefined,
        createdAt: time(),
        updatedAt: time(),
        integrationIds: [],
        attachmentAssets: [],
        customFields: {},
      }),
    );
    return id;
  };

  return {
    schedules,
    schedule,
    routes: [
      [
        "GET",
        /^\/billing-schedules$/,
        (request) => {
          const { query } = request;
          const [status, archivedToo] = [
            query.get("billingScheduleStatus"),
            query.get("includeArchivedSchedules") === "true",
          ];
          const found = schedules
            .allSeen()
            .filter(
              (object) =>
                (archivedToo || object["archivedAt"] === undefined) && (status === null || object["status"] === status),
            );
          return page(found.toReversed(), request);
        },
      ],
    ],
  };
}

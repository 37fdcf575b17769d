/** Changes that show everything which a card can hold. */
import type { PriceChange, Totals } from "../../../provider/review/digest.ts";
import { change } from "../reviews.ts";

export const FILE = "catalogue/sequence.yaml";

export const monthly = change({
  address: "sequence/platform/monthly",
  kind: "sequence:ListPrice",
  kindTitle: "list price",
  account: "sequence",
  title: "Platform / monthly",
  sentence: "EUR 99.00 → 109.00 per month (+10.1 %), in place",
  id: "9f1c2a44-5d0e-4a57-9d42-1c1f8e2b7a10",
  place: { file: FILE, line: 14 },
  fields: [
    {
      path: "structure.price",
      before: "99.00",
      after: "109.00",
      money: true,
      place: { file: FILE, line: 18 },
    },
    { path: "name", before: "Platform monthly", after: "Platform, monthly", money: false },
  ],
  consequences: ["Running schedules keep their own copies; new schedules get EUR 109.00."],
  requests: [{ method: "PUT", path: "/list-prices/9f1c2a44", fields: ["structure", "name"] }],
  impact: [
    { of: "active schedules", count: 128, effect: "They keep EUR 99.00 until they are changed." },
    { of: "draft schedules", count: null },
  ],
  money: {
    direction: "up",
    prices: [
      {
        direction: "up",
        percent: "+10.1 %",
        before: { currency: "EUR", amount: "99.00", text: "EUR 99.00 per month" },
        after: { currency: "EUR", amount: "109.00", text: "EUR 109.00 per month" },
        bills: [
          { name: "big team", quantities: { seats: "60" }, before: "99.00", after: "109.00", percent: "+10.1 %" },
        ],
      },
    ],
  },
});

const seatTotals: Totals = {
  of: "seats",
  rows: [
    { quantity: "1", before: "25.00", after: "28.00", percent: "+12.0 %" },
    { quantity: "10", before: "250.00", after: "280.00", percent: "+12.0 %" },
    { quantity: "20", before: "500.00", after: "560.00", percent: "+12.0 %" },
    { quantity: "21", before: "520.00", after: "420.00", percent: "−19.2 %" },
    { quantity: "60", before: "1300.00", after: "1200.00", percent: "−7.7 %" },
  ],
  curve: {
    before: [
      ["0", "0"],
      ["20", "500"],
      ["60", "1300"],
    ],
    after: [
      ["0", "0"],
      ["20", "560"],
      ["21", "420"],
      ["60", "1200"],
    ],
  },
};

export const seats = change({
  address: "polar/team",
  title: "Team",
  account: "polar",
  sentence: "the price of a seat changes in both tiers: a new price; current subscribers keep what they have",
  place: { file: "catalogue/polar.yaml", line: 61 },
  fields: [
    {
      path: "prices[0].seat_tiers.tiers",
      before: [{ min_seats: 1, price_per_seat: 2500 }],
      after: [{ min_seats: 1, price_per_seat: 2800 }],
      money: true,
    },
  ],
  consequences: ["Current subscribers keep USD 25.00 per seat.", "Open checkouts of the old price are refused."],
  requests: [{ method: "PATCH", path: "/v1/products/<id>", fields: ["prices"] }],
  messages: [{ severity: "warning", text: "the product was archived in the dashboard; it is un-archived" }],
  money: {
    direction: "mixed",
    prices: [
      {
        direction: "mixed",
        before: { currency: "USD", text: "USD 25.00 per seat and month up to 20 seats, then 20.00" },
        after: { currency: "USD", text: "USD 28.00 per seat and month up to 20 seats, then 20.00 for all" },
        totals: seatTotals,
        bills: [
          { name: "start-up", quantities: { seats: "8" }, before: "200.00", after: "224.00", percent: "+12.0 %" },
          { name: "big team", quantities: { seats: "60" }, before: "1300.00", after: "1200.00", percent: "−7.7 %" },
        ],
      },
    ],
  },
});

const callsTotals: Totals = {
  of: "API calls",
  rows: ["1000", "10000", "100000", "1000000", "10000000"].map((quantity, index) => ({
    quantity,
    before: (5 * 8 ** index).toFixed(2),
    after: (4 * 8 ** index).toFixed(2),
    percent: "−20.0 %",
  })),
  curve: {
    before: [["0", "0"], ...["1000", "10000", "100000", "1000000", "10000000"].map(corner(5))],
    after: [["0", "0"], ...["1000", "10000", "100000", "1000000", "10000000"].map(corner(4))],
  },
};

function corner(first: number) {
  return (quantity: string, index: number): readonly [string, string] => [quantity, String(first * 8 ** index)];
}

export const usage = change({
  address: "fynn/calls/metered",
  kind: "fynn:PricePlan",
  kindTitle: "price plan",
  account: "fynn",
  title: "Calls / metered",
  sentence: "a call costs less in every tier, in place",
  place: { file: "catalogue/fynn.yaml", line: 88 },
  requests: [
    {
      method: "PUT",
      path: "/price-plans/<id>",
      fields: ["price"],
      overlaid: { without: ["showPricePerInterval"] },
    },
  ],
  money: {
    direction: "down",
    prices: [
      {
        direction: "down",
        percent: "−20.0 %",
        before: { currency: "EUR", text: "graduated price for each call and month, from EUR 0.005" },
        after: { currency: "EUR", text: "graduated price for each call and month, from EUR 0.004" },
        totals: callsTotals,
        bills: [],
      },
    ],
  },
});

export const legacy = change({
  address: "sequence/platform/legacy",
  kind: "sequence:ListPrice",
  kindTitle: "list price",
  account: "sequence",
  title: "Platform / legacy",
  action: "archive",
  irreversible: true,
  sentence: "archived; Sequence cannot bring it back; running schedules go on",
  place: { file: FILE, line: 40 },
  consequences: ["Running schedules go on."],
  requests: [{ method: "POST", path: "/list-prices/1b2c/archive", fields: [] }],
  impact: [{ of: "active schedules", count: 3 }],
  money: {
    direction: "unknown",
    prices: [
      {
        direction: "unknown",
        before: { currency: "EUR", amount: "79.00", text: "EUR 79.00 per month" },
        bills: [],
      },
    ],
  },
});

const launch: PriceChange = {
  direction: "unknown",
  after: { currency: "JPY", amount: "120000", text: "JPY 120000 per year" },
  bills: [],
};

export const created = change({
  address: "fynn/workspace/yearly-jpy",
  kind: "fynn:PricePlan",
  kindTitle: "price plan",
  account: "fynn",
  title: "Workspace / yearly, Japan",
  action: "create",
  sentence: "new: JPY 120000 per year",
  fields: [{ path: "price.amount", before: null, after: 120_000, money: true }],
  requests: null,
  money: { direction: "unknown", prices: [launch] },
});

export const texts = change({
  address: "polar/starter",
  title: "Starter",
  formerAddress: "polar/beginner",
  action: "rename",
  sentence: "renamed from polar/beginner",
  fields: [
    { path: "description", before: "For side projects.", after: "For side projects,\nand for students.", money: false },
  ],
});

/** Reviews that show everything which the page can hold. */
import type { Change, Review } from "../../../provider/review/digest.ts";
import { finding, review } from "../reviews.ts";
import { created, FILE, legacy, monthly, seats, texts, usage } from "./html-changes.ts";

/** Every part of the page, with findings. */
export const showcase: Review = review({
  source: { from: "preview", stack: "production", failed: false },
  changes: [legacy, monthly, seats, usage, created, texts],
  findings: [
    finding({
      code: "total-falls",
      severity: "block",
      address: "polar/team",
      title: "Team",
      message: "21 seats cost USD 420.00 in total, less than 20 seats, which cost USD 560.00",
      remedy: "Use graduated tiers, or lower the price of the first tier.",
      place: { file: "catalogue/polar.yaml", line: 66 },
      accept: 'lifecycle: { accept: { total-falls: "560.00 -> 420.00: agreed with sales" } }',
    }),
    finding({
      code: "sibling-left-behind",
      address: "sequence/platform/monthly",
      title: "Platform / monthly",
      message: "the monthly price rises by 10.1 %, the yearly price stays at EUR 990.00",
      remedy: "Change the yearly price too, or accept this change.",
      place: { file: FILE, line: 18 },
    }),
    finding({
      severity: "note",
      code: "unused-meter",
      message: "no price uses the meter tokens",
      remedy: "Archive it.",
    }),
  ],
  messages: [{ severity: "warning", text: "polar/old-plan: archived in the dashboard, not by this stack" }],
  accounts: [
    { name: "sequence", vendor: "sequence", vendorTitle: "Sequence", environment: "production" },
    { name: "fynn", vendor: "fynn", vendorTitle: "Fynn", environment: "sandbox" },
    { name: "polar", vendor: "polar", vendorTitle: "Polar" },
  ],
  priceList: [
    {
      address: "sequence/platform",
      title: "Platform",
      vendorTitle: "Sequence",
      account: "sequence",
      prices: [
        { address: monthly.address, title: "monthly", text: "EUR 109.00 per month", action: "update" },
        { address: "sequence/platform/yearly", title: "yearly", text: "EUR 990.00 per year" },
      ],
    },
    {
      address: "polar/team",
      title: "Team",
      vendorTitle: "Polar",
      account: "polar",
      prices: [{ address: "polar/team", title: "Team", text: "USD 28.00 per seat and month", action: "update" }],
    },
    { address: "fynn/archive", title: "Archive", vendorTitle: "Fynn", account: "fynn", prices: [] },
  ],
});

export const failedPreview: Review = {
  ...showcase,
  source: { from: "preview", stack: "production", failed: true },
  changes: [monthly],
  findings: [],
  messages: [
    {
      severity: "error",
      text: "sequence/platform/yearly: the price 99O.00 is not a decimal. Write digits, such as 990.00.",
      place: { file: FILE, line: 27 },
    },
    ...showcase.messages,
  ],
};

export const fromFiles: Review = {
  ...showcase,
  source: { from: "files", base: "origin/main", commit: "5d17e66a0b", failed: false },
};

export const nothing: Review = review();

/** `number` changes of all sorts, each with an address of its own. */
export function large(number: number): Review {
  const changes = Array.from({ length: number }, (_, index): Change => {
    const model = showcase.changes[index % showcase.changes.length] ?? monthly;
    return { ...model, address: `${model.address}-${index}`, title: `${model.title} ${index}` };
  });
  const findings = showcase.findings.map((one) => (one.address ? { ...one, address: `${one.address}-1` } : one));
  const priceList = changes.map(({ address, title, account }) => ({
    address: `${address}-product`,
    title,
    vendorTitle: account,
    account,
    prices: [{ address, title: "monthly", text: "EUR 109.00 per month", action: "update" as const }],
  }));
  return { ...showcase, changes, findings, priceList };
}

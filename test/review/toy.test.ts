/** The rules ask a kind what its fields mean: they hold for a vendor that they have never seen. */
import { describe, expect, it } from "vitest";
import { findings } from "../../provider/review/findings.js";
import { changeOf } from "./sides.js";

const toy = (colour: string, ...tariffs: readonly string[]): string =>
  `vendor: toy\ngadgets:\n  phone:\n    title: Phone\n    colour: ${colour}\n    tariffs:\n${tariffs
    .map((tariff) => `      ${tariff}\n`)
    .join("")}`;
const said = (before: string, after: string): string[] =>
  findings({ pairs: changeOf(before, after) }).map(({ code, address, message }) => `${code} ${address}: ${message}`);

describe("the toy vendor", () => {
  it("has a price, a trial, a name and a way of taxing", () => {
    const before = toy("red", 'call: { label: Call, rate: "0.20", minutes: 30 }');
    expect(said(before, toy("red", 'call: { label: Call, rate: "0.10", minutes: 10 }'))).toEqual(
      expect.arrayContaining([
        expect.stringContaining("trial-shortened toy/phone/call: the trial becomes shorter: 30 days → 10 days"),
        expect.stringContaining("cheaper-for-new toy/phone/call: new customers pay less"),
        expect.stringContaining("big-change toy/phone/call"),
      ]),
    );
    expect(said(before, before.replace("red", "blue"))).toEqual([
      "tax-changed toy/phone: `colour` changes: red → blue",
    ]);
    const twice = toy("red", 'call: { label: Call, rate: "0.20", minutes: 30 }', 'talk: { label: Call, rate: "0.30" }');
    expect(said(before, twice)).toEqual([
      expect.stringContaining('same-label toy/phone/talk: "Call" is also the name'),
    ]);
  });

  it("can bring back what it archives", () => {
    const before = toy("red", 'call: { label: Call, rate: "0.20" }', 'talk: { label: Talk, rate: "0.30" }');
    const after = before.replace('rate: "0.30"', 'rate: "0.30", archived: true');
    expect(said(before, after)).toEqual([]);
    expect(said(before, after.replace('rate: "0.20"', 'rate: "0.20", archived: true'))).toEqual([
      "last-price-archived toy/phone: no active price is left: 2 prices are archived or removed",
    ]);
  });
});

/** The file of `catalogue adopt`: what is not exactly one is refused. */
import { expect, it } from "vitest";
import { type AsIs, adoptionsText, readAdoptions } from "../../provider/lifecycle/adoptions.js";

const entry = (address: string, id: string): AsIs => ({ kind: "polar:Product", address, id });

it("is read as it is written", () =>
  expect([...readAdoptions(adoptionsText([entry("polar/a", "1"), entry("polar/b", "2")]))]).toEqual([
    ["polar:Product polar/a", "1"],
    ["polar:Product polar/b", "2"],
  ]));

it.each([
  ["an entry with two objects", adoptionsText([entry("polar/a", "1"), entry("polar/a", "2")]), "twice"],
  ["an object of two entries", adoptionsText([entry("polar/a", "1"), entry("polar/b", "1")]), "twice"],
  ["another version", '{"version":2,"entries":[]}', "not one that `catalogue adopt` writes"],
  ["an entry without an id", adoptionsText([entry("polar/a", "")]), "not one that `catalogue adopt` writes"],
  ["half a file", '{"version":1,', "not one that `catalogue adopt` writes"],
])("%s is refused", (_name, text, words) => expect(() => readAdoptions(text)).toThrow(words));

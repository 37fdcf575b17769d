/** What a receipt says of each change, from the events of the run. */
import { describe, expect, it } from "vitest";
import type { Change } from "../../provider/review/digest.ts";
import { endedSteps, receiptChanges } from "../../provider/review/make-receipt.ts";
import type { ReceiptChange } from "../../provider/review/receipt.ts";
import { change } from "./reviews.ts";

const urn = (name: string): string => `urn:pulumi:dev::catalogue::pulumi-nodejs:dynamic/polar:Product::${name}`;
const done = (op: string, name = "polar/pro", id = "id-1"): object => ({
  resOutputsEvent: { metadata: { op, urn: urn(name), new: { id } } },
});
const failed = (op: string, name = "polar/pro"): object => ({ resOpFailedEvent: { metadata: { op, urn: urn(name) } } });

const receipt = (
  changes: readonly Change[],
  events: readonly object[],
  rest: Partial<Parameters<typeof receiptChanges>[1]> = {},
): ReceiptChange[] =>
  receiptChanges(changes, { steps: endedSteps(events), requests: [], readBack: new Map(), ...rest });

describe("the outcome of a change", () => {
  it.each<[string, Partial<Change>, readonly object[], ReceiptChange["outcome"]]>([
    ["updated", {}, [done("update")], "done"],
    ["created", { action: "create" }, [done("create")], "done"],
    ["failed", {}, [failed("update")], "failed"],
    ["not reached", {}, [done("update", "polar/other")], "not-begun"],
    ["left as it is", {}, [done("same"), done("read")], "not-begun"],
    ["a longer name that begins like it", {}, [done("update", "polar/pro-2")], "not-begun"],
    ["renamed", { formerAddress: "polar/old" }, [done("update", "polar/old")], "done"],
    ["removed", { action: "archive", removed: true }, [done("delete")], "done"],
    ["removed, and another one of its name created", { removed: true }, [done("create")], "not-begun"],
    ["updated, and an old one of its name removed", {}, [done("delete")], "not-begun"],
    ["replaced", { action: "replace" }, [done("create-replacement"), done("replace"), done("delete-replaced")], "done"],
    ["replaced, the old one left", { action: "replace" }, [done("create-replacement"), done("replace")], "failed"],
    ["replaced, the new one failed", { action: "replace" }, [failed("create-replacement")], "failed"],
    ["the rest of a replacement", { action: "archive", ofReplacement: true }, [done("delete")], "done"],
  ])("%s", (_name, rest, events, outcome) => {
    expect(receipt([change(rest)], events)[0]?.outcome).toBe(outcome);
  });

  it("has the id that the row has after it", () => {
    const [replaced] = receipt(
      [change({ action: "replace", id: "old" })],
      [
        done("create-replacement", "polar/pro", "new"),
        { resOutputsEvent: { metadata: { op: "delete-replaced", urn: urn("polar/pro") } } },
      ],
    );
    expect(replaced?.id).toBe("new");
    expect(receipt([change({ id: "id-7" })], [])[0]?.id).toBe("id-7");
  });

  it("has the requests of its own address, the former one included, in their order", () => {
    const request = (address: string, path: string) => ({ address, method: "PATCH", path, status: 200 });
    const [first] = receipt([change({ formerAddress: "polar/old" })], [done("update")], {
      requests: [request("polar/pro", "/1"), request("polar/pro/x", "/2"), request("polar/old", "/3")],
    });
    expect(first?.requests).toEqual([
      { method: "PATCH", path: "/1", status: 200 },
      { method: "PATCH", path: "/3", status: 200 },
    ]);
  });
});

describe("what was read back", () => {
  const field = { path: "name", before: "a", after: "b", money: false };

  it.each<[string, Partial<Change>, readonly object[], ReadonlyMap<string, (typeof field)[]>, Partial<ReceiptChange>]>([
    ["equal", {}, [done("update")], new Map([["polar/pro", []]]), { readBack: "equal" }],
    [
      "different",
      {},
      [done("update")],
      new Map([["polar/pro", [field]]]),
      { readBack: "differs", differences: [field] },
    ],
    ["not read", {}, [done("update")], new Map(), { readBack: "not-read" }],
    ["not done", {}, [failed("update")], new Map([["polar/pro", []]]), { readBack: "not-read" }],
    [
      "removed",
      { removed: true },
      [done("delete")],
      new Map([["polar/pro", []]]),
      { readBack: "not-read", removed: true },
    ],
  ])("%s", (_name, rest, events, readBack, expected) => {
    expect(receipt([change(rest)], events, { readBack })[0]).toMatchObject(expected);
  });
});

it("events that are none of steps are left out", () => {
  expect(endedSteps([{}, { diagnosticEvent: { message: "x" } }, { resOutputsEvent: {} }, null, 7])).toEqual([]);
});

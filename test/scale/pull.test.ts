/** `catalogue pull` of large accounts: the keys of new entries, and the edits of a file. */
import { describe, expect, it } from "vitest";
import { countOperations, startCounting } from "../support/operations.js";
import { expectLinear } from "./linear.js";

startCounting();
const { keysOf } = await import("../../provider/cli/pull/keys.js");
const { editText } = await import("../../provider/catalogue/edit.js");
const { registry } = await import("../../provider/vendors/registry.js");

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("keys are chosen", () => {
  it("for objects of one name below one parent", () =>
    expectLinear(40, (count) => {
      const kind = registry.kind("sequence:ListPrice")?.kind;
      if (!kind) throw new Error("no such kind");
      const objects = numbers(count).map((number) => ({
        ...{ kind, id: `price-${String(number).padStart(6, "0")}`, object: {} },
        ...{ archived: false, parentId: "product" },
      }));
      const describe = () => ({ name: "Usage", currency: "EUR" });
      return () => {
        const keys = keysOf({ objects, describe, known: new Map(), taken: () => new Set() });
        expect(new Set(keys.values()).size).toBe(count);
      };
    }));
});

describe("a file is edited", () => {
  const run = (count: number) => (): void => {
    const entries = numbers(count).map((number) => `  p${number}:\n    name: ${number === 3 ? "&name " : ""}A\n`);
    const text = `products:\n${entries.join("")}  last:\n    name: *name\n`;
    const edits = numbers(count).map((number) => ({
      ...{ do: "set" as const, path: ["products", `p${number}`, "name"], value: `B${number}` },
    }));
    const made = editText(text, edits);
    expect(made.refused.map(({ edit }) => edit.path[1])).toEqual(["p3"]);
    expect(made.text.match(/name: B/g)).toHaveLength(count - 1);
  };

  it("in every entry, where one edit cannot be made: the file is not read again for each of the others", async () => {
    const [small, large] = [await countOperations(run(50)), await countOperations(run(200))];
    expect(large / small).toBeLessThan(8);
  });
});

/** The places of keys and values are those that the YAML library gives for the same text. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineCounter, type Node, type Pair, parseDocument, stringify, type YAMLMap } from "yaml";
import { parseFile } from "../../provider/catalogue/parse.js";
import type { Path } from "../../provider/validation/problem.js";
import { secretsOf } from "../../provider/validation/secrets.js";
import { registry } from "../../provider/vendors/registry.js";

const parse = (text: string) => parseFile({ name: "a.yaml", text }, secretsOf(registry));

const text = fc.constantFrom("a", "two words", "two\nlines", "ä", "");
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, fc.integer({ min: 0, max: 99 }), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z0-9]{1,3}$/), tie("value"), { maxKeys: 30 }),
  ),
}));

/** Every path of a value. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...inner.flatMap(([part, item]) => pathsOf(item, [...path, part]))];
}

describe("places", () => {
  it("of every value and key of random values", () => {
    fc.assert(
      fc.property(anything, fc.boolean(), (value, flow) => {
        const written = stringify(value, { collectionStyle: flow ? "flow" : "block" });
        const lineCounter = new LineCounter();
        const document = parseDocument(written, { lineCounter });
        const { places } = parse(written);
        const at = (node: Node | undefined | null) => lineCounter.linePos(node?.range?.[0] ?? 0);
        for (const path of pathsOf(value)) {
          const { line, column } = places.value(path);
          const node = document.getIn(path, true) as Node | undefined;
          expect({ line, col: column }).toEqual(at(node));
          if (typeof path.at(-1) !== "string") continue;
          const map = document.getIn(path.slice(0, -1), true) as YAMLMap;
          const pair = map.items.find(({ key }: Pair) => String(key) === path.at(-1));
          const key = places.key(path);
          expect({ line: key.line, col: key.column }).toEqual(at(pair?.key as Node));
        }
      }),
    );
  });

  it("of what is merged and of what an alias names: where it is written", () => {
    const { places } = parse("x-a: &a { name: A, label: L }\nb: { <<: *a, label: M }\nc: *a\n");
    expect(places.key(["b", "name"])).toEqual({ file: "a.yaml", line: 1, column: 11, length: 4 });
    expect(places.value(["b", "label"])).toEqual({ file: "a.yaml", line: 2, column: 21, length: 1 });
    expect(places.value(["c", "label"])).toEqual({ file: "a.yaml", line: 1, column: 27, length: 1 });
    expect([places.anchored(["x-a"]), places.anchored(["b"])]).toEqual([true, false]);
  });

  it("of what is not there: of the nearest value around it", () => {
    const { places } = parse("a:\n  - b: 1\n");
    for (const path of [
      ["a", 1],
      ["a", "-1"],
      ["a", "00"],
      ["a", "0x"],
    ])
      expect(places.value(path)).toEqual({ file: "a.yaml", line: 2, column: 3, length: 6 });
    expect(places.source(["a", 0, "b"])).toBe("1");
    expect(places.source(["a", 0, "c"])).toBeUndefined();
    expect(parse("a: [").places.value(["a"])).toEqual({ file: "a.yaml", line: 1, column: 1, length: 0 });
  });
});

/** Edits of a file that a person has written: the text before and after. */
import { describe, expect, it } from "vitest";
import { type Edit, editText, newFileText } from "../../provider/catalogue/edit.js";
import type { Json } from "../../provider/fields/shape.js";
import { add, becomes, insert, remove, set, text } from "../support/edits.js";

describe("a scalar keeps its style", () => {
  const styles: [string, Json, string][] = [
    ["price: '9.00' # now", "9.50", "price: '9.50' # now"],
    ['price: "9.00"', "9.50", 'price: "9.50"'],
    ["price:   9 # cents", 10, "price:   10 # cents"],
    ["name: Monthly", "Yearly", "name: Yearly"],
    ["name: Monthly", "10.00", 'name: "10.00"'],
    ["name: Monthly", "yes", 'name: "yes"'],
    ["name: Monthly", "2026-01-01", 'name: "2026-01-01"'],
    ["name: Monthly", "Plan #1: all", 'name: "Plan #1: all"'],
    ["name: Monthly", "“Monthly”", 'name: "“Monthly”"'],
    ["name: 'It''s'", "don't", "name: 'don''t'"],
    ["name: 'a'", "a\nb", 'name: "a\\nb"'],
    ["name: # none yet", "Pro", "name: Pro # none yet"],
    ["name: ~", "Pro", "name: Pro"],
    ["name: !!str 10 # text", "11", 'name: "11" # text'],
    ["note: |\n  one\n  two\n", "three\nfour\n", "note: |\n  three\n  four\n"],
    ["note: |-\n  one\n  two\n", "three", "note: |-\n  three\n"],
    ["note: >-\n  one\n  two\n", "three", "note: >-\n  three\n"],
    ["note: |\n  one\n\nlast: 1\n", true, "note: true\n\nlast: 1\n"],
    ["note:\n  long\n", "short", "note: short\n"],
  ];
  it.each(styles)("%j set to %j", (line, value, expected) => {
    const [name = ""] = line.split(":");
    becomes(line, [set(name, value)], expected);
  });
});

const PLAN = text(
  "# top",
  "vendor: fynn",
  "",
  "products:",
  "  # The base.",
  "  base: # first",
  "    name: Base # shown",
  "    # Ids differ.",
  "    taxGroup: { id: t1 }",
  "",
  "  # Not sold yet.",
  "  extra:",
  "    name: Extra",
  "    tiers:",
  "      - { from: 1, amount: 900 } # small",
  "      # Large teams.",
  "      - { from: 51, amount: 700 }",
  "",
  "# The end.",
  "",
);

describe("an entry of a file", () => {
  it("without edits is not changed", () => becomes(PLAN, [], PLAN));

  it("gets a field at its end", () =>
    becomes(PLAN, [set("products.base.number", "B-1")], PLAN.replace("{ id: t1 }\n", "{ id: t1 }\n    number: B-1\n")));

  it("loses a field with the comment in its line", () =>
    becomes(PLAN, [remove("products.base.name")], PLAN.replace("    name: Base # shown\n", "")));

  it("is added after a blank line where the others have one", () =>
    becomes(
      PLAN,
      [add("products.more", { name: "More", taxGroup: { id: "t1" } })],
      PLAN.replace("700 }\n", "700 }\n\n  more:\n    name: More\n    taxGroup: { id: t1 }\n"),
    ));

  it("gets its first child collection", () =>
    becomes(
      PLAN,
      [
        add("products.base.pricePlans.monthly", { internalName: "Monthly", price: { amount: 900 } }),
        add("products.base.pricePlans.yearly", { internalName: "Yearly" }),
      ],
      PLAN.replace(
        "{ id: t1 }\n",
        text(
          "{ id: t1 }",
          "    pricePlans:",
          "      monthly:",
          "        internalName: Monthly",
          "        price: { amount: 900 }",
          "      yearly:",
          "        internalName: Yearly",
          "",
        ),
      ),
    ));

  it("is removed, with one of the blank lines around it", () =>
    becomes(PLAN, [remove("products.base")], PLAN.replace(/ {2}base:[\s\S]*?\n\n/, "\n")));

  it("gets items of lists where they belong", () =>
    becomes(
      PLAN,
      [
        set("products.extra.tiers", [
          { from: 1, amount: 900 },
          { from: 11, amount: 800 },
          { from: 51, amount: 650 },
        ]),
      ],
      PLAN.replace("# small\n", "# small\n      - { from: 11, amount: 800 }\n").replace("amount: 700", "amount: 650"),
    ));

  it("keeps CRLF and a missing line end", () => {
    const before = PLAN.trimEnd()
      .replace(/\n\n# The end\.$/, "")
      .replaceAll("\n", "\r\n");
    becomes(
      before,
      [set("products.extra.unit", "GB"), insert("products.extra.tiers.2", { from: 101, amount: 600 })],
      `${before}\r\n      - { from: 101, amount: 600 }\r\n    unit: GB`,
    );
  });

  it("keeps its indentation of four, and lists without any", () =>
    becomes(
      "products:\n    base:\n        tiers:\n        - from: 1\n          amount: 2\n",
      [
        insert("products.base.tiers.0", { from: 0, price: { net: { eur: "1.00" } } }),
        set("products.base.more", { list: [{ a: 1, b: 2 }] }),
      ],
      text(
        "products:",
        "    base:",
        "        tiers:",
        "        - from: 0",
        "          price:",
        '              net: { eur: "1.00" }',
        "        - from: 1",
        "          amount: 2",
        "        more:",
        "            list:",
        "            - { a: 1, b: 2 }",
        "",
      ),
    ));
});

describe("brackets", () => {
  it("stay, with what is in them", () =>
    becomes(
      "a: {x: 1, y: [1,2]} # c\n",
      [set("a", { x: 2, y: [1, 2, 3], z: { u: "a, b" } })],
      'a: {x: 2, y: [1,2, 3], z: {u: "a, b"}} # c\n',
    ));

  it("over several lines get a line for each new member", () =>
    becomes(
      "a: {\n  x: 1, # one\n  y: 2 # two\n}\n",
      [set("a.z", 3), remove("a.x")],
      "a: {\n  y: 2, # two\n  z: 3\n}\n",
    ));

  it("go where an empty collection gets an entry", () =>
    becomes(
      "vendor: polar\nmeters: {} # none yet\nproducts: {}",
      [add("meters.calls", { name: "Calls" })],
      "vendor: polar\nmeters: # none yet\n  calls:\n    name: Calls\nproducts: {}",
    ));

  it("come where a map or a list loses its last member", () =>
    becomes("a:\n  x: 1 # one\nb:\n  - 1\n", [remove("a.x"), remove("b.0")], "a: {}\nb: []\n"));
});

describe("many edits", () => {
  it("are made with the text read a few times", () => {
    const entries = Array.from(
      { length: 400 },
      (_one, index) => `  p${index}:\n    name: P${index}\n    price: "1.00"`,
    );
    const before = `products:\n${entries.join("\n")}\n`;
    const edits = entries.flatMap((_one, index): Edit[] => [
      set(`products.p${index}.price`, "2.00"),
      add(`products.n${index}`, { name: "New" }),
    ]);
    const { text: after, refused } = editText(before, edits);
    expect(refused).toEqual([]);
    expect(after).toBe(
      before.replaceAll("1.00", "2.00") + entries.map((_one, index) => `  n${index}:\n    name: New\n`).join(""),
    );
  });
});

it("a new file has its entries apart", () => {
  const content = {
    vendor: "sequence",
    products: { a: { name: "A", listPrices: { m: { name: "M", structure: { price: "1.0" } } } }, b: { name: "no" } },
  };
  expect(newFileText(content, ["yaml-language-server: $schema=./schema/sequence.json"])).toBe(
    text(
      "# yaml-language-server: $schema=./schema/sequence.json",
      "vendor: sequence",
      "",
      "products:",
      "  a:",
      "    name: A",
      "    listPrices:",
      "      m:",
      "        name: M",
      '        structure: { price: "1.0" }',
      "",
      "  b:",
      '    name: "no"',
      "",
    ),
  );
});

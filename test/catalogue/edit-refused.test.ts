/** Edits of what several places share, and edits that are refused. */
import { describe, expect, it } from "vitest";
import { editText, literal } from "../../provider/catalogue/edit.js";
import { add, becomes, refuses, remove, set, text } from "../support/edits.js";

const SHARED = text(
  "x-monthly: &monthly { interval: 1M, trial: { days: 14 } }",
  "products:",
  "  a:",
  "    <<: *monthly",
  "    price: &price { amount: 900 }",
  "  b:",
  "    <<: *monthly",
  "    price: *price",
  "    unit: &unit GB",
  "  c:",
  "    unit: *unit",
  "",
);

describe("anchors and templates", () => {
  it("a value of a template is overridden in the entry", () =>
    becomes(
      SHARED,
      [set("products.a.interval", "1Y"), set("products.b.trial.days", 30)],
      SHARED.replace("{ amount: 900 }\n", '{ amount: 900 }\n    interval: "1Y"\n').replace(
        "&unit GB\n",
        "&unit GB\n    trial: { days: 30 }\n",
      ),
    ));

  it("an alias is written out where a part of it changes", () =>
    becomes(SHARED, [set("products.b.price.amount", 950)], SHARED.replace("price: *price", "price: { amount: 950 }")));

  it("an anchor that nothing uses any more goes, because it would be taken for text", () =>
    becomes(
      SHARED,
      [set("products.c.unit", "MB")],
      SHARED.replace("unit: *unit", "unit: MB").replace("&unit GB", "GB"),
    ));

  it("a value that others use is not changed", () => {
    refuses(
      SHARED,
      set("products.a.price.amount", 1),
      /part of the anchor `&price`, which other places use/,
      /\*price/,
    );
    refuses(SHARED, set("products.b.unit", "MB"), /part of the anchor `&unit`/, /by hand/);
  });

  it("a value of a template is not removed", () =>
    refuses(SHARED, remove("products.a.interval"), /comes from a template/, /instead of `<<`/));
});

describe("what is refused", () => {
  it("a value of the stack is not replaced", () =>
    refuses(
      'a: { price: "${platformPrice}" }\n',
      set("a.price", "12.00"),
      /^a\.price is written as `\$\{platformPrice\}`: its value is `platformPrice` in the stack's configuration$/,
      /^pulumi config set --path 'catalogue:values.platformPrice' '12.00'; or write/,
    ));

  it("nor as a part of a value that is set as a whole, and nothing of it is written", () =>
    refuses(
      'a: { type: x, price: "${p}" }\n',
      set("a", { type: "y", sum: "1" }),
      /^a\.price is written as/,
      /values\.p' …/,
    ));

  it("a placeholder that stays is no obstacle", () =>
    becomes(
      'a: { type: x, price: "${p}" }\n',
      [set("a", { type: "z", price: "${p}" })],
      'a: { type: z, price: "${p}" }\n',
    ));

  it("a text with the characters of a placeholder is written as one", () =>
    becomes("a: 1\n", [set("a", literal("for ${x} more"))], 'a: "for $${x} more"\n'));

  it("an entry that exists is not added again", () =>
    refuses(
      "products:\n  base:\n    name: Base\n",
      add("products.base", { name: "x" }),
      /exists already/,
      /another key/,
    ));

  it("a text that is not YAML is left alone", () =>
    refuses("a: {\n", set("a", 1), /not valid YAML/, /catalogue validate/));

  it("a text that the loader refuses is not written", () =>
    refuses("a: 1\n", set("a", "x\u0007"), /^a: the string contains an invisible character/, /type the string again/));

  it("one edit does not keep the others from being made", () => {
    const { text: after, refused } = editText('a: "${p}"\nb: 1\n', [set("a", "1"), set("b", 2)]);
    expect(after).toBe('a: "${p}"\nb: 2\n');
    expect(refused).toHaveLength(1);
  });
});

/** Reviews for the tests of the renderers: builders for written ones, and arbitrary ones. */
import fc from "fast-check";
import type { Json } from "../../provider/fields/shape.ts";
import type { Bill, Change, Finding, Message, MoneyChange, PriceChange, Review } from "../../provider/review/digest.ts";

export const review = (rest: Partial<Review> = {}): Review => ({
  version: 1,
  source: { from: "preview", stack: "main", failed: false },
  changes: [],
  findings: [],
  messages: [],
  accounts: [{ name: "polar", vendor: "polar", vendorTitle: "Polar", environment: "sandbox" }],
  priceList: [],
  ...rest,
});

export const change = (rest: Partial<Change> = {}): Change => ({
  address: "polar/pro",
  kind: "polar:Product",
  kindTitle: "product",
  account: "polar",
  action: "update",
  removed: false,
  title: "Pro",
  sentence: "the description changes",
  irreversible: false,
  fields: [],
  consequences: [],
  requests: [],
  messages: [],
  ...rest,
});

export const finding = (rest: Partial<Finding> = {}): Finding => ({
  code: "big-change",
  severity: "warn",
  message: "the price rises by 60 %",
  remedy: "check the amount",
  ...rest,
});

const SEVERITIES = ["error", "warning", "info"] as const;
const ACTIONS = [
  "create",
  "adopt",
  "update",
  "replace",
  "archive",
  "un-archive",
  "rename",
  "retain",
  "forbidden",
] as const;
const DIRECTIONS = ["up", "down", "mixed", "same", "unknown"] as const;

const optional = <T extends object, O extends object>(
  required: fc.Arbitrary<T>,
  rest: { [K in keyof O]: fc.Arbitrary<O[K]> },
) => fc.tuple(required, fc.record(rest, { requiredKeys: [] })).map(([a, b]) => ({ ...a, ...b }) as T & Partial<O>);

const amounts = fc.integer({ min: 0, max: 10_000_000 }).map((cents) => (cents / 100).toFixed(2));
const percents = fc.integer({ min: -999, max: 9_999 }).map((n) => `${n > 0 ? "+" : ""}${(n / 10).toFixed(1)} %`);
const few = <T>(item: fc.Arbitrary<T>, maxLength = 3): fc.Arbitrary<T[]> => fc.array(item, { maxLength });

/** Arbitrary reviews, with `text` wherever a text from outside may stand. */
export function arbitraryReview(
  text: fc.Arbitrary<string> = fc.string({ unit: "grapheme", maxLength: 40 }),
): fc.Arbitrary<Review> {
  const places = fc.record({ file: text, line: fc.integer({ min: 1, max: 9_999 }) });
  const messages = optional<Message, { place: Message["place"] & object }>(
    fc.record({ severity: fc.constantFrom(...SEVERITIES), text }),
    { place: places },
  );
  const json = fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.dictionary(text, text, { maxKeys: 2 }),
    few(text),
  ) as fc.Arbitrary<Json>;
  const quantities = fc.dictionary(text, fc.nat(1000).map(String), { maxKeys: 2, noNullPrototype: true });
  const priced = { before: amounts, after: amounts, percent: percents };
  const bills = optional<Pick<Bill, "name" | "quantities">, { before: string; after: string; percent: string }>(
    fc.record({ name: text, quantities }),
    priced,
  );
  const stated = optional<{ text: string }, { currency: string; amount: string }>(fc.record({ text }), {
    currency: fc.constantFrom("EUR", "USD", "JPY"),
    amount: amounts,
  });
  const points = few(fc.tuple(fc.nat(1000).map(String), amounts), 4);
  const totals = fc.record({
    of: text,
    rows: few(
      optional<{ quantity: string }, { before: string; after: string; percent: string }>(
        fc.record({ quantity: fc.nat(1000).map(String) }),
        priced,
      ),
      4,
    ),
    curve: fc.record({ before: points, after: points }, { requiredKeys: [] }),
  });
  const prices: fc.Arbitrary<PriceChange> = optional(
    fc.record({ direction: fc.constantFrom(...DIRECTIONS), bills: few(bills, 2) }),
    { before: stated, after: stated, percent: percents, totals },
  );
  const money: fc.Arbitrary<MoneyChange> = fc.record({
    direction: fc.constantFrom(...DIRECTIONS),
    prices: few(prices, 2),
  });
  const fields = optional<
    { path: string; before: Json; after: Json; money: boolean },
    { place: Message["place"] & object }
  >(fc.record({ path: text, before: json, after: json, money: fc.boolean() }), { place: places });
  const requests = optional<{ method: string; path: string; fields: string[] }, { overlaid: { without: string[] } }>(
    fc.record({ method: fc.constantFrom("POST", "PUT", "PATCH", "DELETE"), path: text, fields: few(text) }),
    { overlaid: fc.record({ without: few(text, 2) }) },
  );
  const impact = optional<{ of: string; count: number | null }, { effect: string }>(
    fc.record({ of: text, count: fc.option(fc.nat(10_000)) }),
    { effect: text },
  );
  const changes: fc.Arbitrary<Change> = optional(
    fc.record({
      address: text,
      kind: fc.constantFrom("sequence:ListPrice", "polar:Product", "fynn:PricePlan"),
      kindTitle: fc.constantFrom("list price", "product", "price plan"),
      account: text,
      action: fc.constantFrom(...ACTIONS),
      removed: fc.boolean(),
      title: text,
      sentence: text,
      irreversible: fc.boolean(),
      fields: few(fields, 2),
      consequences: few(text, 2),
      requests: fc.option(few(requests, 2)),
      messages: few(messages, 1),
    }),
    { formerAddress: text, id: text, place: places, money, impact: few(impact, 2), onlyIn: text },
  );
  const findings: fc.Arbitrary<Finding> = optional(
    fc.record({ code: text, severity: fc.constantFrom("block", "warn", "note"), message: text, remedy: text }),
    { address: text, title: text, place: places, accept: text },
  );
  const sources: fc.Arbitrary<Review["source"]> = fc.oneof(
    optional<{ from: "preview"; failed: boolean }, { stack: string }>(
      fc.record({ from: fc.constant("preview"), failed: fc.boolean() }),
      { stack: text },
    ),
    optional<{ from: "files"; base: string; commit: string; failed: boolean }, { values: string }>(
      fc.record({
        from: fc.constant("files"),
        base: text,
        commit: fc.constant("0123456789abcdef"),
        failed: fc.boolean(),
      }),
      { values: text },
    ),
    fc.record({ from: fc.constant("stacks" as const), promoted: text, into: text, failed: fc.boolean() }),
  );
  const listed = optional<{ address: string; title: string; text: string }, { action: Change["action"] }>(
    fc.record({ address: text, title: text, text }),
    { action: fc.constantFrom(...ACTIONS) },
  );
  return fc.record({
    version: fc.constant(1),
    source: sources,
    changes: few(changes, 6),
    findings: few(findings, 7),
    messages: few(messages),
    accounts: few(
      optional<{ name: string; vendor: string; vendorTitle: string }, { environment: "sandbox" | "production" }>(
        fc.record({ name: text, vendor: fc.constant("polar"), vendorTitle: fc.constant("Polar") }),
        { environment: fc.constantFrom("sandbox", "production") },
      ),
      2,
    ),
    priceList: few(
      fc.record({ address: text, title: text, vendorTitle: text, account: text, prices: few(listed, 2) }),
      2,
    ),
  });
}

/** A review with `number` changes of which every fifth archives, a third of those for good. */
export function manyChanges(number: number): Review {
  const changes = Array.from({ length: number }, (_, index): Change => {
    const title = `Product ${index} / monthly`;
    const address = `sequence/product-${index}/monthly`;
    const base = { title, address, place: { file: "catalogue/sequence.yaml", line: index + 1 } };
    if (index % 5 === 0)
      return change({
        ...base,
        action: "archive",
        irreversible: index % 15 === 0,
        sentence: "archived; running schedules go on",
      });
    if (index % 5 === 1) return change({ ...base, action: "create", sentence: "new: EUR 5.00 per month" });
    if (index % 5 === 2)
      return change({ ...base, fields: [{ path: "description", before: "old", after: "new", money: false }] });
    return change({
      ...base,
      sentence: "EUR 99.00 → 109.00 per month, in place",
      fields: [{ path: "structure.price", before: "99.00", after: "109.00", money: true }],
      consequences: ["running schedules keep their own copies"],
      requests: [{ method: "PUT", path: `/list-prices/${index}`, fields: ["structure"] }],
      money: {
        direction: index % 5 === 3 ? "up" : "down",
        prices: [
          {
            before: { text: "EUR 99.00 per month" },
            after: { text: "EUR 109.00 per month" },
            direction: index % 5 === 3 ? "up" : "down",
            percent: `+${index % 90}.1 %`,
            bills: [
              { name: "big team", quantities: { seats: "60" }, before: "99.00", after: "109.00", percent: "+10.1 %" },
            ],
          },
        ],
      },
    });
  });
  return review({ changes });
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adoptionText, parseAdoption } from "../../provider/lifecycle/observe/adoption-words.js";

const name = fc.stringMatching(/^[a-z][A-Za-z_]{0,12}$/);
const request = fc.record(
  {
    method: fc.constantFrom("POST", "PUT", "PATCH"),
    path: fc.stringMatching(/^\/[a-z0-9/-]{1,30}$/),
    fields: fc.array(name, { maxLength: 4 }),
    overlaid: fc.record({ without: fc.array(name, { maxLength: 3 }) }),
  },
  { requiredKeys: ["method", "path", "fields"] },
);
const adoption = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9_-]{1,36}$/),
  // Values of fields stand in it, and they may be any text.
  what: fc.string({ maxLength: 60 }).map((text) => `changes name a → ${text}`),
  requests: fc.option(fc.array(request, { maxLength: 3 }), { nil: undefined }),
});

describe("what a preview says about an adoption", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("adopts", "takes"),
        fc.constantFrom("product", "list price"),
        adoption,
        (verb, title, given) => {
          expect(parseAdoption(title, adoptionText(verb as "adopts", title, given as never))).toEqual(given);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("other lines are no adoptions", () => {
    expect(
      parseAdoption("product", "may adopt an existing product; what that changes cannot be seen now"),
    ).toBeUndefined();
    expect(parseAdoption("list price", "adopts product 1; changes nothing; sends nothing")).toBeUndefined();
  });
});

/** An answer of a wrong form is shown in part, and no part of a credential with it. */
import { describe, expect, it } from "vitest";
import type { Json } from "../../provider/fields/shape.js";
import { leaksIn } from "../support/canary.js";
import { fileOf, fixtureOf, sandboxOf, worldOf } from "../support/vendors.js";

const SECRET = "sandbox-key";

describe("an answer of a wrong form that holds the credentials", () => {
  const fixture = fixtureOf("fynn");
  /** Cut short at each place around the secret. */
  const places = Array.from({ length: 40 }, (_, index) => 160 + index);
  const padded = (at: number): string => `${"x".repeat(at)}${SECRET}`;

  it.each([
    ["a list that is none", "GET", (at: number): Json => ({ odd: padded(at) })],
    ["an object with a strange field", "POST", (at: number): Json => ({ id: "1", name: { odd: padded(at) } })],
  ] as const)("%s", async (_name, method, body) => {
    for (const at of places) {
      const world = worldOf(fixture);
      sandboxOf(fixture, world).misbehave = (request) =>
        request.method === method ? { status: 200, body: body(at) } : undefined;
      const { errors } = await world.up(fileOf(fixture, { alpha: fixture.product.fields(1) }));
      expect(errors).toHaveLength(1);
      expect(errors.join()).toContain("xxx");
      // The last characters of what is shown may not be the first ones of the secret.
      const text = errors.join().replaceAll("[secret]", "");
      for (let length = 4; length <= SECRET.length; length += 1)
        expect(text).not.toContain(`x${SECRET.slice(0, length)}`);
      expect(leaksIn(text, [SECRET])).toEqual([]);
    }
  });
});

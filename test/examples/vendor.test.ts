/** examples/vendor fulfils the contract as the vendors of the registry do, and its YAML is a catalogue. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cases, fixture } from "../../examples/vendor/cases.js";
import { tariffs } from "../../examples/vendor/vendor.js";
import { ROOT } from "../../tools/local/repository.ts";
import { conformance } from "../conformance/suite.js";
import { liveOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { Files } from "../support/world.js";

conformance(tariffs, fixture, cases);

const file = (text: string): Files => ({ "tariffs.yaml": text });
const TEXT = readFileSync(join(ROOT, "examples/vendor/tariffs.yaml"), "utf8");
const IN_DOLLARS = TEXT.replace("currency: EUR", "currency: USD");

describe("tariffs.yaml", () => {
  it("is applied as it stands, by one POST for each plan", async () => {
    const world = worldOf(fixture);
    expect((await world.up(file(TEXT))).errors).toEqual([]);
    expect(world.writes).toEqual(["POST /plans", "POST /plans", "POST /plans"]);
    expect((await world.preview(file(TEXT))).steps).toEqual([]);
    const prices = liveOf(fixture, world).map(({ body }) => `${body["name"]}: ${body["price"]}`);
    expect(prices.sort()).toEqual(["Solo: 9.00", "Team, yearly: 290.00", "Team: 29.00"]);
  });

  it("with a mistake is refused before anything is sent", () => {
    const world = worldOf(fixture);
    expect(() => world.declare(file(TEXT.replace('"9.00"', '"9,00"')))).toThrow(/error\[bad-decimal\]/);
    expect(world.requests).toEqual([]);
  });

  it("a plan of somebody else with the name of an entry is not taken, and the error says how to adopt it", async () => {
    const world = worldOf(fixture);
    sandboxOf(fixture, world).answer({
      method: "POST",
      path: "/plans",
      query: new URLSearchParams(),
      headers: { authorization: "Bearer sandbox-key" },
      body: { name: "Solo", currency: "USD", interval: "year", price: "1" },
    });
    const { errors } = await world.up(file(TEXT));
    expect(errors).toEqual([
      expect.stringMatching(
        /^tariffs\/solo: [\s\S]* exists already and differs in [\s\S]*what to do: [\s\S]*adopt: true/,
      ),
    ]);
  });

  it("a value that only the vendor refuses is reported at its field, in the vendor's words", async () => {
    const { errors } = await worldOf(fixture).up(file(TEXT.replace('"9.00"', '"9.005"')));
    expect(errors).toEqual([
      expect.stringMatching(/^tariffs\/solo: [\s\S]*price[\s\S]*not of the documented form[\s\S]*what to do: /),
    ]);
  });
});

describe("a replaced plan keeps its name", () => {
  it("the old plan is archived first", async () => {
    const world = worldOf(fixture);
    await world.up(file(TEXT));
    const id = world.ids["tariffs/solo"];
    world.clear();
    expect((await world.up(file(IN_DOLLARS))).errors).toEqual([]);
    expect(world.writes).toEqual([`POST /plans/${id}/archive`, "POST /plans"]);
  });

  it("is refused in the preview where archived plans keep their names", async () => {
    const world = worldOf(fixture, {
      switches: { archivedNamesCount: true },
      account: { archivedNamesCount: true },
    });
    await world.up(file(TEXT));
    world.clear();
    const { errors } = await world.preview(file(IN_DOLLARS));
    expect(errors.join()).toContain("because the old plan keeps it when it is archived");
    expect(world.requests).toEqual([]);
  });
});

describe("the walk in README.md", () => {
  const folder = join(ROOT, "examples/vendor");
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  /** The parts of the page that quote code, with the file that each is about: the last one that it links to. */
  const quotes = [...readme.matchAll(/```(?:ts|yaml)\n([\s\S]*?)```/g)].map(({ 1: code = "", index }) => ({
    code,
    path: [...readme.slice(0, index).matchAll(/\]\(([^)#]+)\)/g)].at(-1)?.[1] ?? "",
  }));

  it("links to every file of the folder", () => {
    const linked = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, path = ""]) => path);
    const files = readdirSync(folder).filter((name) => name !== "README.md");
    expect(files.filter((name) => !linked.includes(name))).toEqual([]);
  });

  it.each(quotes)("quotes $path as it is", ({ code, path }) => {
    expect(readFileSync(join(folder, path), "utf8")).toContain(code);
  });

  it("quotes more than one file", () => {
    expect(new Set(quotes.map(({ path }) => path)).size).toBeGreaterThan(3);
  });
});

/** A program that declares nothing of an account must not empty it: it may be one that failed to load the catalogue. */
import { describe, expect, it } from "vitest";
import { namesWhatIsRemoved } from "../../provider/lifecycle/emptied.js";
import { fileOf, fixtures, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

describe.each(fixtures)("$name", (fixture) => {
  const one = fileOf(fixture, { one: fixture.product.fields(1) });
  const two = fileOf(fixture, { one: fixture.product.fields(1), two: fixture.product.fields(2) });

  const made = async (account = {}): Promise<World> => {
    const world = worldOf(fixture, { account });
    expect((await world.up(two)).errors).toEqual([]);
    world.clear();
    return world;
  };

  it(
    "up of a program that declares nothing is refused for each entry, sends nothing, keeps the rows, and says " +
      "how to empty the account",
    async () => {
      const world = await made();
      const { errors } = await world.up({});
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors) {
        expect(error).toContain(
          `the program declares no entry of account ${fixture.name}, so all of its entries would be removed`,
        );
        expect(error).toContain(`pulumi config set --path 'catalogue:accounts.${fixture.name}.allowEmpty' true`);
      }
      expect(world.requests).toEqual([]);
      expect(Object.keys(world.ids)).toHaveLength(2);
    },
  );

  it("allowEmpty lets the last entries go", async () => {
    const world = await made({ allowEmpty: true });
    expect((await world.up({})).errors).toEqual([]);
    expect(world.ids).toEqual({});
  });

  it("destroy needs no permission", async () => {
    const world = await made();
    expect((await world.engine.destroy()).errors).toEqual([]);
    expect(world.ids).toEqual({});
  });

  it("a command line that cannot be read is not taken for destroy", async () => {
    const world = await made();
    world.commandLineIsReadable = false;
    expect((await world.engine.destroy()).errors.join()).toContain("the command line of the Pulumi CLI cannot be read");
    expect(world.requests).toEqual([]);
  });

  it("one entry of several is removed as ever", async () => {
    const world = await made();
    expect((await world.up(one)).errors).toEqual([]);
    expect(Object.keys(world.ids)).toEqual([`${fixture.name}/one`]);
  });
});

describe("the command line", () => {
  const named = (type: string, name: string): string => `urn:pulumi:dev::catalogue::${type}::${name}`;
  const row = (name: string): string => named("catalogue:index:Catalogue$pulumi-nodejs:dynamic/polar:Product", name);
  const urn = row("polar/pro");
  const component = named("catalogue:index:Catalogue", "catalogue");
  it.each([
    ["destroy --yes", true],
    ["-C /srv/billing dn -y", true],
    ["down", true],
    ["destroy --stack up", true],
    ["destroy -m update", true],
    [`up --target ${urn} --yes`, true],
    [`up -t=${row("polar/other")} --target=${urn}`, true],
    ["up --yes", false],
    ["update", false],
    ["up --stack destroy", false],
    ["-C destroy up", false],
    ["-C /srv/billing destroy --stack up", false],
    ["up --target **", false],
    [`up --target ${row("**")}`, false],
    [`up --target ${row("polar/other")} --target-dependents`, false],
    [`up --target ${row("polar/team-pro")} --target ${row("eu-polar/pro")}`, false],
    [`up --target ${named("pulumi-nodejs:dynamic/polar:Meter", "polar/pro")}`, false],
    [`up --target ${component} --target-dependents`, false],
    [`up --target ${named("pulumi:pulumi:Stack", "catalogue-dev")} --target-dependents`, false],
    ["up --target", false],
    ["", false],
  ])("%s: names what is removed: %s", (text, expected) => {
    expect(namesWhatIsRemoved(text.split(" "), "polar:Product", "polar/pro")).toBe(expected);
  });
});

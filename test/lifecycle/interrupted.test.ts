/** Creates after a run that was interrupted: what the state tells of it, how long is looked, and what is taken. */
import { describe, expect, it } from "vitest";
import { ProviderProcess } from "../../provider/lifecycle/provider.js";
import { fileOf, fixtureOf, worldOf } from "../support/vendors.js";
import type { World } from "../support/world.js";

describe("the stack's state", () => {
  it("that could not be read for one create is read again for the next one", async () => {
    const fixture = fixtureOf("sequence");
    const processes: ProviderProcess[] = [];
    class Kept extends ProviderProcess {
      constructor(...args: ConstructorParameters<typeof ProviderProcess>) {
        super(...args);
        processes.push(this);
      }
    }
    const world: World = worldOf(fixture, { process: Kept, wire: () => world.network.transport(() => true) });
    const files = fileOf(fixture, { alpha: fixture.product.fields(1) });
    expect((await world.up(files)).errors).toEqual([]);
    const { inputs } = world.row("sequence/alpha");
    // The same entry in a state that has lost its row: the object of the first run is a candidate.
    world.engine.state.rows = [];
    expect((await world.preview(files)).errors).toEqual([]);
    const provider = processes.at(-1)?.provider("sequence:Product");
    if (!provider) throw new Error("no process");
    world.stateIsReadable = false;
    await expect(world.clock.run(provider.create(inputs))).rejects.toThrow("the stack's state cannot be read");
    world.stateIsReadable = true;
    expect(await world.clock.run(provider.create(inputs))).toMatchObject({ outs: { name: "Product 1" } });
  });
});

/** States that released versions have left: this version finds nothing to change in them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";

const FIXTURES = join(ROOT, "test/fixtures");

describe("a state of version", () => {
  it.each(readdirSync(FIXTURES))("%s", async (version) => {
    const folder = join(FIXTURES, version);
    const names = readdirSync(join(folder, "catalogue"));
    const catalogue = Object.fromEntries(
      names.map((name) => [name, readFileSync(join(folder, "catalogue", name), "utf8")]),
    );
    const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8")) as Record<string, unknown>;
    const stack = await Stack.create({ catalogue, config });
    try {
      await stack.ok("stack", "import", "--file", join(folder, "state.json"), "--stack", stack.name);
      expect((await stack.state()).length).toBeGreaterThan(20);
      expect(await stack.steps()).toEqual([]);
    } finally {
      stack.remove();
    }
  });
});

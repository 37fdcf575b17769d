/** What only a preview of the engine knows, and what the review says about it. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { markdown, review } from "../../provider/review.js";
import type { Result } from "../engine/engine.js";
import { previewText } from "../support/engine-preview.js";
import { fixtureOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";

const FOLDER = "test/review/previews";
const at = (path: string): string => fileURLToPath(new URL(`previews/${path}`, import.meta.url));
const ADOPTED = "5a0b5d54-6a0e-4d5e-9b25-0f6d3e0b7c01";
const refused = { status: 500, headers: {}, text: '{"detail":"try again later"}' };

interface Scene {
  readonly vendor: "sequence" | "fynn" | "polar";
  /** What happens before the preview, besides an `up` of `before`. */
  readonly happens?: (world: World, after: Files) => Promise<void> | void;
  /** The `up` of `before` fails where this says so. */
  readonly failing?: RegExp;
}

const SCENES: Readonly<Record<string, Scene>> = {
  adopted: {
    vendor: "sequence",
    happens: (world) => {
      const { products } = sandboxOf(fixtureOf("sequence"), world) as unknown as {
        products: { put: (object: object) => void };
      };
      const time = { createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z" };
      products.put({ id: ADOPTED, name: "Support", label: "Help desk", ...time });
    },
  },
  "archived-elsewhere": {
    vendor: "sequence",
    happens: async (world) => {
      const sequence = fixtureOf("sequence");
      sequence.archive(sandboxOf(sequence, world), world.ids["sequence/platform/monthly"] ?? "");
      expect((await world.engine.refresh()).errors).toEqual([]);
    },
  },
  protected: { vendor: "sequence" },
  problems: { vendor: "sequence" },
  "pending-replacement": {
    vendor: "sequence",
    happens: async (world, after) => {
      failAt(world, /\/archive$/);
      expect((await world.up(after)).errors).not.toEqual([]);
      world.network.fault = undefined;
    },
  },
  "half-made": { vendor: "fynn", failing: /\/archive$/ },
  drift: {
    vendor: "polar",
    happens: async (world) => {
      const polar = fixtureOf("polar");
      polar.edit(sandboxOf(polar, world), world.ids["polar/pro"] ?? "", { description: "Changed by hand" });
      expect((await world.engine.refresh()).errors).toEqual([]);
    },
  },
};

function failAt(world: World, path: RegExp): void {
  world.network.fault = (request) =>
    path.test(request.path) ? { kind: "reply", when: "before", reply: refused } : undefined;
}

const filesOf = (name: string, folder: string): Files =>
  Object.fromEntries(
    readdirSync(at(`${name}/${folder}`)).map((file) => [file, readFileSync(at(`${name}/${folder}/${file}`), "utf8")]),
  );

async function previewOf(name: string, { vendor, happens, failing }: Scene): Promise<string> {
  const world = worldOf(fixtureOf(vendor));
  const [before, after] = [filesOf(name, "before"), filesOf(name, "catalogue")];
  if (failing) failAt(world, failing);
  expect((await world.up(before)).errors.length > 0).toBe(failing !== undefined);
  world.network.fault = undefined;
  await happens?.(world, after);
  world.clear();
  return withStableIds(previewText(world, await resultOf(world, after)));
}

/** The sandboxes give random ids: they are numbered as they occur. */
function withStableIds(text: string): string {
  const ids = [...new Set(text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))].filter((id) => id !== ADOPTED);
  return ids.reduce(
    (rest, id, index) => rest.replaceAll(id, `c0ffee00-0000-4000-8000-${String(index + 1).padStart(12, "0")}`),
    text,
  );
}

/** A catalogue with problems ends the program before anything is announced. */
async function resultOf(world: World, files: Files): Promise<Pick<Result, "announced" | "errors">> {
  try {
    return await world.preview(files);
  } catch (error) {
    return { announced: [], errors: [(error as Error).message] };
  }
}

describe.each(Object.entries(SCENES))("%s", (name, scene) => {
  it("is reviewed as its golden files say", async () => {
    const preview = await previewOf(name, scene);
    await expect(`${preview}\n`).toMatchFileSnapshot(at(`${name}/preview.json`));
    const made = review({ preview, stack: "dev", directory: `${FOLDER}/${name}/catalogue` });
    await expect(markdown(made, { forge: "github" })).toMatchFileSnapshot(at(`${name}/review.md`));
  });
});

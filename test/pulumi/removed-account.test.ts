/** A preview of a program of the user's own, whose state has rows of an account that is no longer configured. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Json } from "../../provider/fields/shape.js";
import { Catalogue } from "../../provider/pulumi/catalogue.js";

const GONE = "urn:pulumi:dev::catalogue::catalogue:index:Catalogue$pulumi-nodejs:dynamic/fynn:Product::gone/z";
const state: Record<string, Json> = {
  [GONE]: {
    type: "pulumi-nodejs:dynamic/fynn:Product",
    outputs: { name: "Z", account: "gone", address: "gone/z", archived: false, live: { host: "z.test" } },
  },
};

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "billing-catalogue-removed-"));
  writeFileSync(join(folder, "sequence.yaml"), "vendor: sequence\nproducts:\n  alpha: { name: Alpha }\n");
  await pulumi.runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({ outputs: state }) },
    "catalogue",
    "dev",
    true,
    "acme",
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("says what is removed, although there is nothing to estimate its requests by", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const failures: unknown[] = [];
  const failed = (error: unknown): void => void failures.push(error);
  process.on("unhandledRejection", failed);
  new Catalogue("catalogue", { directory: folder });
  await vi.waitFor(() => expect(log.mock.calls.join("\n")).toContain("gone/z"), { timeout: 60_000 });
  process.off("unhandledRejection", failed);
  expect(failures).toEqual([]);
});

/** The lock file: every package comes from the registry, in exactly the form that was reviewed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../../tools/local/repository.ts";

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
  packages: Record<string, Locked>;
};
const locked = Object.entries(packages).filter(([path]) => path !== "");

it("has the digest of every package, and no package of another place", () => {
  const other = locked.filter(
    ([, { integrity, resolved }]) => !integrity?.startsWith("sha512-") || resolved !== undefined,
  );
  expect(locked.length).toBeGreaterThan(100);
  expect(other).toEqual([]);
});

it("names the packages that run code when they are installed", () => {
  const scripts = locked.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path);
  // Its script compares version numbers and prints a line.
  expect(scripts).toEqual(["node_modules/protobufjs"]);
});

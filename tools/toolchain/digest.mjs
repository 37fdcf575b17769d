// @ts-check
/** Archives that were downloaded are unpacked only if they have the expected digest. */
import { createHash } from "node:crypto";
import { createReadStream, rmSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { run, ToolchainError } from "./steps.mjs";

/** Something else was downloaded than what is pinned. No other way to get the tool is tried after this. */
export class DigestError extends ToolchainError {}

/**
 * Unpacks an archive into a folder and removes the archive. Throws if it has another digest.
 * @param {string} archive a .tar.gz
 * @param {string} digest "sha512-<base64>" or "sha256-<base64>"
 * @param {string} folder
 * @param {string} origin where it comes from, for the message
 */
export async function unpack(archive, digest, folder, origin) {
  const [algorithm = ""] = digest.split("-", 1);
  const hash = createHash(algorithm);
  await pipeline(createReadStream(archive), hash);
  const found = `${algorithm}-${hash.digest("base64")}`;
  if (found !== digest) {
    rmSync(archive);
    throw new DigestError(
      `${origin} is not the expected file, and was removed: its digest is ${found}, not ${digest}\n` +
        "  what to do: run the command again; if it is refused again, a proxy or somebody else changes what is " +
        "downloaded: find out who, and do not change the digest",
    );
  }
  await run("tar", ["xzf", archive, "-C", folder]);
  rmSync(archive);
}

// @ts-check
/** A server that speaks the API of S3, for the tests of the backend `s3://…`: Versity's gateway to a folder. */
import { join } from "node:path";
import { cached } from "./cache.mjs";
import { GO_NEEDED, goBuild, requireGo } from "./go.mjs";
import { say, step, ToolchainError } from "./steps.mjs";

const VERSION = "1.8.0";

/**
 * The path of the program `versitygw`.
 * @returns {Promise<string>}
 */
export async function s3Server() {
  const what = `building the S3 server versitygw ${VERSION} for the tests from Go modules (about a minute, once)`;
  const make = async (/** @type {string} */ folder) => {
    await requireGo(process.env);
    const args = ["-ldflags", "-s -w", "-o", `${folder}/`, "github.com/versity/versitygw/cmd/versitygw"];
    await goBuild("s3", args, process.env);
  };
  try {
    const name = `versitygw-${VERSION}-${process.platform}-${process.arch}`;
    return join(await cached(name, (folder) => step(what, () => make(folder)), say), "versitygw");
  } catch (error) {
    throw new ToolchainError(
      `the S3 server of the tests could not be built: ${/** @type {Error} */ (error).message.trim()}\n` +
        `  what to do: install Go ${GO_NEEDED.join(".")} or newer, then run the tests again`,
    );
  }
}

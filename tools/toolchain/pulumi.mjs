// @ts-check
/** The Pulumi CLI: on PATH, in the cache, from Pulumi's releases, or built from Go modules. */
import { copyFileSync, createWriteStream, existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { cached } from "./cache.mjs";
import { DigestError, unpack } from "./digest.mjs";
import { GO_NEEDED, goBuild, requireGo } from "./go.mjs";
import { atLeast, say, step, ToolchainError, tryRun } from "./steps.mjs";

const NEEDED = [3, 254];
const VERSION = "3.259.0";
/** The last version of the Node.js language host that is a Go module; it runs with the CLI above. */
const LANGUAGE_HOST_VERSION = "3.68.0";
/**
 * Digests of the release archives, from Pulumi's Homebrew tap (pulumi/homebrew-tap, Formula/pulumi.rb).
 * @type {Readonly<Record<string, string>>}
 */
const DIGESTS = {
  "linux-x64": "sha256-lLo1esrCPQFHQITEsACY3A97xwzhPzTHd0WSVKX3GOU=",
  "linux-arm64": "sha256-7cgydGOnIWC7Ns+Cz1Bi2pyKJEKQpwbZmAmI579IaFM=",
  "darwin-x64": "sha256-6spMO4J3v6OrBh+jsnDRxmNYoLLmE9qMVYegS3ImxTQ=",
  "darwin-arm64": "sha256-V8J/F55Sfiz59iuEGkSK9yoCDkSy+07g2b2FVWwAyGQ=",
};
const CONNECT_SECONDS = 10;

const here = dirname(fileURLToPath(import.meta.url));

/**
 * A folder with the CLI to put on PATH, or undefined when PATH has a current one.
 * @param {NodeJS.ProcessEnv} env with a current Node on PATH
 * @returns {Promise<string | undefined>}
 */
export async function pulumiFolder(env) {
  const onPath = await tryRun("pulumi", ["version"], env);
  if (atLeast(onPath, NEEDED)) return undefined;
  return cached(`pulumi-${VERSION}-${process.platform}-${process.arch}`, (folder) => obtain(folder, env), say);
}

/** @typedef {(folder: string, env: NodeJS.ProcessEnv) => Promise<void>} Way */

/** @type {readonly (readonly [what: string, way: Way])[]} */
const WAYS = [
  [`fetching the Pulumi CLI ${VERSION}`, download],
  [`building the Pulumi CLI ${VERSION} from Go modules (about 5 minutes on 2 cores, once)`, build],
];

/**
 * The first way that works. A file that is not the pinned one ends it: the other ways would hide that.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly (readonly [what: string, way: Way])[]} [ways]
 */
export async function obtain(folder, env, ways = WAYS) {
  const reasons = [];
  for (const [what, way] of ways) {
    try {
      await step(what, () => way(folder, env));
      return;
    } catch (error) {
      if (error instanceof DigestError) throw error;
      const { message } = /** @type {Error} */ (error);
      reasons.push(message);
      say(`${what}: not possible here (${message.split("\n", 1)[0]})`);
    }
  }
  const lines = reasons.map((reason) => `  - ${reason.trim().split("\n").slice(-15).join("\n    ")}`);
  throw new ToolchainError(
    `there is no Pulumi CLI ${NEEDED.join(".")} or newer:\n${lines.join("\n")}\n` +
      "  what to do: install it (https://www.pulumi.com/docs/install/), " +
      `or install Go ${GO_NEEDED.join(".")} or newer, with which it can be built; then run the command again`,
  );
}

/** @param {string} folder */
async function download(folder) {
  const platform = `${process.platform}-${process.arch}`;
  const digest = DIGESTS[platform];
  if (digest === undefined) throw new Error(`no release is known for ${platform}`);
  if (process.env["BILLING_CATALOGUE_NO_DOWNLOAD"]) throw new Error("BILLING_CATALOGUE_NO_DOWNLOAD is set");
  const url = `https://github.com/pulumi/pulumi/releases/download/v${VERSION}/pulumi-v${VERSION}-${platform}.tar.gz`;
  await fetchPulumi(folder, url, digest);
}

/**
 * @param {string} folder gets `pulumi` and what belongs to it
 * @param {string} url of a release's archive
 * @param {string} digest
 */
export async function fetchPulumi(folder, url, digest) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), CONNECT_SECONDS * 1_000);
  const answer = await fetch(url, { signal: abort.signal }).catch((error) => {
    throw new Error(`${url}: ${error.cause?.code ?? error.message}`);
  });
  clearTimeout(timer);
  if (!answer.ok || !answer.body) throw new Error(`${url}: HTTP ${answer.status}`);
  const archive = join(folder, "pulumi.tar.gz");
  await pipeline(
    Readable.fromWeb(/** @type {import("node:stream/web").ReadableStream} */ (answer.body)),
    createWriteStream(archive),
  );
  await unpack(archive, digest, folder, url);
  const inner = join(folder, "pulumi");
  for (const name of readdirSync(inner)) if (name !== "pulumi") renameSync(join(inner, name), join(folder, name));
  renameSync(join(inner, "pulumi"), join(folder, "pulumi-cli"));
  rmSync(inner, { recursive: true });
  renameSync(join(folder, "pulumi-cli"), join(folder, "pulumi"));
}

/**
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
async function build(folder, env) {
  await requireGo(env);
  const version = (/** @type {string} */ value) =>
    `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${value}`;
  const out = `${folder}/`;
  const cli = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
  await goBuild("cli", ["-tags", "osusergo,grpcnotrace", "-ldflags", version(VERSION), "-o", out, cli], env);
  const host = "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";
  await goBuild("language-host", ["-ldflags", version(LANGUAGE_HOST_VERSION), "-o", out, host], env);
  const provider = join(here, "../../node_modules/@pulumi/pulumi/pulumi-resource-pulumi-nodejs");
  if (!existsSync(provider)) throw new Error("node_modules is missing: run npm ci first");
  copyFileSync(provider, join(folder, "pulumi-resource-pulumi-nodejs"));
}

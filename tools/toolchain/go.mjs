// @ts-check
/** Programs that are built from Go modules, whose versions and digests are in go.mod and go.sum beside this file. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { atLeast, run, tryRun } from "./steps.mjs";

export const GO_NEEDED = [1, 26];

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Throws when there is no current Go.
 * @param {NodeJS.ProcessEnv} env
 */
export async function requireGo(env) {
  const go = await tryRun("go", ["env", "GOVERSION"], env);
  if (!atLeast(go, GO_NEEDED))
    throw new Error(go ? `${go.trim()} is too old to build it` : "there is no Go to build it");
}

/**
 * @param {string} module the folder with its go.mod, beside this file
 * @param {readonly string[]} args of `go build`
 * @param {NodeJS.ProcessEnv} env
 */
export async function goBuild(module, args, env) {
  await run("go", ["build", "-trimpath", "-buildvcs=false", ...args], {
    cwd: join(here, module),
    // A build that would have to change go.sum, and so the digests, fails.
    env: { ...env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" },
  });
}

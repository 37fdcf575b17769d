// @ts-check
/** The user's folder of cached tools. Each is complete or absent, and is made once even if two runs need it. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** @returns {string} */
export function cacheFolder() {
  const { BILLING_CATALOGUE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  return (
    BILLING_CATALOGUE_CACHE || join(XDG_CACHE_HOME || LOCALAPPDATA || join(homedir(), ".cache"), "billing-catalogue")
  );
}

const STALE_AFTER = 60_000;

/**
 * The folder `name` of the cache, made by `make` if it does not exist. `make` gets an empty folder, which is renamed to
 * `name` at the end.
 * @param {string} name
 * @param {(folder: string) => Promise<void>} make
 * @param {(message: string) => void} say
 * @returns {Promise<string>}
 */
export async function cached(name, make, say) {
  const target = join(cacheFolder(), name);
  if (existsSync(target)) return target;
  mkdirSync(dirname(target), { recursive: true });
  const unlock = await lock(`${target}.lock`, () => existsSync(target), say);
  if (!unlock) return target;
  const folder = mkdtempSync(`${target}.making-`);
  try {
    await make(folder);
    renameSync(folder, target);
    return target;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    unlock();
  }
}

/**
 * Waits until the lock is acquired, or until `done` says that another run has done the work.
 * @param {string} path
 * @param {() => boolean} done
 * @param {(message: string) => void} say
 * @returns {Promise<(() => void) | undefined>}
 */
async function lock(path, done, say) {
  for (let told = false; ; ) {
    if (done()) return undefined;
    try {
      mkdirSync(path);
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    if (isStale(path)) {
      rmSync(path, { recursive: true, force: true });
      continue;
    }
    if (!told) say("another run is making it; waiting for that run");
    told = true;
    await sleep(500);
  }
  writeFileSync(join(path, "pid"), String(process.pid));
  const beat = setInterval(() => touch(path), STALE_AFTER / 6);
  beat.unref();
  return () => {
    clearInterval(beat);
    rmSync(path, { recursive: true, force: true });
  };
}

/** @param {string} path */
function touch(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // Another run has removed the lock because it looked stale.
  }
}

/**
 * Whether the owner of a lock has ended, or has not touched the lock for STALE_AFTER milliseconds.
 * @param {string} path
 */
function isStale(path) {
  try {
    if (Date.now() - statSync(path).mtimeMs > STALE_AFTER) return true;
    const pid = Number(readFileSync(join(path, "pid"), "utf8"));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "ESRCH";
  }
}

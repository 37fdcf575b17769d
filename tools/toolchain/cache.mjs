// @ts-check
/** A folder of the user's where tools are kept: each whole or not at all, and made once even when two runs want it. */
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
 * The folder `name` of the cache, made by `make` when it is not there. `make` gets an empty folder, which takes
 * its place in one step when it is done.
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
 * Waits for a lock until it is ours, or until `done` says that somebody else has done the work.
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
    if (!told) say("another run is at it; waiting for that");
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
    // removed meanwhile: whoever did it took the lock for dead
  }
}

/**
 * Its owner is gone, or has not touched it for a while.
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

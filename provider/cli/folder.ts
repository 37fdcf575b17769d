import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Creates a folder with its parents. `mkdir` with `recursive` does not end below a folder like /proc. */
export function makeFolder(path: string): void {
  const whole = resolve(path);
  if (statSync(whole, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(whole) !== whole) makeFolder(dirname(whole));
  mkdirSync(whole);
}

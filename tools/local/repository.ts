/** This repository: its folder, and copies of it. */
import { cpSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Copies this repository with its modules and its build, but without the stack files of the person who works here. */
export function copyRepository(folder: string): void {
  const isLeftOut = (name: string): boolean =>
    [".git", "node_modules"].includes(name) || /^Pulumi\.(?!sample\.).+\.yaml$|\.tgz$/.test(name);
  for (const name of readdirSync(ROOT).filter((file) => !isLeftOut(file)))
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
}

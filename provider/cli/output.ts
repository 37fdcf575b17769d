/** Files that commands write. */
import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "./folder.js";

/**
 * Writes a file, with the folders above it.
 *
 * @throws an Error that says what to do when it cannot be written
 */
export function writeOutput(path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, text);
  } catch (error) {
    throw new Error(
      `${path} cannot be written (${(error as NodeJS.ErrnoException).code})\n` +
        "  what to do: name a file in a folder in which you may create files: --output <file>",
    );
  }
}

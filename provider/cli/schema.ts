import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileSchema } from "../validation/schema.js";
import { registry } from "../vendors/registry.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import { makeFolder } from "./folder.js";

/** The schema of every vendor: file name and content. */
const schemas = (): [string, string][] =>
  registry.vendors.map((vendor) => [
    `${vendor.name}.json`,
    `${JSON.stringify(fileSchema(vendor, { editor: true }), null, 2)}\n`,
  ]);

export function writeSchemas(directory: string): ExitCode {
  try {
    makeFolder(directory);
    for (const [name, text] of schemas()) writeFileSync(join(directory, name), text);
  } catch (error) {
    const { code = "unknown reason", path = directory } = error as NodeJS.ErrnoException;
    throw new Error(
      `${path} cannot be written (${code})\n` +
        "  what to do: name a folder in which you may create files: catalogue schema <folder>",
    );
  }
  process.stdout.write(
    `${directory}: ${schemas()
      .map(([name]) => name)
      .join(", ")}\n`,
  );
  return EXIT.fine;
}

export function checkStaleSchemas(directory: string): ExitCode {
  const stale = schemas().filter(
    ([name, text]) => !existsSync(join(directory, name)) || readFileSync(join(directory, name), "utf8") !== text,
  );
  if (stale.length === 0) return EXIT.fine;
  process.stderr.write(
    `out of date in ${directory}: ${stale.map(([name]) => name).join(", ")}\n` +
      `  what to do: run \`npx catalogue schema ${directory}\`\n`,
  );
  return EXIT.problems;
}

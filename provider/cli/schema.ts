import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileSchema } from "../catalogue/schema.js";
import { registry } from "../vendors/registry.js";

/** File name → content of every vendor's schema. */
const schemas = (): [string, string][] =>
  registry.vendors.map((vendor) => [`${vendor.name}.json`, `${JSON.stringify(fileSchema(vendor, { editor: true }), null, 2)}\n`]);

export function writeSchemas(directory: string): number {
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of schemas()) writeFileSync(join(directory, name), text);
  process.stdout.write(
    `${directory}: ${schemas()
      .map(([name]) => name)
      .join(", ")}\n`,
  );
  return 0;
}

export function checkStaleSchemas(directory: string): number {
  const stale = schemas().filter(
    ([name, text]) => !existsSync(join(directory, name)) || readFileSync(join(directory, name), "utf8") !== text,
  );
  if (stale.length === 0) return 0;
  process.stderr.write(
    `out of date in ${directory}: ${stale.map(([name]) => name).join(", ")}\n  what to do: run \`npx catalogue schema ${directory}\`\n`,
  );
  return 1;
}

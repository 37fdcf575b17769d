/**
 * docs/architecture.md is true: the files that a value goes through exist, each leads to the next ones, and none back.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const text = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
const listed = [...text.matchAll(/^[0-9]+\. `([^`]+)`/gm)].map(([, file]) => file ?? "");
const inProvider = listed.slice(listed.indexOf("provider/provider-process.ts"));

/** Files that a file imports, without those of which it imports types only. */
function imports(file: string): string[] {
  const source = readFileSync(join(ROOT, file), "utf8");
  return [...source.matchAll(/^import (?!type )[^;]*?from "(\.[^"]+)";/gms)].map(([, path = ""]) =>
    join(dirname(file), path).replace(/\.js$/, ".ts"),
  );
}

describe("the way of a value from the YAML to the wire", () => {
  it("goes through files that exist, through none twice", () => {
    expect(listed.length).toBeGreaterThan(10);
    expect(listed.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(new Set(listed).size).toBe(listed.length);
  });

  it.each(inProvider.slice(1))("%s is called by a file before it, and by none after it", (file) => {
    const place = inProvider.indexOf(file);
    const callers = inProvider.filter((other) => imports(other).includes(file));
    expect(callers).not.toEqual([]);
    expect(callers.filter((other) => inProvider.indexOf(other) > place)).toEqual([]);
  });
});

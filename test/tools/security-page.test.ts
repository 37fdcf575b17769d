/** docs/security.md is complete: each threat has an answer, says what stays open, and names tests that exist. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../../tools/local/repository.ts";

const sections = readFileSync(join(ROOT, "docs/security.md"), "utf8").split(/^## /m).slice(1, -1);

it.each(sections.map((text) => [text.split("\n", 1)[0] ?? "", text]))("%s", (_title, text) => {
  for (const part of ["Threat", "Answer", "Open", "Tests"]) expect(text).toContain(`- **${part}**: `);
  const named = [...text.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path = ""]) => path);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

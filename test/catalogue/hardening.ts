/** Checks hostile files: what is said of them never contains control characters. */
import { expect } from "vitest";
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { isProblem, renderProblems } from "../../provider/catalogue/render.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import { registry } from "../../provider/vendors/registry.js";

export const FILE = "catalogue.yaml";
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Control characters and invisible characters. */
export const RAW = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

export function check(text: string, values: JsonObject = {}) {
  const files = [{ name: FILE, text }];
  const { entries, problems } = checkCatalogue(files, { registry, values });
  const rendered = renderProblems(problems, { registry, files });
  expect(rendered.replaceAll("\n", "")).not.toMatch(RAW);
  return {
    entries,
    rendered,
    said: problems.filter(isProblem).map(({ place, code }) => `${place.line}:${place.column} ${code}`),
  };
}

/** Refused with these, or accepted as this value of the field under attack. */
export type Row = readonly [name: string, text: string, outcome: readonly string[] | { readonly as: unknown }];

export const times = (count: number, text: string): string => text.repeat(count);
export const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

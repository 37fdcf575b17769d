/** How values and places are named in messages. */
import { isObject, type Json } from "../fields/shape.js";
import { childrenOf } from "../kinds/registry.js";
import type { Vendor } from "../kinds/vendor.js";
import type { Path } from "./problem.js";

const isIndex = (part: string | number): boolean => /^[0-9]+$/.test(String(part));

/** "`price`", "an item of `prices`", "the file" */
export function whatOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "the file";
  return isIndex(last) ? `an item of \`${String(path.findLast((part) => !isIndex(part)))}\`` : `\`${last}\``;
}

export const typeInWords = (type: string): string =>
  ({
    string: "a string",
    integer: "a whole number",
    number: "a number",
    boolean: "true or false",
    array: "a list",
    object: "a map",
  })[type] ?? type;

export const kindOfValue = (value: Json): string => {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  return isObject(value)
    ? "a map"
    : `the ${typeof value === "string" ? "string" : typeof value === "number" ? "number" : "value"} ${show(value)}`;
};

export function show(value: Json): string {
  if (typeof value === "object" && value !== null) return kindOfValue(value);
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What the path leads to: "a list price", "the file", "`tiers`". */
export function titleOf(path: Path, vendor: Vendor): string {
  if (path.length === 0) return "the file";
  let { kinds } = vendor;
  let at = 0;
  let title: string | undefined;
  let kind = kinds.find(({ collection }) => collection === path[at]);
  while (kind && at + 1 < path.length) {
    title = `a ${kind.title}`;
    at += 2;
    kinds = childrenOf(vendor, kind);
    kind = kinds.find(({ collection }) => collection === path[at]);
  }
  if (at === path.length && title) return title;
  const inner = path.findLast((part) => typeof part === "string" && !isIndex(part));
  return `\`${String(inner)}\``;
}

/** "1 file", "3 files" */
export const counted = (number: number, singular: string, plural = `${singular}s`): string =>
  `${number} ${number === 1 ? singular : plural}`;

/** Reads a body as the toy's wire writes it. Members have types of their own: a form holds nothing but texts. */
import type { Json, JsonObject } from "../../sandboxes/json.ts";

type Tree = { [name: string]: Tree | string };

export function readForm(text: string): JsonObject {
  const tree: Tree = Object.create(null) as Tree;
  for (const [name, value] of text.split("&").filter(Boolean).map(decoded)) {
    const [, root = "", inner = ""] = /^([^[]*)(.*)$/s.exec(name) ?? [];
    put(tree, [root, ...[...inner.matchAll(/\[([^\]]*)\]/g)].map(([, part = ""]) => decodeURIComponent(part))], value);
  }
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, typed(name, value)]));
}

const decoded = (pair: string): [string, string] => {
  const [name = "", value = ""] = pair.split("=");
  return [decodeURIComponent(name), decodeURIComponent(value)];
};

function put(tree: Tree, [first = "", ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree[first] = value;
    return;
  }
  const known = tree[first];
  const inner = typeof known === "object" ? known : (Object.create(null) as Tree);
  tree[first] = inner;
  put(inner, rest, value);
}

function typed(name: string, value: Tree | string): Json {
  if (name === "steps") return value === "" ? [] : Object.values(value).map(step);
  if (name === "notes") return value === "" ? {} : { ...(value as JsonObject) };
  if (name === "minutes") return value === "" ? null : wholeNumber(value);
  if (name === "sealed" || name === "away") return value === "true" || (value !== "false" && fail(name));
  return typeof value === "string" ? value : fail(name);
}

const step = (value: Tree | string): JsonObject =>
  typeof value === "string"
    ? fail("steps")
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== "")
          .map(([name, item]) => [name, name === "upTo" ? wholeNumber(item) : String(item)]),
      );

const wholeNumber = (value: Tree | string): number =>
  typeof value === "string" && /^-?[0-9]+$/.test(value) ? Number(value) : fail("a number");

function fail(what: string): never {
  throw new SyntaxError(`${what} has another form`);
}

/** Third stage: `${name}` becomes a value of the stack's configuration; `$${` is a literal `${`. */
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import type { Code } from "./codes.js";
import { didYouMean } from "./did-you-mean.js";
import type { Parsed } from "./parse.js";
import type { Path, Problem } from "./problem.js";
import { looksLikeSecret } from "./secrets.js";
import { UNKNOWN } from "./unknown.js";

const PLACEHOLDER = /\$\$\{|\$\{([^{}]*)\}?/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** Fills in the placeholders of one file. Without values (no stack at hand) each may be anything. */
export function resolveValues(parsed: Parsed, values: JsonObject | undefined): { value: Json | undefined; problems: Problem[] } {
  const problems: Problem[] = [];

  const problem = (path: Path, code: Code, message: string, remedy: string, confidential = false): void => {
    problems.push({
      code,
      severity: "problem",
      place: parsed.places.value(path),
      message,
      remedy,
      ...(confidential ? { confidential } : {}),
    });
  };

  const lookUp = (name: string | undefined, whole: string, path: Path): Json | undefined => {
    if (name === undefined || !whole.endsWith("}") || !NAME.test(name)) {
      problem(path, "bad-placeholder", `\`${whole}\` is not a placeholder`, "write `${name}`, or `$${` for the characters themselves");
      return undefined;
    }
    if (values === undefined) return UNKNOWN;
    if (Object.hasOwn(values, name)) return values[name];
    const known = Object.keys(values);
    const remedy =
      known.length === 0
        ? `set it: pulumi config set --path 'catalogue:values.${name}' …`
        : didYouMean(name, known, `set it with pulumi config set --path 'catalogue:values.${name}' …`);
    problem(path, "unknown-placeholder", `the stack's configuration has no value \`${name}\``, remedy);
    return undefined;
  };

  const fill = (text: string, path: Path): Json => {
    if (!text.includes("${")) return text;
    const whole = /^\$\{([^{}]*)\}$/.exec(text);
    if (whole) return checked(lookUp(whole[1], text, path) ?? UNKNOWN, path);
    let unknown = false;
    const filled = text.replace(PLACEHOLDER, (match, name: string | undefined) => {
      if (match === "$${") return "${";
      const found = lookUp(name, match, path);
      if (found === undefined) {
        unknown = true;
        return match;
      }
      if (found !== null && typeof found === "object") {
        problem(
          path,
          "bad-placeholder",
          `\`${match}\` is a map or a list and cannot stand within a text`,
          "let it be the whole value, or use a text",
        );
        return match;
      }
      return String(found);
    });
    // What was complained about once need not be again.
    return unknown ? UNKNOWN : checked(filled, path);
  };

  const checked = (value: Json, path: Path): Json => {
    if (typeof value === "string" && looksLikeSecret(value)) {
      problem(
        path,
        "secret-in-catalogue",
        "the value that is filled in here looks like an API key",
        "credentials belong into the environment or catalogue:credentials",
        true,
      );
    }
    return value;
  };

  const walk = (value: Json, path: Path): Json => {
    if (typeof value === "string") return fill(value, path);
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key.startsWith("x-") ? item : walk(item, [...path, key])]));
  };

  return { value: parsed.value === undefined ? undefined : walk(parsed.value, []), problems };
}

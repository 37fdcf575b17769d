/** Third stage: `${name}` becomes a value of the stack's configuration; `$${` is a literal `${`. */
import { changeItems, changeMembers } from "../fields/change-items.js";
import { isObject, type Json, type JsonObject, own } from "../fields/shape.js";
import { didYouMean } from "../validation/did-you-mean.js";
import { UNKNOWN } from "../validation/engine-words.js";
import type { Path, Problem } from "../validation/problem.js";
import { remember } from "../validation/remember.js";
import type { Secrets } from "../validation/secrets.js";
import { keyViolation, textViolation } from "../validation/text.js";
import type { Violation } from "../validation/violation.js";
import { MAX_DEPTH } from "./compose.js";
import { MAX_BYTES } from "./files.js";
import type { Parsed } from "./parse.js";

const PLACEHOLDER = /\$\$\{|\$\{([^{}]*)\}?/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** Characters and values that the placeholders of a file may insert: as many as the file itself may have bytes. */
const MAX_FILLED = MAX_BYTES;

/** Fills in the placeholders of a file. Without `values` the stack is not known, and a placeholder may be anything. */
export function resolveValues(
  parsed: Parsed,
  values: JsonObject | undefined,
  secrets: Secrets,
): { value: Json | undefined; problems: Problem[] } {
  const problems: Problem[] = [];
  const measured = new Map<string, Measured>();
  let filledIn = 0;
  let known: readonly string[] | undefined;

  const problem = (path: Path, violation: Violation): undefined => {
    problems.push({ severity: "problem", place: parsed.places.value(path), ...violation });
  };

  const lookUp = (name: string | undefined, whole: string, path: Path): Json | undefined => {
    if (name === undefined || !whole.endsWith("}") || !NAME.test(name)) {
      const inner = name?.trim() ?? "";
      const meant = whole.endsWith("}") && NAME.test(inner) ? inner : "name";
      const remedy = `write \`\${${meant}}\`; or, for the characters themselves, write \`$\${\``;
      return problem(path, { code: "bad-placeholder", message: `\`${whole}\` is not a placeholder`, remedy });
    }
    if (values === undefined) return UNKNOWN;
    const value = own(values, name);
    if (value === undefined) {
      known ??= Object.keys(values);
      const set = `set it with pulumi config set --path 'catalogue:values.${name}' …`;
      const remedy = known.length === 0 ? set : didYouMean(name, known, set);
      return problem(path, {
        code: "unknown-placeholder",
        message: `the stack's configuration has no value \`${name}\``,
        remedy,
      });
    }
    const { size, violation } = remember(measured, name, () => measure(value, secrets));
    if (violation)
      return problem(path, {
        ...violation,
        message: `the value \`${name}\` of the stack's configuration cannot be used: ${violation.message}`,
      });
    filledIn += size;
    if (filledIn <= MAX_FILLED) return value;
    const message = `the placeholders up to here insert more than ${MAX_FILLED} characters`;
    return problem(path, { code: "too-much-filled-in", message, remedy: "use shorter values, or fewer placeholders" });
  };

  const fill = (text: string, path: Path): Json => {
    // The problem has been reported.
    if (filledIn > MAX_FILLED) return UNKNOWN;
    const whole = /^\$\{([^{}]*)\}$/.exec(text);
    if (whole) {
      const found = lookUp(whole[1], text, path);
      // null is a value: it clears the field.
      return found === undefined ? UNKNOWN : found;
    }
    let unknown = false;
    const filled = text.replace(PLACEHOLDER, (match, name: string | undefined) => {
      if (match === "$${") return "${";
      if (unknown) return "";
      const found = lookUp(name, match, path);
      unknown = found === undefined || found === UNKNOWN;
      if (found !== null && typeof found !== "object") return String(found);
      const remedy = "write the placeholder as the whole value, or set the value to a string";
      problem(path, {
        code: "bad-placeholder",
        message: `the value of \`${match}\` is empty, a map or a list, so it cannot be part of a string`,
        remedy,
      });
      return match;
    });
    if (unknown) return UNKNOWN;
    const violation = textViolation(filled, secrets);
    if (violation) problem(path, violation);
    return violation ? UNKNOWN : filled;
  };

  const path: (string | number)[] = [];
  const at = (part: string | number, value: Json): Json => {
    path.push(part);
    const filled = walk(value);
    path.pop();
    return filled;
  };
  const walk = (value: Json): Json => {
    if (typeof value === "string") return value.includes("${") ? fill(value, [...path]) : value;
    if (Array.isArray(value)) return changeItems(value, (item, index) => at(index, item));
    if (!isObject(value)) return value;
    return changeMembers(value, (item, key) => (key.startsWith("x-") ? item : at(key, item)));
  };

  return { value: parsed.value === undefined ? undefined : walk(parsed.value), problems };
}

interface Measured {
  /** Characters and values in it. */
  readonly size: number;
  /** Why the value could not have been written in a file. */
  readonly violation?: Violation | undefined;
}

/** Values of the configuration do not go through the YAML reader, so they are checked here. */
function measure(value: Json, secrets: Secrets, depth = 0): Measured {
  if (depth > MAX_DEPTH) {
    const message = `it is nested deeper than ${MAX_DEPTH} levels`;
    return { size: 1, violation: { code: "too-deep", message, remedy: "write flatter values" } };
  }
  if (typeof value === "string") return { size: value.length, violation: textViolation(value, secrets) };
  if (typeof value === "number" && (Number.isInteger(value) ? !Number.isSafeInteger(value) : !Number.isFinite(value))) {
    const message = "it has more digits than a number can store";
    return { size: 1, violation: { code: "number-precision", message, remedy: "set it as a string" } };
  }
  if (value === null || typeof value !== "object") return { size: 1 };
  const keys = isObject(value) ? Object.keys(value) : [];
  const parts = Object.values(value).map((item: Json) => measure(item, secrets, depth + 1));
  return {
    size: parts.reduce((sum, { size }) => sum + size, 1),
    violation: [...keys.map((key) => keyViolation(key, secrets)), ...parts.map(({ violation }) => violation)].find(
      (violation) => violation !== undefined,
    ),
  };
}

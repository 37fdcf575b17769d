/** A scalar or key of the YAML as the value that it stands for. */
import { isScalar, type Node, type Scalar } from "yaml";
import type { Json } from "../fields/shape.js";
import { UNKNOWN } from "../validation/engine-words.js";
import { numberViolation } from "../validation/numbers.js";
import type { Secrets } from "../validation/secrets.js";
import { keyViolation, textViolation } from "../validation/text.js";
import type { Violation } from "../validation/violation.js";
import { misread } from "./syntax/misread.js";

interface ReadScalar {
  readonly value: Json;
  readonly violation?: Violation;
}

/** The scalars and keys of a file. */
export class Scalars {
  readonly #text: string;
  readonly #used: ReadonlySet<string>;
  readonly #secrets: Secrets;
  /** Keys that are allowed: most keys of a file are the same few names. */
  readonly #keys = new Map<string, string>();

  /** `text`: the whole file. `used`: the names of all its aliases. */
  constructor(text: string, used: ReadonlySet<string>, secrets: Secrets) {
    this.#text = text;
    this.#used = used;
    this.#secrets = secrets;
  }

  value(scalar: Scalar): ReadScalar {
    const { value, source = "" } = scalar;
    if (typeof value === "string" || value === null) {
      const violation =
        (value === null ? undefined : textViolation(value, this.#secrets)) ?? misread(scalar, this.#text, this.#used);
      return violation ? { value: UNKNOWN, violation } : { value };
    }
    if (typeof value === "number") {
      const violation = numberViolation(value, source);
      return { value: Number.isFinite(value) ? value : 0, ...(violation ? { violation } : {}) };
    }
    return typeof value === "boolean" ? { value } : { value: null, violation: OTHER_TYPE };
  }

  /** The name of a key, or why it is not one. `key`: undefined for an alias without an anchor. */
  key(key: Node | undefined): string | Violation {
    if (!isScalar(key)) return NOT_A_STRING;
    const name = typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const violation = keyViolation(name, this.#secrets);
    if (violation) return violation;
    this.#keys.set(name, name);
    return name;
  }
}

const OTHER_TYPE: Violation = {
  code: "unknown-tag",
  message: "the value is not a string, a number, true, false or null",
  remedy: "write it as a string, in quotes",
};

const NOT_A_STRING: Violation = {
  code: "bad-key",
  message: "a key must be a string, not a map or a list",
  remedy:
    "write the key as a string; a value of the stack's configuration is written `${name}`, with one pair of braces",
};

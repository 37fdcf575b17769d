/**
 * Validators of JSON Schemas. Those of the vendors are compiled when this package is built, because ajv takes a tenth
 * of a second to compile one. A compiled validator is used only for exactly the schema that it was made from; for any
 * other schema ajv is loaded and compiles it.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Ajv, KeywordCxt, Options, ValidateFunction } from "ajv";
import { compareDecimals } from "../fields/decimal.js";
import { isYesNo } from "./yes-no.js";

const require = createRequire(import.meta.url);
const COMPILED = fileURLToPath(new URL("compiled/", import.meta.url));

/** A schema under the name of its compiled file: "sequence.file". */
export interface NamedSchema {
  readonly name: string;
  readonly schema: object;
  /** Whether a value's errors are all collected, or only the first. */
  readonly allErrors: boolean;
}

/** What tells whether a validator belongs to a schema. */
export const digestOf = ({ schema, allErrors }: NamedSchema): string =>
  createHash("sha256")
    .update(JSON.stringify([schema, allErrors]))
    .digest("hex");

export function validatorOf(wanted: NamedSchema): ValidateFunction {
  const path = `${COMPILED}${wanted.name}.cjs`;
  if (existsSync(path)) {
    const compiled = load(path);
    if (compiled?.digest === digestOf(wanted)) return compiled.default;
  }
  return ajvFor(wanted).compile(wanted.schema);
}

interface Compiled {
  readonly default: ValidateFunction;
  readonly digest: string;
}

/** undefined: this Node is set not to load ES modules from CommonJS. */
function load(path: string): Compiled | undefined {
  try {
    return require(path) as Compiled;
  } catch {
    return undefined;
  }
}

/** When it is used, the search for shorter code would take longer than validating most catalogues. */
const AT_ONCE: NonNullable<Options["code"]> = { optimize: false };

/** A validator with our own keywords. `code`: how its code is made. */
export function ajvFor({ allErrors }: Pick<NamedSchema, "allErrors">, code = AT_ONCE): Ajv {
  const { Ajv: Validator, _ } = require("ajv") as typeof import("ajv");
  const ajv = new Validator({
    allErrors,
    verbose: true,
    strict: false,
    ownProperties: true,
    allowUnionTypes: true,
    code,
  });
  // `yes` and `no` were booleans in YAML 1.1 and are strings now. Where a boolean is allowed, they are mistakes.
  ajv.addKeyword({
    keyword: "x-no-yes-no",
    type: "string",
    code: (at: KeywordCxt) => {
      const check = at.gen.scopeValue("func", { ref: isYesNo, code: _`require("../yes-no.js").isYesNo` });
      at.fail(_`${check}(${at.data})`);
    },
  });
  ajv.addKeyword({
    keyword: "x-decimal",
    type: ["string", "integer"],
    code: (at: KeywordCxt) => {
      const check = at.gen.scopeValue("func", {
        ref: isWithin,
        code: _`require("../validators.js").isWithin`,
      });
      at.fail(_`!${check}(${at.schemaValue}, ${at.data})`);
    },
  });
  return ajv;
}

/** A decimal that is not below its bound. Other texts are the business of the pattern. */
export function isWithin(
  bounds: { readonly min?: string; readonly exclusive?: boolean },
  value: string | number,
): boolean {
  if (bounds.min === undefined || !/^-?[0-9]+(\.[0-9]+)?$/.test(String(value))) return true;
  const difference = compareDecimals(String(value), bounds.min);
  return bounds.exclusive ? difference > 0 : difference >= 0;
}

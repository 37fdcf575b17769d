import type { ErrorObject } from "ajv";
import type { Schema } from "../fields/json-schema.js";
import type { Json } from "../fields/shape.js";
import type { Vendor } from "../kinds/vendor.js";
import type { Code } from "./codes.js";
import type { Path } from "./problem.js";
import type { SchemaViolation } from "./violation.js";

/** One error of the schema's validator, with what its message needs. */
export interface SchemaError {
  readonly error: ErrorObject;
  readonly path: Path;
  readonly schema: Schema;
  readonly data: Json;
  readonly params: Readonly<Record<string, unknown>>;
  readonly vendor: Vendor;
  /** "`price`", "an item of `prices`", "the file" */
  readonly what: string;
  /** The value as it is written. */
  readonly shown: string;
}

/** A violation at the value of the error's path, unless it says otherwise. */
export type ErrorViolation = Omit<SchemaViolation, "path" | "at"> & Partial<Pick<SchemaViolation, "path" | "at">>;

export const violation = (code: Code, message: string, remedy: string): ErrorViolation => ({ code, message, remedy });

/** ", for example `prices: [{ … }]`" */
export function example({ schema, path }: Pick<SchemaError, "schema" | "path">): string {
  const [value, name] = [schema["x-example"], path.at(-1)];
  if (typeof value !== "string") return "";
  return `, for example \`${name === undefined || /^[0-9]+$/.test(String(name)) ? "" : `${name}: `}${value}\``;
}

import type { Code } from "./codes.js";
import type { Path } from "./problem.js";

/** What is wrong with a value or key, before its place in a file is known. With a place it is a `Problem`. */
export interface Violation {
  readonly code: Code;
  readonly message: string;
  readonly remedy: string;
  /** The value must not be printed. */
  readonly confidential?: true;
}

/** A value that the schema refuses. */
export interface SchemaViolation extends Violation {
  readonly path: Path;
  /** Whether the problem points at the key of the path or at its value. */
  readonly at: "key" | "value";
  /** The fields of which one is missing at the path. */
  readonly missing?: readonly string[];
  /** The field that an unknown one was probably meant to be. */
  readonly meant?: string | undefined;
  /** Violations below the path have the same cause, so they are left out. */
  readonly whole?: true;
  /** The value is empty. What may stand below it: these fields, or entries under any key. */
  readonly empty?: readonly string[] | "entries";
}

import type * as pulumi from "@pulumi/pulumi";
import type { Declaration } from "./declare.js";
import type { Opaque } from "./opaque.js";
import type { ProgramEntries } from "./program-entries.js";

/** What a resource is made of. */
export interface Made {
  /** Holds the entry, and the resources of those that it needs. */
  readonly program: ProgramEntries;
  readonly declaration: Declaration;
  /** The entry's fields as a program gives them, Outputs among them. */
  readonly given?: pulumi.Inputs;
}

/** The same, as the constructor that programs see takes it. */
export const seal = (made: Made): Opaque<"resource"> => made as Made & Opaque<"resource">;

export const unseal = (sealed: Opaque<"resource">): Made => sealed as Made & Opaque<"resource">;

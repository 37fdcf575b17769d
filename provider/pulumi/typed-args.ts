/** What the arguments of all typed resources have in common. */
import type * as pulumi from "@pulumi/pulumi";
import type { Adopt } from "../validation/adopt.js";

/** What happens to the object over time; nothing of it reaches the vendor. The same as `lifecycle:` in the YAML. */
export interface Lifecycle<Field extends string> {
  /**
   * When the resource is removed from the program. archive: the object is archived. retain: it is left as it is.
   * forbid: the removal is refused.
   */
  readonly onRemove?: "archive" | "retain" | "forbid" | undefined;
  /**
   * Take an existing object instead of making a new one: true for the one that fits, or its id. A different price or
   * archived state is refused, unless it is `{ id: …, overwrite: true }`. Remove it after the `up` that adopted.
   */
  readonly adopt?: Adopt | undefined;
  /** The resource's old name, or its old full address, so that it keeps its object. */
  readonly renamedFrom?: string | undefined;
  /** Fields that other people change in the dashboard and that are left alone. */
  readonly ignoreChanges?: readonly Field[] | undefined;
}

/** One of the values that the vendor documents, or another one that it has by now. */
export type OpenChoice<Known extends string> = Known | (string & Record<never, never>);

/** Exactly one of the members. */
export type ExactlyOne<Members> = {
  [One in keyof Members]: Pick<Members, One> & { readonly [Other in Exclude<keyof Members, One>]?: undefined };
}[keyof Members];

/** Members that the vendor's pages do not describe: passed through as written. */
export interface Anything {
  readonly [member: string]: unknown;
}

/** A field of a resource, once the engine has filled it in. */
export type Filled<Given> = pulumi.Output<pulumi.Unwrap<Given>>;

/** The argument that takes the parent: "sequence:Product" → "product". */
export function parentArgument(type: string): string {
  const name = type.slice(type.indexOf(":") + 1);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

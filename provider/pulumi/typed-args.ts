/** Types that the arguments of all typed resources share. */
import type * as pulumi from "@pulumi/pulumi";
import type { Adopt } from "../validation/adopt.js";
import type { ArchiveOnlyIf } from "../validation/archive-only-if.js";
import type { Accepted } from "../validation/review-code.js";

/** How the catalogue treats the object; the same as `lifecycle:` in the YAML. It is never sent to the vendor. */
export interface Lifecycle<Field extends string> {
  /**
   * What happens when the resource is removed from the program. archive: the object is archived. retain: the object is
   * left as it is. forbid: the removal is refused. Default: `catalogue:onRemove`.
   */
  readonly onRemove?: "archive" | "retain" | "forbid" | undefined;
  /**
   * Takes an existing object instead of creating one: true for the one object that matches, or an object's id. A
   * different price or archived state is refused, unless it is `{ id: …, overwrite: true }`. Remove `adopt` after the
   * `up` that adopted the object.
   */
  readonly adopt?: Adopt | undefined;
  /**
   * The object is archived only if it has at most so many subscribers, counted right before the archive call;
   * otherwise this archiving is refused.
   */
  readonly archiveOnlyIf?: ArchiveOnlyIf | undefined;
  /** The old name or the old full address of the resource, so that it keeps its object. */
  readonly renamedFrom?: string | undefined;
  /** Fields that people change in the dashboard. The catalogue does not change them. */
  readonly ignoreChanges?: readonly Field[] | undefined;
  /**
   * Findings of the review that are right as they are, by the code of the rule, each as `<values>: <reason>`:
   * `{ "times-ten": "9.90 -> 99.00: new plan" }`. Only these values are accepted. Only entries of the YAML can accept
   * findings today: a preview does not contain what a program accepts.
   */
  readonly accept?: Accepted | undefined;
}

/** One of the values that the vendor documents, or another value that it supports. */
export type OpenChoice<Known extends string> = Known | (string & Record<never, never>);

/** Exactly one of the members. */
export type ExactlyOne<Members> = {
  [Name in keyof Members]: Pick<Members, Name> & { readonly [Other in Exclude<keyof Members, Name>]?: undefined };
}[keyof Members];

/** Members that the vendor's pages do not describe. They are sent as they are written. */
export interface Anything {
  readonly [member: string]: unknown;
}

/** A field of a resource as an Output. It has no value (`undefined`, or `null` once cleared) when it is not managed. */
export type Filled<Given> = pulumi.Output<pulumi.Unwrap<Given>>;

/** The argument that takes the parent: "sequence:Product" → "product". */
export function parentArgument(type: string): string {
  const name = type.slice(type.indexOf(":") + 1);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

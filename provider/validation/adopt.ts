/** `adopt`: an existing object is taken under management instead of creating one. */
import { isObject } from "../fields/shape.js";

/**
 * `true`: the object that matches. A string: the object with this id. With `overwrite`, the price and the archived
 * state of the object may change.
 */
export type Adopt = true | string | { readonly id?: string; readonly overwrite: true };

export function readAdopt(value: unknown): Adopt | undefined {
  if (value === true || (typeof value === "string" && value !== "")) return value;
  if (!isObject(value) || value["overwrite"] !== true) return undefined;
  const id = value["id"];
  return { ...(typeof id === "string" && id !== "" ? { id } : {}), overwrite: true };
}

/** The id in `adopt`, if it has one. */
export function adoptedId(adopt: Adopt | undefined): string | undefined {
  if (typeof adopt === "string") return adopt;
  return typeof adopt === "object" ? adopt.id : undefined;
}

export const mayOverwrite = (adopt: Adopt | undefined): boolean => typeof adopt === "object" && adopt.overwrite;

/** As it is written in the YAML: "true", "prod_1" or "{ id: prod_1, overwrite: true }". */
export function adoptText(adopt: Adopt): string {
  if (typeof adopt !== "object") return String(adopt);
  return `{ ${adopt.id === undefined ? "" : `id: ${adopt.id}, `}overwrite: true }`;
}

/** `adopt`: an existing object is taken under management instead of making a new one. */
import { isObject } from "../fields/shape.js";

/** `true`: the one that fits. A text: the object of this id. With `overwrite`, money and the archived state may change. */
export type Adopt = true | string | { readonly id?: string; readonly overwrite: true };

export function readAdopt(value: unknown): Adopt | undefined {
  if (value === true || (typeof value === "string" && value !== "")) return value;
  if (!isObject(value) || value["overwrite"] !== true) return undefined;
  const id = value["id"];
  return { ...(typeof id === "string" && id !== "" ? { id } : {}), overwrite: true };
}

/** The id that it names. */
export function adoptedId(adopt: Adopt | undefined): string | undefined {
  if (typeof adopt === "string") return adopt;
  return typeof adopt === "object" ? adopt.id : undefined;
}

export const mayOverwrite = (adopt: Adopt | undefined): boolean => typeof adopt === "object" && adopt.overwrite;

/** As it is written in the YAML: "true", or "{ id: prod_1, overwrite: true }". */
export function adoptText(adopt: Adopt): string {
  if (typeof adopt !== "object") return String(adopt);
  return `{ ${adopt.id === undefined ? "" : `id: ${adopt.id}, `}overwrite: true }`;
}

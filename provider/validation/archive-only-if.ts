/** `archiveOnlyIf`: an object is archived only while it has few enough subscribers. */
import { isObject } from "../fields/shape.js";

export interface ArchiveOnlyIf {
  /** So many at most. */
  readonly subscribers: number;
}

export function readArchiveOnlyIf(value: unknown): ArchiveOnlyIf | undefined {
  const subscribers = isObject(value) ? value["subscribers"] : undefined;
  return typeof subscribers === "number" ? { subscribers } : undefined;
}

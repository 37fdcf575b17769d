/** Whether an update needs the object as it is before it can be written. Pure. */
import type { Kind } from "../../kinds/kind.js";
import type { Content } from "./step.js";

/** A full body, a field written against the vendor's value, and a mark among other texts need it. */
export function needsObject(kind: Kind, { changed, marking }: Content, method: string): boolean {
  const needsValue = changed.some(
    ({ name, field }) => kind.calls.needsLive?.includes(name) || field.unnamed === "kept",
  );
  const marksAmongOthers =
    kind.marker !== undefined && marking !== "keep" && !changed.some(({ name }) => name === kind.marker?.field);
  return needsValue || marksAmongOthers || method === "PUT";
}

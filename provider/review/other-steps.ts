/** Steps of a preview that are not about entries that this version knows: a review never hides that there is more. */
import { createHash } from "node:crypto";
import { compareText, stable } from "../fields/compare.js";
import type { JsonObject } from "../fields/shape.js";
import type { Registry } from "../kinds/registry.js";
import type { Message, OtherChange } from "./digest.js";
import type { EngineState, EngineStep } from "./preview.js";
import { OPERATIONS, TYPE_PREFIX } from "./subjects-of-preview.js";

export interface OtherSteps {
  readonly changes: readonly OtherChange[];
  readonly messages: readonly Message[];
}

/** Steps that change nothing, or are parts of a replacement, which has a step of its own. */
const SILENT: readonly string[] = [
  ...["read", "read-replacement", "read-discard", "refresh", "diff", "import", "import-replacement"],
  ...["create-replacement", "delete-replaced", "discard-replaced", "remove-pending-replace", "discard"],
];

export function otherSteps(steps: readonly EngineStep[], registry: Registry): OtherSteps {
  const changes: OtherChange[] = [];
  const unknown: Message[] = [];
  const others = new Set<string>();
  for (const step of steps) {
    const { op, urn, old, new: next } = step;
    const type = (next ?? old)?.type ?? urn.split("::")[2]?.split("$").at(-1) ?? "";
    const short = type.startsWith(TYPE_PREFIX) ? type.slice(TYPE_PREFIX.length) : undefined;
    const isKnown = short !== undefined && registry.kind(short) && Object.hasOwn(OPERATIONS, op);
    if (op === "same" || SILENT.includes(op) || isKnown) continue;
    const isOurs = short !== undefined && registry.vendor(short.split(":")[0] ?? "") !== undefined;
    // Groups of other resources, and the engine's own.
    if (!isOurs && /^(pulumi|catalogue):/.test(type)) continue;
    changes.push({ urn, operation: op, digest: digestOf(step) });
    if (isOurs) unknown.push(notKnown(urn, op, short, registry));
    else others.add(urn);
  }
  changes.sort((a, b) => compareText(`${a.urn} ${a.operation}`, `${b.urn} ${b.operation}`));
  if (others.size === 0) return { changes, messages: unknown };
  const [count, change] =
    others.size === 1 ? ["1 other resource", "changes"] : [`${others.size} other resources`, "change"];
  const text = `${count} of the program ${change}; the review is of the catalogue alone`;
  return { changes, messages: [...unknown, { severity: "info", text }] };
}

const notKnown = (urn: string, op: string, short: string, registry: Registry): Message => ({
  severity: "warning",
  text:
    `${urn.split("::").slice(3).join("::")}: this version does not know ` +
    `${registry.kind(short) ? `the step \`${op}\`` : `the kind ${short}`}, ` +
    "so the review does not show what happens to it\n  what to do: update billing-catalogue",
});

/** Of the object before and the inputs after; what a provider computes is not known yet. */
function digestOf({ old, new: next }: EngineStep): string {
  const sides = [old && sideOf(old), next && sideOf(next)].map((side) => side ?? null);
  return createHash("sha256").update(stable(sides)).digest("hex").slice(0, 16);
}

const sideOf = ({ id, inputs, protect, retainOnDelete }: EngineState): JsonObject => ({
  id,
  inputs,
  protect,
  retainOnDelete,
});

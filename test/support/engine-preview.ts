/** What the engine in process has announced, in the form in which the CLI prints a preview. */
import { typeToken } from "../../provider/pulumi/resource-text.js";
import { type EnginePreview, parsePreview } from "../../provider/review/preview.js";
import type { Announced, Bag, Result } from "../engine/engine.js";
import type { World } from "./world.js";

/** Through the text of `pulumi preview --json`. */
export const enginePreview = (world: World, result: Pick<Result, "announced">): EnginePreview =>
  parsePreview(previewText(world, { ...result, errors: [] }));

/** As the CLI prints it. */
export function previewText(world: World, { announced, errors }: Pick<Result, "announced" | "errors">): string {
  const steps = announced.map(({ op, kind, old, inputs }: Announced) => {
    const state = (bag: Bag) => ({ urn: urnOf(kind, bag), type: typeToken(kind), inputs: bag });
    return {
      op: op === "retain" ? "delete" : op,
      urn: urnOf(kind, inputs ?? old?.outputs ?? {}),
      ...(old
        ? {
            oldState: {
              ...state(old.outputs),
              id: old.id,
              outputs: old.outputs,
              ...(old.retainOnDelete ? { retainOnDelete: true } : {}),
              // The engine marks the old row before it announces the step.
              ...(op === "replace" || old.pendingDelete ? { delete: true } : {}),
            },
          }
        : {}),
      ...(inputs ? { newState: state(inputs) } : {}),
    };
  });
  const diagnostics = [
    ...world.said.map((text) =>
      text.startsWith("warning: ") ? { severity: "warning", message: text } : { severity: "info", message: text },
    ),
    ...errors.map((message) => ({
      severity: "error",
      message: message.replace(/^(.*): resource is protected$/, PROTECTED),
    })),
  ];
  return JSON.stringify({ steps, diagnostics, config: world.config, duration: 1 }, null, 2);
}

/** In the words of the program, which refuses it before the engine does. */
const PROTECTED =
  "1 entry was removed, and it is protected (active in a production account, or onRemove: forbid): $1; nothing was " +
  "sent\n  what to do: put the entry back, set `archived: true` (or `lifecycle: { onRemove: archive }`), run " +
  "`pulumi up`, then remove the entry";

const urnOf = (kind: string, { address }: Bag): string =>
  `urn:pulumi:dev::catalogue::catalogue:index:Catalogue$${typeToken(kind)}::${String(address)}`;

/** What the engine in process has announced, in the form in which the CLI prints a preview. */
import { typeToken } from "../../provider/pulumi/resource-text.js";
import { type EnginePreview, parsePreview } from "../../provider/review/preview.js";
import type { Announced, Bag, Result } from "../engine/engine.js";
import type { World } from "./world.js";

/** Through the text of `pulumi preview --json`. */
export function enginePreview(world: World, { announced }: Pick<Result, "announced">): EnginePreview {
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
              ...(op === "replace" ? { delete: true } : {}),
            },
          }
        : {}),
      ...(inputs ? { newState: state(inputs) } : {}),
    };
  });
  const diagnostics = world.said.map((text) =>
    text.startsWith("warning: ") ? { severity: "warning", message: text } : { severity: "info", message: text },
  );
  return parsePreview(JSON.stringify({ steps, diagnostics, config: world.config, duration: 1 }));
}

const urnOf = (kind: string, { address }: Bag): string =>
  `urn:pulumi:dev::catalogue::catalogue:index:Catalogue$${typeToken(kind)}::${String(address)}`;

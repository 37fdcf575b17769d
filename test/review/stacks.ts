/** States of two stacks that differ in what a test says. */
import { type RawConfig, readConfig } from "../../provider/accounts/config.js";
import type { Json } from "../../provider/fields/shape.js";
import { objectsOf } from "../../provider/pulumi/engine.js";
import { type ComparedStack, compareStacks } from "../../provider/review/compare-stacks.js";
import type { Review } from "../../provider/review/digest.js";
import { registry } from "../../provider/vendors/registry.js";
import { addressOf, type ExportedRow, fixtureConfig, fixtureState } from "../support/fixture-stack.js";

export type Edit = (outputs: Record<string, Json>) => void;
/** By address: what the row has instead; null: there is none. */
export type Edits = Readonly<Record<string, Edit | null>>;

export const edited =
  (edits: Edits) =>
  (rows: readonly ExportedRow[]): readonly ExportedRow[] =>
    rows.flatMap((row) => {
      const edit = edits[addressOf(row)];
      // Nothing is below what is not there.
      if (edits[addressOf(row).split("/").slice(0, 2).join("/")] === null) return [];
      if (edit === undefined) return [row];
      if (edit === null) return [];
      const outputs = structuredClone(row.outputs) as Record<string, Json>;
      edit(outputs);
      return [{ ...row, outputs }];
    });

const config = (more: Readonly<Record<string, unknown>> = {}): RawConfig =>
  Object.fromEntries(
    Object.entries({ ...fixtureConfig(), ...more }).map(([key, value]) => [`catalogue:${key}`, JSON.stringify(value)]),
  );

export const stack = (
  name: string,
  edits: Edits = {},
  more: Readonly<Record<string, unknown>> = {},
): ComparedStack => ({
  name,
  objects: objectsOf(fixtureState(edited(edits))),
  config: readConfig(config(more), registry),
});

export const compared = (promoted: Edits, into: Edits, accounts?: ReadonlyMap<string, string>): Review =>
  compareStacks({
    registry,
    promoted: stack("dev", promoted),
    into: stack("live", into),
    ...(accounts ? { accounts } : {}),
  });

export const objectAt = (value: Json | undefined): Record<string, Json> => value as Record<string, Json>;
export const price =
  (amount: string): Edit =>
  (outputs) => {
    objectAt(outputs["structure"])["price"] = amount;
  };
export const archived =
  (value: boolean): Edit =>
  (outputs) => {
    outputs["archived"] = value;
  };
export const inShort = ({ changes }: Review): string[] =>
  changes.map(({ address, sentence }) => `${address}: ${sentence}`);
export const texts = ({ messages }: Review): string[] => messages.map(({ severity, text }) => `${severity}: ${text}`);

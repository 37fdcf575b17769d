/** Managed fields that the answer of a write shows with another value, although the write did not change them. */

import type { Account } from "../../accounts/account.js";
import { differenceLines, differences } from "../../fields/differences.js";
import type { Json, JsonObject } from "../../fields/shape.js";
import { namings } from "../../kinds/references.js";
import type { Operation } from "../operation.js";
import { type Change, readField, sameValue } from "../plan/managed.js";
import type { Inputs, Live } from "../state.js";

export interface Drifted {
  /** As the vendor has them where they differ, else as the entry says. */
  readonly fields: JsonObject;
  /** What the entry says of those that differ: the engine cannot see them in the inputs. */
  readonly drift: Pick<Live, "drift">;
}

/**
 * Kept as drift, so that the next preview announces what the next `up` writes. `changed`: fields that the write
 * changes.
 */
export function withDrift(
  { kind, runtime }: Operation,
  account: Account,
  id: string,
  inputs: Inputs,
  answer: JsonObject,
  changed: readonly Change[] = [],
): Drifted {
  const context = account.context();
  const found = Object.entries(inputs.fields).flatMap(
    ([name, wanted]): { name: string; wanted: Json; seen: Json; lines: string }[] => {
      const field = kind.fields[name];
      if (
        !field ||
        changed.some((change) => change.name === name) ||
        inputs.ignored?.includes(name) ||
        namings(kind, { [name]: wanted }).length > 0
      )
        return [];
      const seen = readField(name, field, answer, wanted, context);
      if (sameValue(field, wanted, seen, context.settings)) return [];
      return [{ name, wanted, seen, lines: differenceLines(differences(field.shape, seen, wanted, [name])) }];
    },
  );
  if (found.length === 0) return { fields: inputs.fields, drift: {} };
  runtime.report.warn(
    `${inputs.address}: ${kind.title} ${id} differs from the entry in what this run did not change:` +
      `${found.map(({ lines }) => lines).join("")}\n` +
      "  what to do: run pulumi up again to write the entry's value, or write the vendor's value in the entry",
  );
  return {
    fields: { ...inputs.fields, ...Object.fromEntries(found.map(({ name, seen }) => [name, seen])) },
    drift: { drift: Object.fromEntries(found.map(({ name, wanted }) => [name, wanted])) },
  };
}

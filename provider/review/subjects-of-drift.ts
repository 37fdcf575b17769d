/** What a refresh has read, as subjects: the state of the stack before, and the vendor's objects after. */
import type { Entry } from "../catalogue/model.js";
import type { Registry } from "../kinds/registry.js";
import { bagOfRow, type Outputs, readOutputs } from "../lifecycle/state.js";
import type { EnginePreview, EngineState } from "./preview.js";
import type { Side } from "./side.js";
import { makeSide, nameOf, titleOf } from "./sides.js";
import type { AccountFacts, Subject } from "./subject.js";

export interface DriftSubjects {
  /** Objects of which something was changed, archived or un-archived. */
  readonly subjects: readonly Subject[];
  /** All objects as the vendors have them; those that are gone as they were. */
  readonly sides: readonly Side[];
  /** Objects that no longer exist, as they were. */
  readonly gone: readonly { readonly side: Side; readonly id: string }[];
}

interface Context {
  readonly registry: Registry;
  readonly accountOf: (name: string, vendor: Subject["vendor"]) => AccountFacts;
  /** Entries of the files by their addresses, former ones included: the state may not know of a rename. */
  readonly entries: ReadonlyMap<string, Entry>;
}

const TYPE_PREFIX = "pulumi-nodejs:dynamic/";

interface Read {
  readonly vendor: Subject["vendor"];
  readonly kind: Subject["kind"];
  readonly id: string;
  readonly before: Outputs;
  /** Absent: it is gone. */
  readonly after?: Outputs;
}

export function subjectsOfDrift({ steps }: EnginePreview, context: Context): DriftSubjects {
  const read = steps.flatMap(({ op, old, new: next }): Read[] => {
    const found = old?.type.startsWith(TYPE_PREFIX)
      ? context.registry.kind(old.type.slice(TYPE_PREFIX.length))
      : undefined;
    if (!found || !old || old.pendingDelete) return [];
    const outputs = (state: EngineState): Outputs => readOutputs(found.kind, bagOfRow(state));
    const after = op === "delete" || !next ? undefined : seen(outputs(next));
    return [{ ...found, id: old.id, before: announced(outputs(old)), ...(after ? { after } : {}) }];
  });
  const titles = new Map(
    read.map(({ kind, before, after = before }) => [after.address, nameOf(kind, after.fields, after.address)]),
  );
  const sideOf = ({ vendor, kind }: Read, outputs: Outputs): Side => {
    const { address, account, fields, archived } = outputs;
    const parent = kind.parent ? address.slice(0, address.lastIndexOf("/")) : undefined;
    const entry = context.entries.get(address);
    return makeSide({
      address,
      vendor,
      kind,
      account,
      settings: context.accountOf(account, vendor).settings,
      fields,
      archived,
      title: titleOf(kind, fields, address, parent === undefined ? undefined : (titles.get(parent) ?? parent)),
      ...(parent === undefined ? {} : { parent }),
      ...(entry ? { entry } : {}),
    });
  };
  return {
    subjects: read.flatMap((one) => {
      const { vendor, kind, id, before, after } = one;
      if (!after) return [];
      const { settings } = context.accountOf(after.account, vendor);
      const subject: Subject = {
        vendor,
        kind,
        settings,
        operation: "update",
        id,
        olds: before,
        news: after,
        before: sideOf(one, before),
        after: sideOf(one, after),
        isSeen: true,
        messages: [],
      };
      return [subject];
    }),
    sides: read.map((one) => sideOf(one, one.after ?? one.before)),
    gone: read.flatMap((one) => (one.after ? [] : [{ side: sideOf(one, one.before), id: one.id }])),
  };
}

/** What the catalogue says of the object: an earlier refresh may have noted that somebody has archived it. */
function announced(outputs: Outputs): Outputs {
  const { archivedElsewhere: _noted, ...live } = outputs.live;
  return { ...outputs, live };
}

/** As the vendor has it: archived by whomever. */
const seen = (outputs: Outputs): Outputs => ({
  ...outputs,
  archived: outputs.archived || outputs.live.archivedElsewhere === true,
});

/** The rows of a state as entries: what a stack has at its vendors, in the form that the files have. Pure. */
import type { Entry, Source } from "../catalogue/model.js";
import type { JsonObject } from "../fields/shape.js";
import type { Registry } from "../kinds/registry.js";
import { wasArchived } from "../lifecycle/observe/archived-state.js";
import { bagOfRow, type Outputs, readOutputs } from "../lifecycle/state.js";

/** A row of the state with an object of a vendor. */
export interface StateObject {
  /** "sequence:ListPrice" */
  readonly type: string;
  readonly id: string;
  readonly account: string;
  readonly address: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** An earlier run has replaced it: it belongs to no entry. */
  readonly isLeftover: boolean;
  /** When the row was last written, in milliseconds since the epoch. */
  readonly modified?: number;
}

/** An entry with what the row knows of its object. */
export interface StateEntry {
  readonly entry: Entry;
  readonly id: string;
  /** By us or by somebody else. */
  readonly archived: boolean;
  /** By somebody else, where the vendor cannot un-archive it. */
  readonly archivedElsewhere: boolean;
  readonly createdAt?: string;
  /** Of the row, in milliseconds since the epoch. */
  readonly modified?: number;
}

export interface StateEntries {
  /** Parents before their children, otherwise by address. */
  readonly entries: readonly StateEntry[];
  /** Objects of kinds that this version does not know. */
  readonly unknown: readonly StateObject[];
}

/** Without what earlier replacements have left. */
export function stateEntries(objects: readonly StateObject[], registry: Registry): StateEntries {
  const current = objects.filter(({ isLeftover }) => !isLeftover).sort(byAddress);
  const made = new Map<string, StateEntry>();
  const unknown: StateObject[] = [];
  for (const object of current) {
    const known = registry.kind(object.type);
    if (!known) {
      unknown.push(object);
      continue;
    }
    const above = made.get(object.address.slice(0, object.address.lastIndexOf("/")));
    const row = readOutputs(known.kind, bagOfRow(object));
    const { createdAt, archivedElsewhere } = row.live;
    made.set(object.address, {
      entry: entryOf(object, row, known, above?.entry.kind.type === known.kind.parent?.type ? above?.entry : undefined),
      id: object.id,
      archived: wasArchived(row),
      archivedElsewhere: archivedElsewhere === true,
      ...(createdAt === undefined ? {} : { createdAt }),
      ...(object.modified === undefined ? {} : { modified: object.modified }),
    });
  }
  return { entries: [...made.values()], unknown };
}

/** By the parts of the address, so that a parent comes right before its children. */
export function byAddress(a: { readonly address: string }, b: { readonly address: string }): number {
  const [left, right] = [a.address.split("/"), b.address.split("/")];
  const at = left.findIndex((part, index) => part !== right[index]);
  if (at === -1) return left.length - right.length;
  const [one = "", other] = [left[at], right[at]];
  return other === undefined || one > other ? 1 : -1;
}

function entryOf(
  { account, address }: StateObject,
  row: Outputs,
  { vendor, kind }: Pick<Entry, "vendor" | "kind">,
  parent: Entry | undefined,
): Entry {
  const own = Object.entries(row.fields).filter(([name]) => kind.fields[name]?.fromParent !== true);
  return {
    vendor,
    kind,
    account,
    key: address.slice(address.lastIndexOf("/") + 1),
    address,
    ...(parent ? { parent } : {}),
    fields: Object.fromEntries(own) as JsonObject,
    archived: wasArchived(row),
    lifecycle: { formerAddresses: [], ignoreChanges: row.ignored ?? [] },
    examples: {},
    source: NOWHERE,
    broken: false,
  };
}

/** A state has no files. */
const PLACE = { file: "", line: 1, column: 1, length: 0 };
const NOWHERE: Source = {
  problem: (code, _path, _at, message, remedy, severity = "problem") => ({
    code,
    severity,
    place: PLACE,
    message,
    remedy,
  }),
  place: () => PLACE,
  words: "the state",
};

/** Which entries take which objects, and which do not and why. Pure. */
import type { Entry } from "../../catalogue/model.js";
import type { Difference } from "../../fields/differences.js";
import { differenceText } from "../../fields/differences.js";
import type { FoundObject } from "../../inventory/inventory.js";
import type { How, Paired, Pairing } from "../../inventory/pairing.js";
import { listsArchived } from "../../kinds/archiving.js";
import type { Settings } from "../../kinds/field.js";
import type { Kind } from "../../kinds/kind.js";
import { namings } from "../../kinds/references.js";
import { placesOf } from "../../lifecycle/identity/decision.js";
import { adoptedId } from "../../validation/adopt.js";

export interface Adopted {
  readonly entry: Entry;
  readonly id: string;
  readonly how: Exclude<How, "state">;
  /** From what the object has to what the entry says. */
  readonly differences: readonly Difference[];
}

export interface NotAdopted {
  readonly entry: Entry;
  readonly ids: readonly string[];
  readonly problem: string;
  readonly remedy: string;
}

export interface AdoptionPlan {
  /** In the order of the files, parents first. */
  readonly adopts: readonly Adopted[];
  /** Objects fit these entries, and they are not adopted all the same. */
  readonly refused: readonly NotAdopted[];
  /** The stack manages their objects already. */
  readonly managed: readonly Entry[];
  /** No object fits them: the next `pulumi up` creates one. */
  readonly missing: readonly Entry[];
}

export interface PlanOptions {
  readonly pairing: Pairing;
  readonly settings: Settings;
  /** The owner in the marks of this stack. */
  readonly owner: string;
  /** Also take objects that were found by their name alone. */
  readonly differing: boolean;
}

export function planAdoption({ pairing, settings, owner, differing }: PlanOptions): AdoptionPlan {
  const managed = [
    ...pairing.pairs.filter(({ how }) => how === "state").map(({ entry }) => entry),
    ...pairing.unseen.map(({ entry }) => entry),
  ];
  const refused: NotAdopted[] = pairing.ambiguous.map(({ entry, objects }) => ({
    entry,
    ids: objects.map(({ id }) => id),
    problem: `${objects.length} ${entry.kind.title}s fit this entry: ${objects.map(({ id }) => id).join(", ")}`,
    remedy: "name the right one in the entry: `lifecycle: { adopt: <id> }`",
  }));
  const adopts: Adopted[] = [];
  for (const paired of pairing.pairs) {
    const { entry, found, how, changes } = paired;
    if (how === "state") continue;
    const differences = [...placesOf(changes), ...archivedDifference(entry, found)];
    const reason = refusal(paired, differences, { settings, owner, differing });
    if (reason) refused.push({ entry, ids: [found.id], ...reason });
    else adopts.push({ entry, id: found.id, how, differences });
  }
  const missing: Entry[] = [];
  const holders = holdersIn(pairing);
  for (const entry of pairing.missing) {
    const id = adoptedId(entry.lifecycle.adopt);
    const holder = holders.get(id ?? "");
    if (id === undefined) missing.push(entry);
    else if (holder !== undefined) refused.push({ entry, ids: [id], ...belongsTo(entry, id, holder) });
    // What the lists leave out is read by its id during the run.
    else adopts.push({ entry, id, how: "id", differences: [] });
  }
  return withNeeds({ adopts, refused, managed, missing });
}

/** The addresses of those that have an object: by a row of the state, or in this run. */
const holdersIn = ({ pairs, unseen, removed }: Pairing): ReadonlyMap<string, string> =>
  new Map([
    ...pairs.map(({ entry, found }): [string, string] => [found.id, entry.address]),
    ...unseen.map(({ entry, id }): [string, string] => [id, entry.address]),
    ...removed.map(({ found, address }): [string, string] => [found.id, address]),
  ]);

const belongsTo = ({ kind }: Entry, id: string, holder: string): Reason => ({
  problem: `${kind.title} ${id} belongs to ${holder}`,
  remedy:
    `remove \`adopt: ${id}\`; to keep the object under the new key, ` + `set \`lifecycle: { renamedFrom: ${holder} }\``,
});

function archivedDifference({ archived }: Entry, found: FoundObject): Difference[] {
  return found.archived === archived ? [] : [{ path: ["archived"], before: found.archived, after: archived }];
}

type Reason = Pick<NotAdopted, "problem" | "remedy">;

function refusal(
  { entry, found, how, changes }: Paired,
  differences: readonly Difference[],
  { settings, owner, differing }: Omit<PlanOptions, "pairing">,
): Reason | undefined {
  const { kind, vendor } = entry;
  const object = `${kind.title} ${found.id}`;
  if (found.mark !== undefined && found.mark.owner !== owner)
    return {
      problem: `${object} belongs to ${found.mark.owner || "another stack"} as ${found.mark.address}`,
      remedy:
        "remove it from that stack first (with onRemove: retain) " +
        `and remove ${kind.marker?.addressKey} from its ${kind.marker?.field}, or leave it there`,
    };
  if (how !== "id" && !entry.archived && mayBeArchived(kind, settings))
    return {
      problem: `${object} may be archived: the list of the account has archived ${kind.title}s, and does not tell`,
      remedy: `look at the dashboard; if it is active, set \`lifecycle: { adopt: ${found.id} }\` in the entry`,
    };
  const fixed = placesOf(changes.filter(({ fate }) => fate !== "update"));
  if (fixed.length > 0)
    return {
      problem: `${object} differs in what ${vendor.title} cannot change: ${fixed.map(differenceText).join(", ")}`,
      remedy: "write these values in the entry as the object has them",
    };
  if (found.archived && !entry.archived && kind.archiving.unarchive?.(settings) === undefined)
    return {
      problem: `${object} is archived, and ${vendor.title} cannot un-archive it`,
      remedy: "set `archived: true` in the entry, or name another object: `lifecycle: { adopt: <id> }`",
    };
  if (how === "name" && !differing)
    return {
      problem: `${object} has only the name of the entry, and differs: ${differences.map(differenceText).join(", ")}`,
      remedy:
        `write the values as they are (\`catalogue pull ${entry.account}\`); or take the object, and let the next ` +
        `\`pulumi up\` change it: --differing; otherwise the next \`pulumi up\` creates another ${kind.title}`,
    };
  return undefined;
}

/** Nothing shows whether an object of the list is archived. */
const mayBeArchived = (kind: Kind, settings: Settings): boolean =>
  kind.archiving.visible.in === "nowhere" && listsArchived(kind, settings);

/** An object needs its parent, and what its fields name, in the state or in the same run. */
function withNeeds(plan: AdoptionPlan): AdoptionPlan {
  const there = new Set([...plan.managed, ...plan.adopts.map(({ entry }) => entry)].map(({ address }) => address));
  const lacking = plan.adopts.flatMap((one) => {
    const absent = needsOf(one.entry).find((address) => !there.has(address));
    return absent === undefined ? [] : [{ one, absent }];
  });
  if (lacking.length === 0) return plan;
  const without = new Set(lacking.map(({ one }) => one));
  return withNeeds({
    ...plan,
    adopts: plan.adopts.filter((one) => !without.has(one)),
    refused: [
      ...plan.refused,
      ...lacking.map(({ one: { entry, id }, absent }) => ({
        entry,
        ids: [id],
        problem: `${entry.kind.title} ${id} needs ${absent}, which is neither managed nor adopted`,
        remedy: `adopt ${absent} first, or create it with \`pulumi up\``,
      })),
    ],
  });
}

const needsOf = ({ kind, fields, account, parent }: Entry): string[] => [
  ...(parent ? [parent.address] : []),
  ...namings(kind, fields).flatMap(({ reference, name }) =>
    reference.entry === undefined ? [] : [`${account}/${name}`],
  ),
];

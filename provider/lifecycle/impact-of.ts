/** Counts who has objects, outside the engine's provider process. */
import type { Happening } from "../kinds/impact.js";
import type { ImpactCount } from "../kinds/impact-count.js";
import type { Registry } from "../kinds/registry.js";
import { messageOf } from "./failure.js";
import { type CountedObject, countImpact } from "./observe/impact.js";
import { OpenAccounts, type OpenAccountsOptions } from "./open-accounts.js";

/** An object whose entry changes. */
export interface AffectedObject {
  /** "sequence:ListPrice" */
  readonly type: string;
  /** The vendor's id. */
  readonly id: string;
  readonly address: string;
  /** The name of the account. */
  readonly account: string;
  readonly happening: Happening;
}

export interface ImpactRequest extends OpenAccountsOptions {
  readonly objects: readonly AffectedObject[];
}

/**
 * The counts of each object, by address. It never rejects: what could not be counted is null, and the report says why.
 * Connections are closed at the end.
 */
export async function impactOf({
  objects,
  registry,
  ...options
}: ImpactRequest): Promise<ReadonlyMap<string, readonly ImpactCount[]>> {
  const accounts = new OpenAccounts({ registry, ...options });
  const counts = new Map<string, readonly ImpactCount[]>();
  try {
    for (const [name, all] of Map.groupBy(objects, ({ account }) => account)) {
      const counted = await countInAccount(name, all, accounts, registry).catch((error: unknown) => {
        accounts.report.warn(`account ${name}: nothing could be counted: ${messageOf(error)}`);
        return notCounted(all, registry);
      });
      for (const [address, found] of counted) counts.set(address, found);
    }
  } finally {
    await accounts.close();
  }
  return counts;
}

async function countInAccount(
  name: string,
  objects: readonly AffectedObject[],
  accounts: OpenAccounts,
  registry: Registry,
): Promise<ReadonlyMap<string, readonly ImpactCount[]>> {
  const known = objects.flatMap(({ type, ...object }): (CountedObject & Pick<AffectedObject, "type">)[] => {
    const kind = registry.kind(type)?.kind;
    return kind ? [{ ...object, type, kind }] : [];
  });
  const vendor = registry.kind(known[0]?.type ?? "")?.vendor;
  if (!vendor) return new Map();
  return countImpact(accounts.account(name, vendor), known, accounts.report);
}

/** What would have been counted with every setting at its default. */
const notCounted = (objects: readonly AffectedObject[], registry: Registry): Map<string, readonly ImpactCount[]> =>
  new Map(
    objects.map(({ type, address }) => [
      address,
      (registry.kind(type)?.kind.impact ?? [])
        .filter(({ setting }) => setting === undefined)
        .map(({ of }) => ({ of, count: null })),
    ]),
  );

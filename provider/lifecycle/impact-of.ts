/** Counts who has objects, outside the engine's provider process: accounts of its own, which only read. */
import { Account } from "../accounts/account.js";
import { type RawConfig, readConfig } from "../accounts/config.js";
import type { HostedRow } from "../accounts/hosts.js";
import type { Report, Runtime } from "../accounts/runtime.js";
import { systemClock } from "../http/clock.js";
import { Redactor } from "../http/redact.js";
import { undiciTransport } from "../http/transport.js";
import type { Happening } from "../kinds/impact.js";
import type { ImpactCount } from "../kinds/impact-count.js";
import type { Registry } from "../kinds/registry.js";
import { readableLines } from "../validation/text.js";
import { messageOf } from "./failure.js";
import { type CountedObject, countImpact } from "./observe/impact.js";

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

export interface ImpactRequest {
  /** The stack's configuration by its full keys, secrets in plain text. */
  readonly config: RawConfig;
  readonly registry: Registry;
  readonly objects: readonly AffectedObject[];
  /** Told what could not be counted, and why, without secrets. */
  readonly report: Report;
  /** Where the stack's objects are: credentials are sent to no other host. */
  readonly rows?: readonly HostedRow[];
  /** Parts of the world that tests replace. */
  readonly world?: Partial<Pick<Runtime, "environment" | "transport" | "clock" | "random">>;
}

/**
 * The counts of each object, by address. It never rejects: what could not be counted is null, and the report says why.
 * Connections are closed at the end.
 */
export async function impactOf({
  config: raw,
  registry,
  objects,
  report: outward,
  rows = [],
  world = {},
}: ImpactRequest): Promise<ReadonlyMap<string, readonly ImpactCount[]>> {
  const redactor = new Redactor();
  const said = new Set<string>();
  const once = (say: (text: string) => void) => (message: string) => {
    const text = readableLines(redactor.text(message));
    if (!said.has(text)) say(text);
    said.add(text);
  };
  const report: Report = {
    info: once((text) => outward.info(text)),
    warn: once((text) => outward.warn(text)),
  };
  const runtime: Runtime = {
    environment: process.env,
    transport: undiciTransport,
    clock: systemClock,
    random: Math.random,
    ...world,
    exportState: () => Promise.reject(new Error("counting reads no state")),
    commandLine: () => Promise.resolve(undefined),
    report,
    redactor,
  };
  const counts = new Map<string, readonly ImpactCount[]>();
  for (const [name, all] of Map.groupBy(objects, ({ account }) => account)) {
    const counted = await countInAccount(name, all, { raw, registry, rows, runtime }).catch((error: unknown) => {
      report.warn(`account ${name}: nothing could be counted: ${messageOf(error)}`);
      return notCounted(all, registry);
    });
    for (const [address, found] of counted) counts.set(address, found);
  }
  return counts;
}

interface Means {
  readonly raw: RawConfig;
  readonly registry: Registry;
  readonly rows: readonly HostedRow[];
  readonly runtime: Runtime;
}

async function countInAccount(
  name: string,
  objects: readonly AffectedObject[],
  { raw, registry, rows, runtime }: Means,
): Promise<ReadonlyMap<string, readonly ImpactCount[]>> {
  const known = objects.flatMap(({ type, ...object }): (CountedObject & Pick<AffectedObject, "type">)[] => {
    const kind = registry.kind(type)?.kind;
    return kind ? [{ ...object, type, kind }] : [];
  });
  const vendor = registry.kind(known[0]?.type ?? "")?.vendor;
  if (!vendor) return new Map();
  const config = readConfig(raw, registry);
  const account = new Account(config.account(name, vendor), config.credentials[name], runtime, rows);
  try {
    return await countImpact(account, known, runtime.report);
  } finally {
    await account.close();
  }
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

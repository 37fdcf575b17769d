/** A line in the preview when an `up` takes longer than a minute because of a vendor's rate limit. */

import type { CatalogueConfig } from "../accounts/config.js";
import { addressesOf } from "../catalogue/addresses.js";
import type { Entry } from "../catalogue/model.js";
import { type Rate, rateInWords } from "../http/pacer.js";
import { type Announced, countRequests } from "../lifecycle/plan/count.js";
import { type Inputs, type Outputs, readInputs, readOutputs } from "../lifecycle/state.js";
import { registry } from "../vendors/registry.js";
import type { Declaration } from "./declare.js";
import { entryOf } from "./entry-of.js";
import type { CatalogueResource } from "./resource.js";
import * as pulumi from "./sdk.js";
import type { StackRow } from "./stack-rows.js";

/** A resource, and what it was declared with. */
export interface Declared {
  readonly resource: CatalogueResource;
  readonly declaration: Declaration;
}

/** What the engine is going to do with an entry. */
type Op = "same" | "create" | "update" | "replace";

/** `removed`: rows whose objects are archived because no entry declares them. */
export async function announceCalls(
  all: readonly Declared[],
  rows: readonly StackRow[],
  removed: readonly StackRow[],
  config: CatalogueConfig,
): Promise<void> {
  const find = finder(rows);
  const changes = await Promise.all(
    all.map(async ({ resource, declaration }) => {
      const entry = entryOf(resource);
      if (!entry) return [];
      const row = find(entry);
      const isThere = await isKnown(resource.id);
      const op = isThere ? ((await isKnown(resource.archived)) ? "same" : "update") : row ? "replace" : "create";
      return announcedChanges(op, entry, declaration, row, config);
    }),
  );
  for (const line of outlooks([...changes.flat(), ...removed.flatMap((row) => removal(row, config))], rows, config))
    await pulumi.logInfo(line);
}

/** Changes of one entry. A replacement creates an object and archives the old one. */
function announcedChanges(
  op: Op,
  entry: Entry,
  declaration: Declaration,
  row: StackRow | undefined,
  config: CatalogueConfig,
): Announced[] {
  const { kind, account, vendor } = entry;
  const { settings } = config.account(account, vendor);
  const olds = row && readOutputs(kind, row.outputs);
  const news = inputsOf(entry, declaration, olds);
  switch (op) {
    case "same":
      return [];
    case "create":
      return [{ kind, settings, news }];
    case "update":
      return olds ? [{ kind, settings, olds, news }] : [];
    case "replace":
      return [{ kind, settings, news }, ...(olds && !declaration.retainOnDelete ? [{ kind, settings, olds }] : [])];
  }
}

/** What the engine fills in is in the row. */
function inputsOf({ kind }: Entry, { inputs, parent, ignoreChanges }: Declaration, olds?: Outputs): Inputs {
  const kept = [...ignoreChanges, ...(parent ? [parent.field] : [])];
  const from: Readonly<Record<string, unknown>> = olds?.fields ?? {};
  const filled = kept.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]] as const]));
  const { references } = olds ?? {};
  return readInputs(kind, { ...inputs, ...Object.fromEntries(filled), ...(references ? { references } : {}) });
}

/** The removal of a row; none where its kind is not known. */
function removal({ type, account, outputs }: StackRow, config: CatalogueConfig): Announced[] {
  const known = registry.kind(type);
  if (!known) return [];
  const { settings } = config.account(account, known.vendor);
  return [{ kind: known.kind, settings, olds: readOutputs(known.kind, outputs) }];
}

/** By the present name of an entry, and those that it had. */
function finder(rows: readonly StackRow[]): (entry: Entry) => StackRow | undefined {
  const byName = new Map(rows.map((row) => [`${row.type} ${row.name}`, row]));
  return (entry) =>
    addressesOf(entry)
      .map((name) => byName.get(`${entry.kind.type} ${name}`))
      .find((row) => row !== undefined);
}

/** A line for each account whose limit holds the run back. */
function outlooks(
  changes: readonly Announced[],
  rows: readonly StackRow[],
  config: CatalogueConfig,
): readonly string[] {
  const byAccount = Map.groupBy(changes, ({ news, olds }) => (news ?? olds)?.account ?? "");
  return [...byAccount].flatMap(([account, own]) => {
    const vendor = own[0] && registry.kind(own[0].kind.type)?.vendor;
    const rate = vendor && config.account(account, vendor).limits.rate;
    const held = Map.groupBy(
      rows.filter((row) => row.account === account),
      ({ type }) => type,
    );
    const words =
      rate &&
      outlookOf(
        countRequests(own, (type) => held.get(type)?.length ?? 0),
        rate,
      );
    return words === undefined ? [] : [`account ${account}: \`pulumi up\` makes ${words}`];
  });
}

/** Undefined: it takes less than a minute. */
export function outlookOf(calls: number, rate: Rate): string | undefined {
  const seconds = (Math.ceil(calls / rate.requests) - 1) * rate.seconds;
  if (seconds < 60) return undefined;
  const minutes = Math.ceil(seconds / 60);
  const most = rateInWords(rate, "");
  const time = `${minutes} minute${minutes === 1 ? "" : "s"}`;
  return `about ${calls} calls, at most ${most} (limits.perMinute), which takes about ${time}`;
}

/** False in a preview for values that only `up` will give: ids of new objects, and outputs of changed objects. */
const isKnown = (output: pulumi.Output<unknown>): Promise<boolean> =>
  (output as unknown as { isKnown: Promise<boolean> }).isKnown;

/** A preview of the engine between two editions of a catalogue, as `pulumi preview --json` prints it. */
import type { Entry } from "../../provider/catalogue/model.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import { typeToken } from "../../provider/pulumi/resource-text.js";

/** `said`: messages about one entry. */
export function previewText(before: readonly Entry[], after: readonly Entry[], said: readonly string[] = []): string {
  const [old, now] = [before, after].map((entries) => new Map(entries.map((entry) => [entry.address, entry])));
  const addresses = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])];
  const steps = addresses.map((address) => {
    const [was, is] = [old?.get(address), now?.get(address)];
    const urn = urnOf((is ?? was) as Entry);
    return {
      op: was && is ? "update" : is ? "create" : "delete",
      urn,
      ...(was
        ? { oldState: { ...stateOf(was), id: `id of ${address}`, outputs: { ...bagOf(was), live: { host: "" } } } }
        : {}),
      ...(is ? { newState: stateOf(is) } : {}),
    };
  });
  const diagnostics = [
    ...addresses.map((address) => ({ severity: "warning", message: `${address}: something is said about it` })),
    ...said.map((message) => ({ severity: "info", message: `${addresses[0]}: ${message}` })),
  ];
  return JSON.stringify({ steps, diagnostics, config: {} });
}

const urnOf = ({ kind, address }: Entry): string =>
  `urn:pulumi:dev::catalogue::catalogue:index:Catalogue$${typeToken(kind.type)}::${address}`;

const stateOf = (entry: Entry): JsonObject => ({
  urn: urnOf(entry),
  type: typeToken(entry.kind.type),
  inputs: bagOf(entry),
});

const bagOf = ({ account, address, archived, fields, kind, parent }: Entry): JsonObject => ({
  ...fields,
  account,
  address,
  archived,
  owner: "catalogue/dev",
  ...(kind.parent && parent ? { [kind.parent.field]: `id of ${parent.address}` } : {}),
});

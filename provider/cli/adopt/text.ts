/** An adoption as text, and as JSON. Pure. */
import type { Entry } from "../../catalogue/model.js";
import { differenceText } from "../../fields/differences.js";
import { pathText } from "../../fields/path.js";
import { naturalKeyOf } from "../../lifecycle/identity/decision.js";
import type { PlannedRequest } from "../../lifecycle/plan/step.js";
import type { Adopted, AdoptionPlan, NotAdopted } from "./plan.js";

export interface Result {
  readonly account: string;
  /** "Sequence" */
  readonly vendor: string;
  readonly stack: string;
  readonly plan: AdoptionPlan;
  /** What the run sends, or has sent. */
  readonly requests: readonly PlannedRequest[];
  readonly adopted: boolean;
}

/** What is done, or was done, and what is not, for people. */
export function resultText(result: Result): string {
  const { account, vendor, stack, plan, requests, adopted } = result;
  const { adopts, refused, managed, missing } = plan;
  const done = adopted ? "adopted" : "to adopt";
  const lines = [
    `Account ${account} (${vendor}), stack ${stack}: ${counted(adopts.length, "object")} ${done}, ` +
      `${managed.length} managed already, ${refused.length} not adopted, ${missing.length} without an object`,
  ];
  if (adopts.length > 0) lines.push("", ...pairLines(adopts));
  const differing = adopts.filter(({ differences }) => differences.length > 0).length;
  if (differing > 0)
    lines.push(
      "",
      `${counted(differing, "entry", "entries")} ${differing === 1 ? "differs" : "differ"} from the vendor. ` +
        "The values stay there; the next `pulumi preview` shows the difference as an update.",
    );
  if (refused.length > 0) lines.push("", "Not adopted:", ...refused.flatMap(refusedLines));
  if (missing.length > 0)
    lines.push("", "Without an object; the next `pulumi up` creates one:", ...missing.map(nameLine));
  if (adopts.length > 0) lines.push("", `${adopted ? "Sent" : "To be sent"}: ${requestsText(requests)}`);
  return `${lines.join("\n")}\n`;
}

/** Its shape is released API: docs/commands/adopt.md. */
export function resultJson({ account, vendor, stack, plan, requests, adopted }: Result): string {
  const { adopts, refused, managed, missing } = plan;
  const addressOf = ({ address }: Entry): string => address;
  const json = {
    version: 1,
    account,
    vendor,
    stack,
    adopted,
    pairs: adopts.map(({ entry, id, how, differences }) => ({
      address: entry.address,
      kind: entry.kind.type,
      id,
      matchedBy: how,
      differences: differences.map(({ path, before, after }) => ({
        path: pathText(path),
        vendor: before ?? null,
        entry: after ?? null,
      })),
    })),
    refused: refused.map(({ entry, ids, problem, remedy }) => ({ address: entry.address, ids, problem, remedy })),
    managed: managed.map(addressOf),
    missing: missing.map(addressOf),
    requests: requests.map(({ method, path, fields }) => ({ method, path, fields })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** What the object was found by. */
function matched({ entry: { kind, fields }, how }: Adopted): string {
  switch (how) {
    case "mark":
      return "has the mark of the entry";
    case "id":
      return "named by `adopt`";
    case "natural key":
      return `same ${naturalKeyOf(kind, fields) ?? "name"}`;
    case "equal":
      return "equal in all that the entry names";
    case "name":
      return "same name, and nothing else";
  }
}

/** Columns as wide as their widest value. */
function pairLines(adopts: readonly Adopted[]): string[] {
  const rows = adopts.map((one) => [one.entry.address, one.entry.kind.title, one.id, matched(one)]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return adopts.flatMap(({ differences }, index) => {
    const cells = rows[index] ?? [];
    const line = `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
    return [line, ...differences.map((difference) => `      differs: ${differenceText(difference)}`)];
  });
}

const refusedLines = ({ entry, problem, remedy }: NotAdopted): string[] => [
  `  ${entry.address} (${entry.source.words}): ${problem}`,
  `    what to do: ${remedy}`,
];

const nameLine = ({ address, source }: Entry): string => `  ${address} (${source.words})`;

function requestsText(requests: readonly PlannedRequest[]): string {
  if (requests.length === 0) return "nothing";
  const { method, fields } = requests[0] ?? {};
  const count = counted(requests.length, `${method} request`);
  return `${count} with this stack's mark in ${fields?.join(" ")}, nothing else`;
}

export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;

/**
 * The law at the level of requests: the writes that a run sends are exactly those that are planned from the steps of
 * its preview, by method, path and names of the fields in the body.
 */
import { isObject, type Json } from "../../provider/fields/shape.js";
import type { Settings } from "../../provider/kinds/field.js";
import type { Registry } from "../../provider/kinds/registry.js";
import { plan } from "../../provider/lifecycle/plan/plan.js";
import { NEW_ID, type PlannedRequest, requestOf } from "../../provider/lifecycle/plan/step.js";
import { readInputs, readOutputs } from "../../provider/lifecycle/state.js";
import type { Exchange } from "../../sandboxes/sandbox.ts";
import type { Announced } from "../engine/engine.js";

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: Json | undefined;
}

export function plannedWrites(
  registry: Registry,
  settingsOf: (account: string) => Settings,
  announced: readonly Announced[],
): PlannedRequest[] {
  return announced.flatMap(({ op, kind: type, old, inputs }): PlannedRequest[] => {
    const known = registry.kind(type);
    if (!known) throw new Error(`no kind ${type}`);
    const { kind } = known;
    const olds = old ? readOutputs(kind, old.outputs) : undefined;
    const news = inputs ? readInputs(kind, inputs) : undefined;
    const settings = settingsOf((news ?? olds)?.account ?? "");
    const requests = (from: typeof olds, to: typeof news, id?: string): PlannedRequest[] =>
      plan(kind, settings, from, to).steps.map((step) => requestOf(kind, settings, step, id));
    switch (op) {
      case "create":
        return requests(undefined, news);
      case "update":
        return requests(olds, news, old?.id);
      case "replace":
        return [...requests(undefined, news), ...(old?.retainOnDelete ? [] : requests(olds, undefined, old?.id))];
      case "delete":
        return requests(olds, undefined, old?.id);
      default:
        return [];
    }
  });
}

/** Writes that a vendor was sent. An empty PATCH is how Polar's primary is read. */
export const sentWrites = (exchanges: readonly Exchange[]): Sent[] =>
  exchanges
    .map(({ request: { method, path, body } }): Sent => ({ method, path, body }))
    .filter(({ method, body }) => method !== "GET" && !(method === "PATCH" && isObject(body) && isEmpty(body)));

const isEmpty = (body: object): boolean => Object.keys(body).length === 0;

/** Adoptions and recoveries are not planned, and the report names them. */
export const tellsOfMore = (said: string): boolean => RECOVERIES.some((words) => said.includes(words));
const RECOVERIES = [
  "recovered: an interrupted run had created it",
  "of an earlier run differs in",
  "stays active, because",
  "its mark was set again",
  "adopted; ",
];

/** What was sent and not planned, or planned and not sent; undefined when they are the same. */
export function unplanned(planned: readonly PlannedRequest[], sent: readonly Sent[]): string | undefined {
  // A path with a known id first: one of a new object would fit it too.
  const rest = [...planned].sort((a, b) => Number(isNew(a)) - Number(isNew(b)));
  const strays: string[] = [];
  for (const write of sent) {
    const index = rest.findIndex((request) => fits(request, write));
    if (index < 0) strays.push(inWords(write));
    else rest.splice(index, 1);
  }
  if (strays.length + rest.length === 0) return undefined;
  const open = rest.map(({ method, path, fields }) => `${method} ${path} (${fields.join(", ")})`);
  return (
    `sent and not planned: ${strays.join("; ") || "nothing"}; planned and not sent: ` +
    `${open.join("; ") || "nothing"}`
  );
}

/** The same for a run that something goes wrong with: a write may be repeated, and others may not come to it. */
export function unannounced(planned: readonly PlannedRequest[], sent: readonly Sent[]): string | undefined {
  const stray = sent.find((write) => !planned.some((request) => fits(request, write)));
  return stray && `sent and not planned: ${inWords(stray)}`;
}

const inWords = ({ method, path, body }: Sent): string =>
  `${method} ${path} (${Object.keys(asObject(body)).join(", ")})`;

function fits({ method, path, fields, overlaid }: PlannedRequest, sent: Sent): boolean {
  if (method !== sent.method || !pathFits(path, sent.path)) return false;
  const names = Object.keys(asObject(sent.body));
  if (!fields.every((name) => names.includes(name))) return false;
  return overlaid ? !overlaid.without.some((name) => names.includes(name)) : names.length === fields.length;
}

const isNew = ({ path }: PlannedRequest): boolean => path.includes(NEW_ID) || path.includes(encodeURIComponent(NEW_ID));

/** The id of an object that the run makes is not known before. */
function pathFits(planned: string, sent: string): boolean {
  const marker = [NEW_ID, encodeURIComponent(NEW_ID)].find((text) => planned.includes(text));
  if (marker === undefined) return planned === sent;
  const [before = "", after = ""] = planned.split(marker);
  return sent.startsWith(before) && sent.endsWith(after) && sent.length > before.length + after.length;
}

const asObject = (value: Json | undefined): object => (isObject(value) ? value : {});

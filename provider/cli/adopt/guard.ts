/** The engine's preview of an adoption must announce exactly the plan: these creates, which send nothing. Pure. */
import { parseAdoption } from "../../lifecycle/observe/adoption-words.js";
import type { PlannedRequest } from "../../lifecycle/plan/step.js";
import { typeToken } from "../../pulumi/resource-text.js";
import type { EnginePreview, EngineStep } from "../../review/preview.js";
import type { Adopted } from "./plan.js";

export interface Guarded {
  /** The URNs of all that the run may create. */
  readonly targets: readonly string[];
  /** What is sent: updates that write the mark. */
  readonly requests: readonly PlannedRequest[];
}

/**
 * What the run does.
 *
 * @throws an Error that names the first thing in the preview that is not an adoption of the plan
 */
export function guardPreview(preview: EnginePreview, adopts: readonly Adopted[]): Guarded {
  const expected = new Map(adopts.map((one) => [keyOf(typeToken(one.entry.kind.type), one.entry.address), one]));
  const targets: string[] = [];
  const requests: PlannedRequest[] = [];
  for (const step of preview.steps.filter(({ op }) => op !== "same")) {
    const { type, name } = nameOf(step.urn);
    const adopted = expected.get(keyOf(type, name));
    if (step.op !== "create" || (adopted === undefined && !isHarmless(step, type)))
      throw stop(`the preview shows more than the adoption: ${step.op} ${type} ${name}`);
    targets.push(step.urn);
    if (adopted === undefined) continue;
    requests.push(...announced(preview, adopted));
    expected.delete(keyOf(type, name));
  }
  const [left] = expected.values();
  if (left)
    throw stop(
      `the program of the stack does not declare ${left.entry.address}`,
      "make the program declare the catalogue of this folder (`new Catalogue(…)`), or name its folder: --directory",
    );
  return { targets, requests };
}

/** Components and the engine's own resources: nothing is sent for them. */
const isHarmless = ({ new: next }: EngineStep, type: string): boolean =>
  /^(pulumi:pulumi:Stack|catalogue:index:Catalogue|pulumi:providers:.*)$/.test(type) ||
  (next !== undefined && !next.custom);

function announced({ diagnostics }: EnginePreview, { entry, id }: Adopted): readonly PlannedRequest[] {
  const { address, kind } = entry;
  const [said] = diagnostics
    .filter(({ message }) => message.startsWith(`${address}: `))
    .flatMap(({ message }) => parseAdoption(kind.title, message.slice(address.length + 2)) ?? []);
  if (said?.id !== id || !said.what.startsWith("as it is"))
    throw stop(
      `the preview does not say that ${address} takes ${kind.title} ${id} as it is`,
      "use the version of billing-catalogue that the project has: npx catalogue adopt",
    );
  const marks = said.requests?.every(({ fields }) => fields.length === 1 && fields[0] === kind.marker?.field);
  if (said.requests === undefined || !marks) throw stop(`${address}: the adoption would send more than a mark`);
  return said.requests;
}

const keyOf = (type: string, name: string): string => `${type} ${name}`;

/** "urn:pulumi:dev::catalogue::a:b:C$d:e:F::name": the last type, and the name. */
function nameOf(urn: string): { type: string; name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}

const stop = (what: string, remedy = "run `pulumi preview` and `pulumi up` for it first, then run this again"): Error =>
  new Error(`${what}; nothing was adopted\n  what to do: ${remedy}`);

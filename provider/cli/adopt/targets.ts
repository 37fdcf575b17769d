/** What the engine is limited to: these entries, and the components around them. Pure. */
import { typeToken } from "../../pulumi/resource-text.js";
import type { EnginePreview } from "../../review/preview.js";
import type { Adopted } from "./plan.js";

const COMPONENT = "catalogue:index:Catalogue";

/** Patterns of URNs, as the program alone decides below which components its catalogue is. */
export const targetsOf = (adopts: readonly Adopted[]): string[] => [
  "urn:pulumi:**::pulumi:pulumi:Stack::**",
  `urn:pulumi:**${COMPONENT}::**`,
  ...adopts.map(({ entry: { kind, address } }) => `urn:pulumi:**${typeToken(kind.type)}::${address}`),
];

/** Patterns of the components around the entries of a preview, as far as they are no targets yet. */
export function componentsAbove({ steps }: EnginePreview, targets: readonly string[]): string[] {
  const all = steps.flatMap(({ urn }) => {
    const [stack = "", project = "", types = ""] = urn.split("::");
    const chain = types.split("$").filter((type) => !type.startsWith(typeToken("")));
    return chain.map((_type, index) => `${stack}::${project}::${chain.slice(0, index + 1).join("$")}::**`);
  });
  return [...new Set(all)].filter((target) => !targets.includes(target));
}

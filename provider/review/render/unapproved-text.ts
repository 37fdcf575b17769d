/** What was not approved, in words. */
import { counted } from "../../validation/words.js";
import type { Unapproved } from "../approval.js";
import { MAX_MESSAGE, oneLine } from "./escape.js";

/** More of them are counted. */
const MAX_SHOWN = 50;

/** Several lines, each difference with its values, and what to do. */
export function unapprovedText(found: readonly Unapproved[], stack: string): string {
  const lines = found
    .slice(0, MAX_SHOWN)
    .flatMap(({ what, differences }) => [
      `  ${oneLine(what, MAX_MESSAGE)}`,
      ...(differences.length === 0 ? ["no approved review has a change of it"] : differences).map(
        (text) => `    ${oneLine(text, MAX_MESSAGE)}`,
      ),
    ]);
  const rest = found.length - MAX_SHOWN;
  const head = `${counted(found.length, "change is", "changes are")} about to be made that nobody has approved`;
  return [
    `${head}; nothing was sent`,
    ...lines,
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    `  what to do: ${waysOn(stack)[0]}`,
  ].join("\n");
}

/** How to go on after a refusal. */
export const waysOn = (stack: string): readonly string[] => [
  `review what would be done now (catalogue review --stack ${stack} --format json --output review.json), have it ` +
    "approved, and apply again with --approved review.json; in a pipeline, run the apply by hand: it shows the " +
    "review and asks for an approval",
];

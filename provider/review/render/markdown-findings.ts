/** Why the preview failed, and what the rules found, in Markdown. */

import { counted } from "../../validation/words.js";
import type { Finding, ReviewSource } from "../digest.js";
import { bold, codeBlock, markdownMessage, markdownText } from "./escape.js";
import type { Forge } from "./forges.js";
import { codesOf, type PlacedMessage, placeText, type Sections } from "./summary.js";

const WHERE: Readonly<Record<ReviewSource["from"], string>> = {
  preview: "of the preview",
  files: "in the catalogue",
  stacks: "in the states",
  drift: "in the accounts",
};

/** At most `shown` of them; the rest is counted. */
export function errorBlock({ errors }: Sections, forge: Forge, shown: number, from: ReviewSource["from"]): string {
  if (errors.length === 0) return "";
  const rest = errors.length - shown;
  const said = `${counted(errors.length, "error")} ${WHERE[from]}`;
  return alert(said, forge, [
    errors.slice(0, shown).map(messageItem).join("\n"),
    rest > 0 ? `… and ${counted(rest, "more error", "more errors")}.` : "",
  ]);
}

/** "- **Pro**: text (catalogue/polar.yaml:3)" */
export const messageItem = ({ title, text, place }: PlacedMessage): string =>
  `- ${title === undefined ? "" : `${bold(title)}: `}${markdownMessage(text)}${at(place)}`;

/**
 * Blocking ones in an alert: the first `shown` in full, the next in a line each, at most `lines` in all. Others fill up
 * to `shown`. The rest is counted by code.
 */
export function findingsBlock(
  { blocking, otherFindings }: Sections,
  forge: Forge,
  shown: number,
  lines: number,
): string {
  const others = otherFindings.slice(0, Math.max(0, shown - blocking.length));
  const blocks = [
    blocking.length === 0 ? "" : blockingAlert(blocking, forge, shown, lines),
    others.map(otherItem).join("\n"),
    restOf(otherFindings.slice(others.length), others.length > 0 || blocking.length > 0),
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

function blockingAlert(blocking: readonly Finding[], forge: Forge, shown: number, lines: number): string {
  const verb = blocking.length === 1 ? "blocks" : "block";
  const rest = blocking.slice(Math.max(shown, lines));
  return alert(`${counted(blocking.length, "finding")} ${verb} this change`, forge, [
    ...blocking.slice(0, shown).map(fullFinding),
    blocking
      .slice(shown, lines)
      .map((finding) => `- ${headOf(finding)}`)
      .join("\n"),
    rest.length === 0 ? "" : `… and ${rest.length} more that block: ${markdownText(codesOf(rest))}.`,
  ]);
}

function fullFinding(finding: Finding): string {
  const text = `${headOf(finding)}: ${markdownMessage(finding.message)}`;
  const accept =
    finding.accept === undefined
      ? []
      : ["If it is meant, accept exactly this in the entry:", codeBlock(finding.accept, "yaml")];
  return [text, `What to do: ${markdownMessage(finding.remedy)}`, ...accept].join("\n\n");
}

const otherItem = (finding: Finding): string =>
  `- ${finding.severity === "warn" ? "Warning" : "Note"} ${headOf(finding)}: ${markdownMessage(finding.message)}. ` +
  `What to do: ${markdownMessage(finding.remedy)}`;

/** "**times-ten**: Platform / monthly (catalogue/sequence.yaml:12)" */
function headOf({ code, title, address, place }: Finding): string {
  const about = title ?? address;
  return `${bold(code)}${about === undefined ? "" : ` ${markdownText(about)}`}${at(place)}`;
}

const at = (place: Finding["place"]): string => (place === undefined ? "" : ` (${markdownText(placeText(place))})`);

function restOf(rest: readonly Finding[], some: boolean): string {
  if (rest.length === 0) return "";
  const findings = some ? counted(rest.length, "more finding", "more findings") : counted(rest.length, "finding");
  return `${some ? "… and " : ""}${findings}: ${markdownText(codesOf(rest))}.`;
}

/** An alert, or a part with a heading: not every parser reads code within a quotation. */
function alert(head: string, { alerts }: Forge, blocks: readonly string[]): string {
  const content = blocks.filter((block) => block !== "").join("\n\n");
  if (!alerts) return `#### ${head}\n\n${content}`;
  return ["[!CAUTION]", ...`**${head}**\n\n${content}`.split("\n")]
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");
}

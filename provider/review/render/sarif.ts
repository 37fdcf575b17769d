/** Findings and errors as SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
import type { Finding, Message, Review, SourcePlace } from "../digest.js";
import { oneLine, oneLineMessage } from "./escape.js";
import { sections } from "./summary.js";

/** What the docs say about a rule. */
export interface RuleDoc {
  readonly code: string;
  readonly doc: string;
  readonly remedy: string;
}

/** The rule of errors of the preview and of problems of the catalogue; they have no code. */
const ERROR: RuleDoc = {
  code: "error",
  doc: "The preview failed, or the catalogue has a problem.",
  remedy: "Read the message: it says what to do.",
};

/** Errors first, then findings, the worst first. Codes without a rule in `rules` get one without help. */
export function sarif(review: Review, rules: readonly RuleDoc[]): string {
  const { errors, blocking, otherFindings } = sections(review);
  const findings = [...blocking, ...otherFindings];
  const known = new Map([...(errors.length > 0 ? [ERROR] : []), ...rules].map((rule) => [rule.code, rule]));
  for (const { code, message, remedy } of findings)
    if (!known.has(code)) known.set(code, { code, doc: oneLineMessage(message), remedy: oneLineMessage(remedy) });
  const codes = [...known.keys()];
  const places = new Map(review.changes.flatMap(({ address, place }) => (place ? [[address, place]] : [])));
  const result = (code: string, level: Level, text: string, place?: SourcePlace, accept?: string): object => ({
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level,
    message: { text: literal(text) },
    ...(place === undefined ? {} : { locations: [locationOf(place)] }),
    // Not in the message, where its braces would be doubled.
    ...(accept === undefined ? {} : { properties: { accept: oneLineMessage(accept) } }),
  });
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "billing-catalogue", rules: [...known.values()].map(descriptorOf) } },
        columnKind: "utf16CodeUnits",
        results: [
          ...errors.map((error) =>
            result(ERROR.code, "error", textOf(error), error.place ?? places.get(error.address ?? "")),
          ),
          ...findings.map((finding) =>
            result(
              finding.code,
              LEVELS[finding.severity],
              findingText(finding),
              finding.place ?? places.get(finding.address ?? ""),
              finding.accept,
            ),
          ),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

type Level = "error" | "warning" | "note";

const LEVELS: Readonly<Record<Finding["severity"], Level>> = { block: "error", warn: "warning", note: "note" };

const descriptorOf = ({ code, doc, remedy }: RuleDoc): object => ({
  id: code,
  shortDescription: { text: doc },
  help: { text: remedy },
});

const textOf = ({ title, text }: Message & { readonly title?: string }): string =>
  title === undefined ? oneLineMessage(text) : `${oneLine(title)}: ${oneLineMessage(text)}`;

function findingText({ title, message, remedy }: Finding): string {
  const head = title === undefined ? "" : `${oneLine(title)}: `;
  return `${head}${oneLineMessage(message)}. What to do: ${oneLineMessage(remedy)}`;
}

/** In messages of SARIF, braces are placeholders, and `[a](b)` is a link (sections 3.11.5 and 3.11.6). */
const literal = (text: string): string => text.replace(/[{}]/g, "$&$&").replaceAll("](", "]\u200b(");

const locationOf = ({ file, line }: SourcePlace): object => ({
  physicalLocation: {
    artifactLocation: { uri: file.toWellFormed().split("/").map(encodeURIComponent).join("/") },
    region: { startLine: line },
  },
});

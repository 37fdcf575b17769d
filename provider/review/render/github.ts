/** The worst of a review as annotations of GitHub's workflows. */
import { type Annotation, annotation } from "../../catalogue/annotations.js";
import type { Review, SourcePlace } from "../digest.js";
import { oneLine, oneLineMessage } from "./escape.js";
import { sections } from "./summary.js";

/** GitHub shows at most ten annotations of a level for a step. */
export const MAX_ANNOTATIONS = 10;

/**
 * One line each, the worst first: errors, findings that block, warnings, notes, warnings of the preview. What has no
 * place of its own is at the place of its change, or of the run.
 */
export function githubAnnotations(review: Review): string {
  const { errors, messages, blocking, otherFindings } = sections(review);
  const places = new Map(review.changes.flatMap(({ address, place }) => (place ? [[address, place]] : [])));
  const at = (place: SourcePlace | undefined, address: string | undefined): Record<string, string | number> => {
    const found = place ?? places.get(address ?? "");
    return found === undefined ? {} : { file: oneLine(found.file), line: found.line };
  };
  const all: readonly Annotation[] = [
    ...errors.map(
      ({ text, title, place, address }): Annotation => ({
        level: "error",
        properties: { ...at(place, address), title: oneLine(title ?? "billing catalogue") },
        message: oneLineMessage(text),
      }),
    ),
    ...[...blocking, ...otherFindings].map(
      ({ code, severity, title, message, remedy, accept, place, address }): Annotation => ({
        level: LEVELS[severity],
        properties: { ...at(place, address), title: oneLine(title === undefined ? code : `${code}: ${title}`) },
        message: [message, remedy, ...(accept === undefined ? [] : [`To accept exactly this: ${accept}`])]
          .map(oneLineMessage)
          .join("\n"),
      }),
    ),
    ...messages
      .filter(({ severity }) => severity === "warning")
      .map(
        ({ text, title, place, address }): Annotation => ({
          level: "warning",
          properties: { ...at(place, address), title: oneLine(title ?? "billing catalogue") },
          message: oneLineMessage(text),
        }),
      ),
  ];
  return all
    .slice(0, MAX_ANNOTATIONS)
    .map((one) => `${annotation(one)}\n`)
    .join("");
}

const LEVELS = { block: "error", warn: "warning", note: "notice" } as const;

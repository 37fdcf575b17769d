/** Second stage: one text becomes a plain value, with the place of every key and value in it. */
import { type CST, type Document, Parser } from "yaml";
import type { Json } from "../fields/shape.js";
import type { Place, Problem } from "../validation/problem.js";
import type { Secrets } from "../validation/secrets.js";
import type { Violation } from "../validation/violation.js";
import { aliasTargets, compose, tooDeep } from "./compose.js";
import type { SourceFile } from "./files.js";
import { Lines } from "./lines.js";
import { Places } from "./places.js";
import { DEEPER, Reader, tooDeepViolation } from "./reader.js";
import { Spots } from "./spots.js";
import { diagnose } from "./syntax/diagnose.js";
import { LIBRARY } from "./syntax/library.js";
import { isSuspicious } from "./syntax/suspicious.js";

export interface Parsed {
  readonly file: string;
  /** undefined when the text is not YAML. */
  readonly value: Json | undefined;
  readonly places: Places;
  readonly problems: readonly Problem[];
}

export function parseFile(file: SourceFile, secrets: Secrets): Parsed {
  const lines = new Lines(file);
  const tokens = [...new Parser().parse(file.text)];
  const problems: Problem[] = [];
  const report = (place: Place, violation: Violation): void => {
    problems.push({ severity: "problem", place, ...violation });
  };
  const parsed = (value?: Json, spots = new Spots(), root?: number): Parsed => ({
    file: file.name,
    value,
    places: new Places(lines, spots.freeze(), root),
    problems,
  });

  const deep = tooDeep(tokens);
  if (deep !== undefined) {
    report(lines.at(deep.offset, deep.offset + 1), tooDeepViolation(DEEPER));
    return parsed();
  }
  const document = oneDocument(file, tokens, lines, report);
  if (!document?.contents) return parsed();
  const reader = new Reader(lines, aliasTargets(document, file.text), secrets, (range, violation) =>
    report(lines.at(...range), violation),
  );
  const root = reader.read(document.contents);
  return parsed(root.value, reader.spots, root.spot);
}

/** The only document of a file; undefined when there is none, or when it is not YAML. */
function oneDocument(
  { name, text }: SourceFile,
  tokens: readonly CST.Token[],
  lines: Lines,
  report: (place: Place, violation: Violation) => void,
): Document.Parsed | undefined {
  const { document, second } = compose(tokens, text.length);
  const { errors, warnings, contents } = document;
  if (errors.length > 0 || isSuspicious(text))
    for (const { range, alone: _alone, ...violation } of diagnose(text, lines.starts, tokens, errors))
      report(lines.at(...range), violation);
  if (second) report(lines.at(second.range[0], second.range[1]), { ...LIBRARY.MULTIPLE_DOCS });
  for (const { code, pos } of warnings)
    if (errors.length === 0 && code === "TAG_RESOLVE_FAILED") {
      const place = lines.at(...pos);
      const tag = text.slice(pos[0], pos[0] + place.length).split(" ", 1)[0];
      const remedy =
        "remove the tag: a catalogue needs none; or, if the `!` belongs to the value, put the whole value in quotes";
      report(place, { code: "unknown-tag", message: `\`${tag}\` is a YAML tag`, remedy });
    }
  if (errors.length > 0 || second) return undefined;
  if (contents === null) {
    const start = { file: name, line: 1, column: 1, length: 0 };
    const remedy = "write `vendor:` and `products:`, or delete the file";
    report(start, { code: "empty-file", message: "the file is empty", remedy });
  }
  return document;
}

/** Problems as text for people. */

import { styleText } from "node:util";
import type { Registry } from "../kinds/registry.js";
import type { Problem } from "../validation/problem.js";
import { type Secrets, secretsOf } from "../validation/secrets.js";
import { picture, readable } from "../validation/text.js";
import { counted } from "../validation/words.js";
import type { SourceFile } from "./files.js";

export interface RenderOptions {
  /** Whose vendors' credentials are not shown. */
  readonly registry: Registry;
  readonly files: readonly SourceFile[];
  readonly colour?: boolean;
  /** The catalogue folder, which is put before file names so that editors and terminals can open them. */
  readonly directory?: string;
}

/** `file:line:column`, what is wrong, the source line with a caret, and what to do. */
export function renderProblems(problems: readonly Problem[], options: RenderOptions): string {
  const secrets = secretsOf(options.registry);
  const lines = new Map(
    options.files.map(({ name, text }) => [name, text.split(/\r?\n/).map((line) => lineOf(line, secrets))]),
  );
  const blocks = problems
    .slice(0, MAX_PROBLEMS)
    .map((problem) => renderProblem(problem, lines.get(problem.place.file), options, secrets));
  const more = problems.length - blocks.length;
  return [...blocks, ...(more > 0 ? [`… and ${more} more`] : []), summary(problems)].join("\n\n");
}

/** More problems than this are counted but not shown. */
const MAX_PROBLEMS = 1_000;

/** "12 problems and 1 warning in 3 files" */
export function summary(problems: readonly Problem[]): string {
  const [bad, warnings] = [problems.filter(isProblem).length, problems.filter((problem) => !isProblem(problem)).length];
  const files = new Set(problems.map(({ place }) => place.file)).size;
  const parts = [bad > 0 ? counted(bad, "problem") : "", warnings > 0 ? counted(warnings, "warning") : ""].filter(
    (part) => part !== "",
  );
  return parts.length === 0 ? "no problems" : `${parts.join(" and ")} in ${counted(files, "file")}`;
}

export const isProblem = ({ severity }: Problem): boolean => severity === "problem";

/** A source line that is searched for secrets at most once. */
interface Line {
  readonly text: string;
  readonly secret: () => boolean;
}

function lineOf(text: string, secrets: Secrets): Line {
  let secret: boolean | undefined;
  return { text, secret: () => (secret ??= secrets.areIn(text)) };
}

function renderProblem(
  { code, severity, place, message, remedy, confidential }: Problem,
  lines: readonly Line[] | undefined,
  { colour, directory }: RenderOptions,
  secrets: Secrets,
): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  // A problem of the folder itself has no line.
  const isFolder = place.file === directory;
  const file = readable(
    directory && !isFolder ? `${directory.replace(/^\.\//, "").replace(/\/+$/, "")}/${place.file}` : place.file,
    secrets,
  );
  const at = isFolder ? file : `${file}:${place.line}:${place.column}`;
  const word = severity === "problem" ? paint(["red", "bold"], "error") : paint(["yellow", "bold"], "warning");
  const head = `${paint("bold", at)}${isFolder ? ":" : ""} ${word}[${code}]: ${message}`;
  const source = lines?.[place.line - 1];
  const number = String(place.line);
  const excerpts: string[] = [];
  if (confidential || source?.secret()) excerpts.push(`  ${number} | ${paint("dim", "(not shown)")}`);
  else if (source !== undefined && (place.length > 0 || place.column > 1)) {
    const { text, offset } = excerpt(source.text, place.column - 1);
    const before = text.slice(0, place.column - 1 - offset).replace(/[^\t]/g, " ");
    const carets = "^".repeat(Math.max(1, Math.min(place.length, text.length - before.length)));
    excerpts.push(
      `  ${number} | ${picture(text)}`,
      `  ${" ".repeat(number.length)} | ${before}${paint("red", carets)}`,
    );
  }
  return [head, ...excerpts, `  ${paint("cyan", "help")}: ${remedy}`].join("\n");
}

const WIDTH = 160;

/** A long line is cut around the place of the problem. */
function excerpt(line: string, column: number): { text: string; offset: number } {
  if (line.length <= WIDTH) return { text: line, offset: 0 };
  const offset = Math.max(0, Math.min(column - 40, line.length - WIDTH));
  return { text: line.slice(offset, offset + WIDTH), offset };
}

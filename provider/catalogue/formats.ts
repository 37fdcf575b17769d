/** Problems for machines: JSON, and the annotations of GitHub's workflows. */
import type { Registry } from "../kinds/registry.js";
import type { Problem } from "../validation/problem.js";
import { secretsOf } from "../validation/secrets.js";
import { readable } from "../validation/text.js";
import { annotation } from "./annotations.js";

/**
 * `{ problems: [{ code, severity, file, line, column, length, message, remedy }] }`. ASCII only, so that file names
 * cannot contain terminal control sequences.
 */
export const asJson = (problems: readonly Problem[]): string =>
  JSON.stringify(
    {
      problems: problems.map(({ code, severity, place, message, remedy }) => ({
        code,
        severity,
        ...place,
        message,
        remedy,
      })),
    },
    null,
    2,
  ).replace(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The annotations of GitHub's workflows, one for each problem. */
export const asGithub = (problems: readonly Problem[], directory: string, registry: Registry): string => {
  const secrets = secretsOf(registry);
  return problems
    .map(({ code, severity, place, message, remedy }) => {
      const { file, line, column, length } = place;
      return annotation({
        level: severity === "problem" ? "error" : "warning",
        properties: {
          file: readable(file === directory ? file : `${directory}/${file}`, secrets),
          line,
          col: column,
          endColumn: column + length,
          title: code,
        },
        message: `${message}\n${remedy}`,
      });
    })
    .join("\n");
};

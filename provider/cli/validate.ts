import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { asGithub, asJson } from "../catalogue/formats.js";
import { loadCatalogue } from "../catalogue/load.js";
import { count, isProblem, renderProblems, summary } from "../catalogue/render.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { registry } from "../vendors/registry.js";

export const FORMATS = ["text", "json", "github"] as const;

export interface ValidateOptions {
  readonly format: (typeof FORMATS)[number];
  readonly stack?: string;
}

/** Prints the problems of a catalogue; returns the exit code. */
export function validate(directory: string, { format, stack }: ValidateOptions): number {
  const values = stack === undefined ? undefined : stackValues(stack);
  const { entries, files, problems } = loadCatalogue(directory, { registry, values });
  const bad = problems.some(isProblem);
  if (format === "json") process.stdout.write(`${asJson(problems)}\n`);
  else if (format === "github") process.stdout.write(problems.length > 0 ? `${asGithub(problems, directory)}\n` : "");
  else if (problems.length > 0)
    process.stdout.write(`${renderProblems(problems, { files, directory, colour: process.stdout.isTTY === true })}\n`);
  if (format !== "json" && !bad)
    process.stdout.write(
      `${directory}: ${entries.length} ${entries.length === 1 ? "entry" : "entries"} in ${count(files.length, "file")}, ${summary(problems)}\n`,
    );
  return bad ? 1 : 0;
}

/** `catalogue:values` of the project's file and of the stack's, as far as they stand there in clear. */
function stackValues(stack: string): JsonObject {
  const path = `Pulumi.${stack}.yaml`;
  if (!existsSync(path))
    throw new Error(`there is no ${path} here\n  what to do: run this in the folder of Pulumi.yaml, or leave --stack out`);
  const [project, own] = [existsSync("Pulumi.yaml") ? valuesOf("Pulumi.yaml") : {}, valuesOf(path)];
  return { ...project, ...own };
}

function valuesOf(path: string): JsonObject {
  const document = parse(readFileSync(path, "utf8")) as Json;
  const config = isObject(document) ? document["config"] : undefined;
  const entry = isObject(config) ? (config["catalogue:values"] ?? config["values"]) : undefined;
  const values = isObject(entry) && isObject(entry["value"]) ? entry["value"] : entry;
  return isObject(values) ? values : {};
}

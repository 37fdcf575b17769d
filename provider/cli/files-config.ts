/** The configuration of a stack from its files, without an engine, and the paths that a person gives. */
import { isAbsolute, relative, resolve } from "node:path";
import { unknownKeys } from "../accounts/config-keys.js";
import { readStackFile } from "../pulumi/stack-file.js";

/** The folder in places: relative to where the command runs. */
export const shown = (folder: string, directory: string): string =>
  isAbsolute(directory) ? within(folder, directory) : directory;

/** A path that a person gave, relative to the folder in which the command runs. */
export const within = (folder: string, path: string): string => relative(folder, resolve(folder, path)) || ".";

/** The files of a project that may say where the catalogue is and what its values are. */
export const projectFiles = (stack: string | undefined): string[] =>
  ["yaml", "yml", "json"].flatMap((extension) => [
    `Pulumi.${extension}`,
    ...(stack === undefined ? [] : [`Pulumi.${stack.split("/").at(-1)}.${extension}`]),
  ]);

/**
 * The configuration of a stack from its file, without secrets; undefined: no stack is named.
 *
 * @throws an Error that says what to do when the file is missing or has keys that nothing reads
 */
export function configOfFiles(
  folder: string,
  stack: string | undefined,
  configFile: string | undefined,
): Record<string, string> | undefined {
  if (stack === undefined && configFile === undefined) return undefined;
  const { keys, values, accounts, review: rules, directory, onRemove } = readStackFile(folder, stack, configFile);
  const unknown = unknownKeys(keys);
  if (unknown !== undefined) throw new Error(unknown);
  return {
    "catalogue:values": JSON.stringify(values),
    "catalogue:accounts": JSON.stringify(accounts),
    "catalogue:review": JSON.stringify(rules),
    ...(directory === undefined ? {} : { "catalogue:directory": directory }),
    ...(onRemove === undefined ? {} : { "catalogue:onRemove": onRemove }),
  };
}

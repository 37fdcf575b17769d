/** `catalogue review`: what a change does, from a preview of the engine or from the files alone. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { text as textOfStream } from "node:stream/consumers";
import { type CatalogueConfig, readConfig } from "../accounts/config.js";
import { unknownKeys } from "../accounts/config-keys.js";
import { loadCatalogue } from "../catalogue/load.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { hasStackFile, readStackFile } from "../pulumi/stack-file.js";
import type { Review } from "../review/digest.js";
import { type EnginePreview, parsePreview } from "../review/preview.js";
import { type ReadCatalogue, reviewFiles, reviewPreview } from "../review/review.js";
import { registry } from "../vendors/registry.js";
import { baseTree } from "./base-tree.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import { type Progress, progressOn } from "./progress.js";

export interface ReviewOptions {
  readonly stack?: string;
  readonly from?: string;
  readonly base?: string;
  readonly refresh?: boolean;
  readonly directory?: string;
  readonly configFile?: string;
  readonly format: string;
  readonly output?: string;
}

export async function review(options: ReviewOptions): Promise<ExitCode> {
  const made = await make(options);
  const text = `${JSON.stringify(made, null, 2)}\n`;
  if (options.output === undefined) process.stdout.write(text);
  else writeFileSync(options.output, text);
  return EXIT.fine;
}

const DIRECTORY = "./catalogue";

async function make(options: ReviewOptions): Promise<Review> {
  const { stack, from, base } = options;
  if (base !== undefined && from !== undefined) throw new Error(ONE_SOURCE);
  if (base !== undefined) return fromFiles(base, options);
  if (from !== undefined) return fromPreview(parsePreview(await read(from)), options, false);
  if (stack === undefined) throw new Error(ONE_SOURCE);
  const progress = progressOn(process.stderr, `preview of stack ${stack}`);
  const { preview, failed } = await previewOf(stack, options, progress).finally(() => progress.end());
  return fromPreview(preview, options, failed);
}

/** The files of a project that may say where the catalogue is and what its values are. */
const projectFiles = (stack: string | undefined): string[] =>
  ["yaml", "yml", "json"].flatMap((extension) => [
    `Pulumi.${extension}`,
    ...(stack === undefined ? [] : [`Pulumi.${stack.split("/").at(-1)}.${extension}`]),
  ]);

const ONE_SOURCE =
  "a review needs one source\n" +
  "  what to do: name a stack (`--stack dev` runs its preview), a preview that was made before (`--from preview.json`, " +
  "or `--from -` for standard input), or a commit to compare the files with (`--base origin/main`)";

async function previewOf(stack: string, { refresh = false }: ReviewOptions, progress: Progress) {
  // The engine's SDK is loaded only where it is needed.
  const { runPreview } = await import("../pulumi/run-preview.js");
  return runPreview({ stack, folder: process.cwd(), refresh, progress: (count) => progress.at(`${count} resources`) });
}

async function read(from: string): Promise<string> {
  if (from === "-") return textOfStream(process.stdin);
  if (!existsSync(from))
    throw new Error(
      `${from} does not exist\n  what to do: name the file with the output of \`pulumi preview --json --show-sames\`, or - for ` +
        "standard input",
    );
  return readFileSync(from, "utf8");
}

function fromPreview(preview: EnginePreview, { stack, directory }: ReviewOptions, failed: boolean): Review {
  const { "catalogue:directory": configured, "catalogue:values": values } = preview.config;
  const folder = directory ?? configured ?? DIRECTORY;
  return reviewPreview({
    registry,
    preview,
    ...(stack === undefined ? {} : { stack }),
    failed,
    catalogue: load(folder, folder, mapOf(values)),
  });
}

function mapOf(text: string | undefined): JsonObject {
  try {
    const value = JSON.parse(text ?? "{}") as Json;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** `path`: where the files are; `directory`: how their folder is called. */
function load(path: string, directory: string, values: JsonObject | undefined): ReadCatalogue {
  const { entries, problems } = loadCatalogue(path, { registry, values, mayBeEmpty: () => true });
  return { entries, problems, directory };
}

function fromFiles(base: string, { stack, configFile, directory }: ReviewOptions): Review {
  const folder = process.cwd();
  const now = settings(folder, stack, configFile);
  const at = directory ?? now?.directory ?? DIRECTORY;
  const tree = baseTree(base, folder, [at, ...projectFiles(stack), ...(configFile === undefined ? [] : [configFile])]);
  try {
    const before = settings(tree.folder, stack, configFile, now);
    return reviewFiles({
      before: load(join(tree.folder, relative(folder, at)), at, before?.values),
      after: load(at, at, now?.values),
      base,
      commit: tree.commit,
      ...(now ? { stack: { name: stack ?? configFile ?? "", config: now.config } } : {}),
    });
  } finally {
    tree.remove();
  }
}

interface Settings {
  readonly values: JsonObject;
  readonly directory?: string;
  readonly config: CatalogueConfig;
}

/**
 * The configuration of a stack from its file; undefined: no stack is named. `otherwise`: for a commit that does not have
 * the file yet.
 */
function settings(
  folder: string,
  stack: string | undefined,
  configFile: string | undefined,
  otherwise?: Settings,
): Settings | undefined {
  if (stack === undefined && configFile === undefined) return undefined;
  if (otherwise !== undefined && !hasStackFile(folder, stack, configFile)) return otherwise;
  const { keys, values, accounts, directory, onRemove } = readStackFile(folder, stack, configFile);
  const unknown = unknownKeys(keys);
  if (unknown !== undefined && otherwise === undefined) throw new Error(unknown);
  const raw = {
    "catalogue:accounts": JSON.stringify(accounts),
    ...(onRemove ? { "catalogue:onRemove": onRemove } : {}),
  };
  return { values, ...(directory === undefined ? {} : { directory }), config: readConfig(raw, registry) };
}

/** The files of the project and of the stack, found like the Pulumi CLI finds them, for commands without an engine. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { NAMESPACE } from "../accounts/config-keys.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";

export interface Project {
  readonly path: string;
  readonly content: JsonObject;
}

export interface StackFile {
  /** Full keys of both files: `catalogue:values`. */
  readonly keys: readonly string[];
  /** `catalogue:values` of both, without secret ones. */
  readonly values: JsonObject;
  /** `catalogue:accounts` of both, by account. */
  readonly accounts: JsonObject;
  /** `catalogue:directory`, where it is set. */
  readonly directory?: string;
  /** `catalogue:onRemove`, where it is set. */
  readonly onRemove?: string;
  /** `catalogue:review` of both. */
  readonly review: JsonObject;
}

const EXTENSIONS = ["yaml", "yml", "json"];

/** The project in a folder, or in the nearest folder above it. */
export function findProject(folder: string): Project | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const path = EXTENSIONS.map((extension) => join(at, `Pulumi.${extension}`)).find(existsSync);
    if (path !== undefined) return { path, content: readMap(path) };
    if (dirname(at) === at) return undefined;
  }
}

/** The project of a folder: the path of its file and its name; undefined where there is none. */
export function projectOf(folder: string): { readonly path: string; readonly name: string } | undefined {
  const found = findProject(folder);
  return found && { path: found.path, name: String(found.content["name"]) };
}

/**
 * The last part of a stack's name, which is that of its file.
 *
 * @throws an Error when it is no name of a stack, or names a stack of another project
 */
export const stackNameIn = (folder: string, stack: string): string => stackName(stack, findProject(folder));

/** The path of the stack's file: beside the project's file, or in its `stackConfigDir`. */
function pathOf(project: Project | undefined, folder: string, stack: string): string {
  const directory = project?.content["stackConfigDir"];
  const base = project === undefined ? resolve(folder) : dirname(project.path);
  const inner = typeof directory === "string" ? resolve(base, directory) : base;
  const own = project?.path.split(".").at(-1) ?? "yaml";
  const paths = [own, ...EXTENSIONS].map((extension) => join(inner, `Pulumi.${stack}.${extension}`));
  return paths.find(existsSync) ?? (paths[0] as string);
}

/**
 * The members of a key in the stack's file that are not secret, as ".polar.accessToken". For the SDK and the CLI a key
 * is secret as soon as one of its members is, so the members are read from the file.
 */
export function plainMembers(folder: string, stack: string, key: string): string[] {
  const path = pathOf(findProject(folder), folder, stack);
  const found: string[] = [];
  const visit = (value: Json | undefined, at: string): void => {
    if (isObject(value) && "secure" in value) return;
    if (isObject(value)) for (const [name, member] of Object.entries(value)) visit(member, `${at}.${name}`);
    else if (value !== undefined && value !== null) found.push(at);
  };
  if (existsSync(path)) visit(configOf(readMap(path))[key], "");
  return found;
}

/** By which a passphrase of the stack can be checked; undefined: something else encrypts its secrets, or nothing. */
export function encryptionSalt(folder: string, stack: string): string | undefined {
  const path = pathOf(findProject(folder), folder, stack.split("/").at(-1) ?? stack);
  const salt = existsSync(path) ? readMap(path)["encryptionsalt"] : undefined;
  return typeof salt === "string" ? salt : undefined;
}

/** Whether there is a file that `readStackFile` would read. */
export function hasStackFile(folder: string, stack: string | undefined, configFile: string | undefined): boolean {
  const name = stack?.split("/").at(-1) ?? "";
  return existsSync(configFile === undefined ? pathOf(findProject(folder), folder, name) : resolve(folder, configFile));
}

/** `stack`: `[organization/[project/]]name`, as for the CLI. `configFile`: used instead of the stack's file. */
export function readStackFile(folder: string, stack: string | undefined, configFile: string | undefined): StackFile {
  const project = findProject(folder);
  const name = stack === undefined ? undefined : stackName(stack, project);
  const path = configFile === undefined ? pathOf(project, folder, name ?? "") : resolve(folder, configFile);
  if (!existsSync(path)) {
    throw new Error(
      configFile === undefined
        ? `${path} does not exist\n` +
            "  what to do: run the command in the folder of Pulumi.yaml, " +
            "name the file with --config-file, or omit --stack"
        : `${configFile} does not exist\n` +
            "  what to do: name the file with the stack's configuration: --config-file Pulumi.<stack>.yaml",
    );
  }
  const shared = project === undefined ? {} : fullKeys(configOf(project.content), project);
  const own = configOf(readMap(path));
  const setting = (name: string): JsonObject => {
    const key = `${NAMESPACE}:${name}`;
    return { ...declared(shared[key]), ...mapOf(own[key]) };
  };
  const textSetting = (name: "directory" | "onRemove"): { [Name in typeof name]?: string } => {
    const key = `${NAMESPACE}:${name}`;
    const value = own[key] ?? declaredText(shared[key]);
    return typeof value === "string" ? { [name]: value } : {};
  };
  return {
    keys: [...new Set([...Object.keys(shared), ...Object.keys(own)])],
    values: setting("values"),
    accounts: setting("accounts"),
    ...textSetting("directory"),
    ...textSetting("onRemove"),
    review: setting("review"),
  };
}

function stackName(text: string, project: Project | undefined): string {
  const parts = text.split("/");
  const name = parts.at(-1) ?? "";
  if (parts.length > 3 || !parts.every((part) => /^[A-Za-z0-9_.-]+$/.test(part)))
    throw new Error(
      `"${text}" is not the name of a stack\n` +
        "  what to do: write stack, organization/stack or organization/project/stack",
    );
  const [own, wanted] = [project?.content["name"], parts.length === 3 ? parts[1] : undefined];
  if (wanted !== undefined && typeof own === "string" && own !== wanted)
    throw new Error(
      `the stack ${text} belongs to the project ${wanted}, but ${project?.path} belongs to the project ${own}\n` +
        `  what to do: run the command in the folder of the project ${wanted}, ` +
        `or name the stack ${parts[0]}/${own}/${name}`,
    );
  return name;
}

/** In a project's file, keys of the project itself may have no namespace. */
export const fullKeys = (config: JsonObject, { content }: Project): JsonObject =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.includes(":") ? key : `${String(content["name"])}:${key}`,
      value,
    ]),
  );

export const configOf = (content: JsonObject): JsonObject => (isObject(content["config"]) ? content["config"] : {});

const mapOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** In a project's file a key has the value itself, a `value:`, or a declaration with a `default:`. */
function declared(entry: Json | undefined): JsonObject {
  const { value, default: fallback, type } = mapOf(entry);
  if (isObject(value)) return value;
  return typeof type === "string" ? mapOf(fallback) : mapOf(entry);
}

function declaredText(entry: Json | undefined): Json | undefined {
  const { value, default: fallback } = mapOf(entry);
  return typeof entry === "string" ? entry : (value ?? fallback);
}

function readMap(path: string): JsonObject {
  let content: unknown;
  try {
    content = parse(readFileSync(path, "utf8"), { logLevel: "silent" });
  } catch {
    throw new Error(
      `${path} is not valid YAML\n` +
        "  what to do: run `pulumi config` in its folder, which names the line, and correct that line",
    );
  }
  return isObject(content) ? content : {};
}

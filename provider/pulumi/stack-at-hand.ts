/** A stack as commands outside the engine see it: its configuration, and the objects in its state. */
import type { RawConfig } from "../accounts/config.js";
import { NAMESPACE, SECRET_VALUES, unknownKeys } from "../accounts/config-keys.js";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";
import { pulumiCommand } from "./cli.js";
import { objectsOf, type StackObject, stackNameOf } from "./engine.js";
import { projectOf, stackNameIn } from "./stack-file.js";
import { whileWriting } from "./while-writing.js";

export interface StackRequest {
  /** The folder in which the command runs: that of Pulumi.yaml, or one below it. */
  readonly folder: string;
  /** `stack`, `organization/stack` or `organization/project/stack`, as for the CLI. Default: the selected one. */
  readonly stack?: string | undefined;
  /** Whether the configuration is read with its secrets, which needs the passphrase or key of the stack. */
  readonly secrets: boolean;
}

export interface StackAtHand {
  /** As it was named, or the name of the selected stack. */
  readonly name: string;
  /**
   * `project/stack`, or `organization/project/stack`: the owner in the marks of its objects. The organization is
   * missing in a stack without objects that was named without it.
   */
  readonly owner: string;
  /** `catalogue:…` by its full keys, objects as JSON text. Secret credentials are there only with `secrets`. */
  readonly config: RawConfig;
  /** The vendors' objects in the state. Those of replaced rows that are still to be deleted have `isLeftover`. */
  readonly objects: readonly StackObject[];
}

/**
 * Reads the state and the configuration of a stack with the Pulumi CLI. The stack is not locked, and nothing changes.
 * Two commands of the CLI run side by side; a third one tells the name of a selected stack that is empty, and reads
 * secret configuration that is needed although `secrets` is not set.
 *
 * @throws an Error that says what to do when there is no project, no stack, no CLI, or no passphrase
 */
export async function stackAtHand({ folder, stack, secrets }: StackRequest): Promise<StackAtHand> {
  const { project, read } = stackReader(folder, stack);
  const configuration = async (shown: boolean): Promise<JsonObject> => {
    const all = await read(["config", "--json", ...(shown ? ["--show-secrets"] : [])], "configuration");
    return isObject(all) ? all : {};
  };
  const [exported, configured] = await Promise.all([read(["stack", "export"], "state"), configuration(secrets)]);
  if (isSecretEntry(configured[`${NAMESPACE}:values`])) throw new Error(SECRET_VALUES);
  const unknown = unknownKeys(Object.keys(configured));
  if (unknown !== undefined) throw new Error(unknown);
  const config = configOf(holdsHidden(configured) ? await configuration(true) : configured);
  const objects = objectsOf(exported);
  const name = stack ?? stackNameOf(exported) ?? (await selectedStack(folder));
  return { name, owner: ownerOf(objects, name, project), config, objects };
}

export interface StackReader {
  /** The name of the project. */
  readonly project: string;
  /** What a command of the CLI prints about the stack. `what`: "state". */
  readonly read: (args: readonly string[], what: string) => Promise<Json>;
}

/** @throws an Error that says what to do when there is no project, or the stack is of another one */
export function stackReader(folder: string, stack: string | undefined): StackReader {
  const project = projectOf(folder);
  if (project === undefined)
    throw new Error(
      `there is no Pulumi.yaml in ${folder} or above it\n` +
        "  what to do: run the command in the folder of the project, or create one: `npx catalogue init`",
    );
  if (stack !== undefined) stackNameIn(folder, stack);
  const named = stack === undefined ? [] : ["--stack", stack];
  const of = stack === undefined ? "the selected stack" : `stack ${stack}`;
  const read = async (args: readonly string[], what: string): Promise<Json> =>
    parsed(
      await whileWriting(() =>
        pulumiCommand([...args, ...named], folder, `the ${what} of ${of} could not be read`).catch(explained),
      ),
      `the ${what} of ${of} could not be read`,
    );
  return { project: project.name, read };
}

/** The name of the stack that is selected in the project. */
export const selectedStack = async (folder: string): Promise<string> =>
  (await pulumiCommand(["stack", "--show-name"], folder, "no stack is selected").catch(explained)).trim();

/** What to do where the words of the CLI do not say it. */
function explained(error: unknown): never {
  const { message } = error as Error;
  const [said = ""] = message.split("\n  what to do: ");
  const remedy = REMEDIES.find(([words]) => words.test(said))?.[1];
  throw remedy === undefined ? error : new Error(`${said}\n  what to do: ${remedy}`);
}

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /no stack selected/,
    "name the stack with --stack <name>, or select it with `pulumi stack select <name>` " +
      "(`pulumi stack init <name>` creates one)",
  ],
  [
    /no stack named/,
    "name one of the stacks that `pulumi stack ls` shows, or log in to the backend that has it: `pulumi login`",
  ],
  [
    /passphrase/,
    "set PULUMI_CONFIG_PASSPHRASE to the passphrase of the stack, or PULUMI_CONFIG_PASSPHRASE_FILE to a file with it",
  ],
];

function parsed(text: string, what: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Error(`${what}: the CLI printed something else than JSON\n  what to do: update the Pulumi CLI`);
  }
}

/** Secret configuration without its value, besides the credentials. */
const holdsHidden = (printed: JsonObject): boolean =>
  Object.entries(printed).some(
    ([key, entry]) =>
      key.startsWith(`${NAMESPACE}:`) && key !== CREDENTIALS && isObject(entry) && entry["value"] === undefined,
  );

const isSecretEntry = (entry: Json | undefined): boolean => isObject(entry) && entry["secret"] === true;

const CREDENTIALS = `${NAMESPACE}:credentials`;

/** Keys of the catalogue; values that are maps as JSON text, as the engine hands them to the program. */
export function configOf(printed: JsonObject): RawConfig {
  const own = Object.entries(printed).filter(([key]) => key.startsWith(`${NAMESPACE}:`));
  return Object.fromEntries(
    own.flatMap(([key, entry]): [string, string][] => {
      const value = isObject(entry) ? entry["value"] : undefined;
      return typeof value === "string" ? [[key, value]] : [];
    }),
  );
}

/** The owner that the rows name. In a stack without rows: by its name. */
export function ownerOf(objects: readonly StackObject[], stack: string, project: string): string {
  const known = objects.map(({ inputs }) => inputs["owner"]).find((owner) => typeof owner === "string");
  if (typeof known === "string") return known;
  const parts = stack.split("/");
  const organization = parts.length > 1 && parts[0] !== "organization" ? [parts[0]] : [];
  return [...organization, project, parts.at(-1)].join("/");
}

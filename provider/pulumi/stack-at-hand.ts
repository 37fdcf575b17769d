/** A stack as commands outside the engine see it: its configuration, and the objects in its state. */
import { basename } from "node:path";
import type { RawConfig } from "../accounts/config.js";
import { NAMESPACE, unknownKeys } from "../accounts/config-keys.js";
import { isObject, type Json } from "../fields/shape.js";

import { pulumiCommand } from "./cli.js";
import { objectsOf, type StackObject } from "./engine.js";
import { projectOf } from "./stack-file.js";

export interface StackRequest {
  /** The folder in which the command runs: that of Pulumi.yaml, or one below it. */
  readonly folder: string;
  /** As for the Pulumi CLI: `stack`, `organization/[project/]stack`. Default: the selected one. */
  readonly stack?: string | undefined;
  /** Whether the configuration is read with its secrets, which needs the passphrase or key of the stack. */
  readonly secrets: boolean;
}

export interface StackAtHand {
  /** As it was named, or the name of the selected stack. */
  readonly name: string;
  /** `project/stack`, or `organization/project/stack`: the owner in the marks of its objects. */
  readonly owner: string;
  /** `catalogue:…` by its full keys, objects as JSON text. Without `secrets` there are no `catalogue:credentials`. */
  readonly config: RawConfig;
  /** The vendors' objects in the state. Those of replaced rows that are still to be deleted have `isLeftover`. */
  readonly objects: readonly StackObject[];
}

/**
 * Reads the state and the configuration of a stack with the Pulumi CLI. The stack is not locked, and nothing changes.
 *
 * @throws an Error that says what to do when there is no project, no stack, no CLI, or no passphrase
 */
export async function stackAtHand({ folder, stack, secrets }: StackRequest): Promise<StackAtHand> {
  const project = projectOf(folder);
  if (project === undefined)
    throw new Error(
      `there is no Pulumi.yaml in ${folder} or above it\n` +
        "  what to do: run the command in the folder of the project, or create one: `npx catalogue init`",
    );
  const name = stack ?? (await selectedStack(folder));
  const what = (read: string): string => `the ${read} of stack ${name} could not be read`;
  const [exported, configured] = await Promise.all([
    pulumiCommand(["stack", "export", "--stack", name], folder, what("state")),
    pulumiCommand(
      ["config", "--json", "--stack", name, ...(secrets ? ["--show-secrets"] : [])],
      folder,
      what("configuration"),
    ),
  ]);
  const config = configOf(JSON.parse(configured));
  const unknown = unknownKeys(Object.keys(config));
  if (unknown !== undefined) throw new Error(unknown);
  const objects = objectsOf(JSON.parse(exported));
  return { name, owner: ownerOf(objects, name, project.name), config, objects };
}

/**
 * The name of the stack that is selected in the project.
 *
 * @throws an Error that says what to do when none is
 */
export async function selectedStack(folder: string): Promise<string> {
  const printed = await pulumiCommand(["stack", "--show-name"], folder, "no stack is selected").catch(
    (error: unknown) => {
      const { message } = error as Error;
      throw message.includes("was not found\n")
        ? error
        : new Error(`${message.split("\n  what to do: ")[0]}${NAME_IT}`);
    },
  );
  return printed.trim();
}

const NAME_IT =
  "\n  what to do: name the stack with --stack <name>, or select it with `pulumi stack select <name>` " +
  "(`pulumi stack init <name>` creates one)";

/** Keys of the catalogue; values that are maps as JSON text, as the engine hands them to the program. */
export function configOf(printed: Json): RawConfig {
  const entries = Object.entries(isObject(printed) ? printed : {}).flatMap(([key, entry]): [string, string][] => {
    const value = isObject(entry) ? entry["value"] : undefined;
    if (!key.startsWith(`${NAMESPACE}:`) || typeof value !== "string") return [];
    return [[key, value]];
  });
  return Object.fromEntries(entries);
}

/** The owner that the rows name. In a stack without rows: by its name. */
function ownerOf(objects: readonly StackObject[], stack: string, project: string): string {
  const known = objects.map(({ inputs }) => inputs["owner"]).find((owner) => typeof owner === "string");
  if (typeof known === "string") return known;
  const parts = stack.split("/");
  const organization = parts.length > 1 && parts[0] !== "organization" ? [parts[0]] : [];
  return [...organization, parts.length === 3 ? parts[1] : project, basename(stack)].join("/");
}

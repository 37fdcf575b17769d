/** The rows of the running stack, as its state had them when the program began. The engine itself answers; no other CLI is started. */
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { isObject } from "../fields/shape.js";
import { whereItIs } from "./engine.js";
import { typeToken } from "./resource-text.js";

/** A row that holds an object of a vendor. Rows of replaced objects that are still to be deleted are not among them. */
export interface StackRow {
  readonly urn: string;
  /** The resource's name: the address under which it was last declared. */
  readonly name: string;
  /** "sequence:ListPrice" */
  readonly type: string;
  /** A `Catalogue` of the program declared it; false: the program itself did. */
  readonly fromCatalogue: boolean;
  readonly account: string;
  readonly archived: boolean;
  /** The host that the object was made at; empty when it is not known. */
  readonly host: string;
  readonly organization?: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const READ_ROWS = "pulumi:pulumi:readStackResourceOutputs";

/** A new stack has none. Ends the program when the engine cannot read them. */
export async function readStackRows(): Promise<readonly StackRow[]> {
  const [organization, stack] = [pulumi.getOrganization() || NO_ORGANIZATION, pulumi.getStack()];
  const name = `${organization}/${pulumi.getProject()}/${stack}`;
  // A file backend of the oldest layout knows stacks by their bare names only.
  const names = organization === NO_ORGANIZATION ? [name, stack] : [name];
  const errors: string[] = [];
  for (const stackName of names) {
    try {
      return stackRows(await askEngine(stackName));
    } catch (error) {
      errors.push(error instanceof Error ? error.message : String(error));
    }
  }
  // In tests of a program that mock the engine there is no state.
  if (!pulumi.runtime.hasEngine()) return [];
  throw new pulumi.RunError(
    `the state of stack ${name} could not be read, so nothing can be compared with it; nothing was sent: ${errors[0]}\n  what to do: make \`pulumi stack export\` work for this stack, then run again`,
  );
}

const TRIES = 10;
const PAUSE = 100;

async function askEngine(stackName: string): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await pulumi.runtime.invoke(READ_ROWS, { stackName });
    } catch (error) {
      // The file backend does not write all of its files at once, and the engine may be writing right now.
      if (tries === TRIES || !(error instanceof Error && error.message.includes("failed to load checkpoint")))
        throw error;
      await sleep(PAUSE * tries);
    }
  }
}

/** Backends without organizations call theirs so. */
const NO_ORGANIZATION = "organization";
const CATALOGUE = "catalogue:index:Catalogue$";

/** The engine's answer as rows, by name. */
function stackRows(answer: unknown): StackRow[] {
  const outputs = isObject(answer) ? answer["outputs"] : undefined;
  const rows = Object.entries(isObject(outputs) ? outputs : {}).flatMap(([urn, row]) => {
    const type = isObject(row) ? String(row["type"] ?? "") : "";
    const bag = isObject(row) ? row["outputs"] : undefined;
    if (!type.startsWith(typeToken("")) || !isObject(bag)) return [];
    const [, , chain = "", ...name] = urn.split("::");
    return {
      urn,
      name: name.join("::"),
      type: type.slice(typeToken("").length),
      fromCatalogue: chain.startsWith(CATALOGUE),
      account: String(bag["account"] ?? ""),
      archived: bag["archived"] === true,
      ...whereItIs(bag),
      outputs: bag,
    };
  });
  return rows.sort((a, b) => (a.name < b.name ? -1 : 1));
}

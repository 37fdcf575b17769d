/** The rows of the running stack's state at the start of the program, from the engine: no other CLI is started. */
import { isObject } from "../fields/shape.js";
import { whereItIs } from "./engine.js";
import { typeToken } from "./resource-text.js";
import * as pulumi from "./sdk.js";
import { whileWriting } from "./while-writing.js";
import { withoutPassword } from "./without-password.js";

/** A row with an object of a vendor. Rows of replaced objects that are still to be deleted are not included. */
export interface StackRow {
  readonly urn: string;
  /** The name of the resource: the address under which it was last declared. */
  readonly name: string;
  /** "sequence:ListPrice" */
  readonly type: string;
  /** Whether a `Catalogue` declared it; false: the program itself did. */
  readonly fromCatalogue: boolean;
  readonly account: string;
  readonly archived: boolean;
  /** The host at which the object was created; empty when it is not known. */
  readonly host: string;
  readonly organization?: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const byStack = new WeakMap<object, Promise<readonly StackRow[]>>();
/** Where no engine runs there is no stack either. */
const NO_STACK = {};

/** The rows of the running stack, asked for once in each program. The first call may come before anything else. */
export function rowsOfStack(): Promise<readonly StackRow[]> {
  const stack = pulumi.getStackResource() ?? NO_STACK;
  const known = byStack.get(stack);
  if (known) return known;
  const reading = readStackRows();
  // Whoever waits for the rows gets the error.
  reading.catch(() => undefined);
  byStack.set(stack, reading);
  return reading;
}

const READ_ROWS = "pulumi:pulumi:readStackResourceOutputs";

/** A new stack has no rows. Ends the program when the engine cannot read them. */
export async function readStackRows(): Promise<readonly StackRow[]> {
  const [organization, stack] = [pulumi.getOrganization() || NO_ORGANIZATION, pulumi.getStack()];
  const name = `${organization}/${pulumi.getProject()}/${stack}`;
  // A file backend in the oldest layout has only the bare names of stacks.
  const names = organization === NO_ORGANIZATION ? [name, stack] : [name];
  const errors: string[] = [];
  for (const stackName of names) {
    try {
      return stackRows(await askEngine(stackName));
    } catch (error) {
      errors.push(withoutPassword(error instanceof Error ? error.message : String(error)));
    }
  }
  // Tests of a program that mock the engine have no state.
  if (!pulumi.hasEngine()) return [];
  throw new pulumi.RunError(
    `the state of stack ${name} could not be read, so nothing can be compared with it; ` +
      `nothing was sent: ${errors[0]}\n` +
      "  what to do: make `pulumi stack export` work for this stack, then run again",
  );
}

const askEngine = (stackName: string): Promise<unknown> => whileWriting(() => pulumi.invoke(READ_ROWS, { stackName }));

/** The name of the organization in backends without organizations. */
const NO_ORGANIZATION = "organization";
const CATALOGUE = "catalogue:index:Catalogue$";

/** The engine's answer as rows, by name. */
function stackRows(answer: unknown): StackRow[] {
  const outputs = isObject(answer) ? answer["outputs"] : undefined;
  const rows = Object.entries(isObject(outputs) ? outputs : {}).flatMap(([urn, row]) => {
    const type = isObject(row) ? String(row["type"] ?? "") : "";
    const values = isObject(row) ? row["outputs"] : undefined;
    if (!type.startsWith(typeToken("")) || !isObject(values)) return [];
    const [, , chain = "", ...name] = urn.split("::");
    return {
      urn,
      name: name.join("::"),
      type: type.slice(typeToken("").length),
      fromCatalogue: chain.startsWith(CATALOGUE),
      account: String(values["account"] ?? ""),
      archived: values["archived"] === true,
      ...whereItIs(values),
      outputs: values,
    };
  });
  return rows.sort((a, b) => (a.name < b.name ? -1 : 1));
}

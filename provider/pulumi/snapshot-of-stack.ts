/** Reads the snapshot of a stack with the Pulumi CLI: no passphrase is needed, as nothing secret is read. */
import { SECRET_VALUES, unknownKeys } from "../accounts/config-keys.js";
import { isObject } from "../fields/shape.js";
import { objectsOf, stackNameOf } from "./engine.js";
import { plainConfig, type SnapshotParts } from "./snapshot.js";
import { withoutSecretRows } from "./snapshot-rows.js";
import { ownerOf, selectedStack, stackReader } from "./stack-at-hand.js";

export interface StackSnapshot extends SnapshotParts {
  /** Entries with secret values, which the snapshot does not have: "sequence/platform: name". */
  readonly hidden: readonly string[];
}

/**
 * `stack`: as for the CLI; default: the selected one.
 *
 * @throws an Error that says what to do when there is no project, no stack or no CLI
 */
export async function snapshotOfStack(folder: string, stack: string | undefined): Promise<StackSnapshot> {
  const { project, read } = stackReader(folder, stack);
  const [exported, configured] = await Promise.all([
    read(["stack", "export"], "state"),
    read(["config", "--json"], "configuration"),
  ]);
  const printed = isObject(configured) ? configured : {};
  const values = printed["catalogue:values"];
  if (isObject(values) && values["secret"] === true) throw new Error(SECRET_VALUES);
  const unknown = unknownKeys(Object.keys(printed));
  if (unknown !== undefined) throw new Error(unknown);
  const name = stack ?? stackNameOf(exported) ?? (await selectedStack(folder));
  const { state, hidden } = withoutSecretRows(isObject(exported) ? exported : {});
  return {
    project,
    stack: name,
    owner: ownerOf(objectsOf(exported), name, project),
    config: plainConfig(printed),
    state,
    hidden,
  };
}

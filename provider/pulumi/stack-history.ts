/** The updates of a stack, which every backend keeps. */
import { isObject, type Json } from "../fields/shape.js";
import { pulumiCommand } from "./cli.js";

export interface PastUpdate {
  /** "update", "refresh", "destroy", "import", … */
  readonly kind: string;
  /** "succeeded", "failed", "in-progress". */
  readonly result: string;
  /** The commit that was checked out. Absent: the folder was not in a repository of git. */
  readonly commit?: string;
}

/** How many of the newest updates are looked at. */
const PAGE = 50;

/**
 * The newest updates, the newest first. A run that was killed has none.
 *
 * @throws an Error in the words of the CLI
 */
export async function pastUpdates(stack: string, folder: string): Promise<readonly PastUpdate[]> {
  const args = ["stack", "history", "--json", "--page-size", String(PAGE), "--page", "1", "--stack", stack];
  const text = await pulumiCommand(args, folder, `the history of stack ${stack} could not be read`);
  const updates = JSON.parse(text.trim() || "[]") as Json;
  return (Array.isArray(updates) ? updates : []).filter(isObject).map(({ kind, result, environment }) => {
    const commit = isObject(environment) ? environment["git.head"] : undefined;
    return {
      kind: String(kind),
      result: String(result),
      ...(typeof commit === "string" && commit !== "" ? { commit } : {}),
    };
  });
}

/**
 * `--accounts-from`: a run with credentials uses only the accounts, hosts and organizations that a commit allows. It is
 * compared before the first request.
 */
import { dirname, relative } from "node:path";
import { accountDifferences, differenceText } from "../accounts/account-differences.js";
import type { RawConfig } from "../accounts/config.js";
import { hasStackFile, projectOf, stackFilePath } from "../pulumi/stack-file.js";
import { registry } from "../vendors/registry.js";
import { baseTree } from "./base-tree.js";
import { configOfFiles, projectFiles } from "./files-config.js";
import { slashes } from "./git.js";

export interface AccountsCheck {
  /** The commit that allows: "origin/main". */
  readonly from: string;
  /** The folder of the project, or one below it. */
  readonly folder: string;
  /** As for the CLI. */
  readonly stack: string;
  /** The configuration that the run uses, `catalogue:accounts` as JSON text. */
  readonly config: RawConfig;
}

/**
 * Why the accounts may not be used, and what to do; undefined: they are those of the commit. The command ends with
 * `EXIT.notApproved` then, before it sends anything.
 *
 * @throws an Error that says what to do when git does not know the commit
 */
export function accountsRefusal({ from, folder, stack, config }: AccountsCheck): string | undefined {
  const differences = accountDifferences(config, accountsAt(from, folder, stack), registry);
  if (differences.length === 0) return undefined;
  const list = differences.map((difference) => `  ${differenceText(difference)}\n`).join("");
  return (
    `the accounts of stack ${stack} are not those that ${from} allows; nothing was sent\n${list}` +
    `  what to do: set catalogue:accounts back; or, if this is meant, merge it into ${from} first`
  );
}

/** The configuration of the stack in the commit; nothing is allowed where it has no file of the stack. */
function accountsAt(from: string, folder: string, stack: string): RawConfig {
  const project = projectOf(folder)?.path;
  const tree = baseTree(from, project === undefined ? folder : dirname(project), { exactly: true });
  try {
    tree.checkout(projectFiles(stack));
    // The project may have its stacks' files in another folder.
    tree.checkout([slashes(relative(tree.folder, stackFilePath(tree.folder, stack)))]);
    return hasStackFile(tree.folder, stack, undefined) ? (configOfFiles(tree.folder, stack, undefined) ?? {}) : {};
  } finally {
    tree.remove();
  }
}

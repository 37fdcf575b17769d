/** `catalogue pull`: what an account has, as YAML. */
import { existsSync } from "node:fs";
import { join, normalize, relative } from "node:path";
import { checkCatalogue } from "../catalogue/load.js";
import { registry } from "../vendors/registry.js";
import { type AtHand, withStack } from "./at-hand.js";
import { canAsk, confirm } from "./confirm.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import { pull } from "./pull/plan.js";
import type { Pulled } from "./pull/request.js";
import { patchOf, pulledJson, pulledText } from "./pull/show.js";
import { writeFiles } from "./pull/write.js";
import type { PullCommandOptions } from "./pull-options.js";
import { readAccount } from "./read-account.js";

/** Shows what a pull changes in the files, and writes it if the person agrees. Returns the exit code. */
export const runPull = (account: string, options: PullCommandOptions): Promise<ExitCode> =>
  withStack({ ...options, secrets: true }, (at) => pullAccount(at, account, options));

interface Talk {
  /** Asks the person. undefined: nobody can be asked. */
  readonly agree?: ((question: string) => Promise<boolean>) | undefined;
  /** Shows the differences and the result. */
  readonly print?: (text: string) => void;
}

/** The same for a stack that is at hand. */
export async function pullAccount(
  at: AtHand,
  account: string,
  options: PullCommandOptions,
  { agree = canAsk() ? confirm : undefined, print = (text) => at.print(text) }: Talk = {},
): Promise<ExitCode> {
  const pulled = await pulledFrom(at, account, options);
  const { files, items, remarks } = pulled;
  for (const remark of remarks) at.note(`note: ${remark}`);
  const isText = options.format === "text";
  if (isText) for (const file of files) print(`${patchOf(file, at.directory)}\n`);
  const isWritten = files.length > 0 && !options.dryRun && (options.yes || (await agreed(at, pulled, isText, agree)));
  if (isWritten) writeFiles(at.directory, files);
  const words = at.account(account).words;
  print(isText ? pulledText(pulled, words) : pulledJson(pulled, { account, directory: at.directory, isWritten }));
  if (isWritten) at.note(`written: ${files.map(({ name }) => join(at.directory, name)).join(", ")}`);
  else if (files.length > 0 && !options.dryRun) at.note("nothing is written; `--yes` writes the files");
  const isOpen = items.some(({ outcome }) => outcome === "conflict" || outcome === "refused");
  return isOpen || (files.length > 0 && !isWritten) ? EXIT.changes : EXIT.fine;
}

async function pulledFrom(at: AtHand, name: string, options: PullCommandOptions): Promise<Pulled> {
  const { files, entries } = catalogueOf(at);
  const { into } = options;
  return pull({
    files,
    entries,
    load: (all) => checkCatalogue(all, { registry, values: at.accounts.config.values, mayBeEmpty: () => true }),
    ...(await readAccount(at, name, { archived: true, whole: true })),
    rows: at.stack.objects,
    owner: at.stack.owner,
    options: {
      ...options,
      ...(into === undefined ? {} : { into: fileIn(at.directory, into) }),
      exists: (file) => existsSync(join(at.directory, file)),
    },
  });
}

/** A catalogue that does not exist yet is empty. */
function catalogueOf(at: AtHand): Pick<AtHand["catalogue"], "files" | "entries"> {
  const { files, entries, problems } = at.catalogue;
  return files.length === 0 && problems.every(({ code }) => code === "no-catalogue")
    ? { files, entries }
    : at.validCatalogue;
}

/** `--into`, relative to the catalogue folder: as a path from here, or within the folder. */
function fileIn(directory: string, into: string): string {
  const within = relative(directory, into);
  const name = normalize(within.startsWith("..") ? into : within).replaceAll("\\", "/");
  if (!/\.ya?ml$/i.test(name) || /^(?:\.\.(?:\/|$)|\/|schema\/)|(?:^|\/)\.[^./]/.test(name))
    throw new Error(
      `${into} is not a file that the catalogue would be read from\n` +
        `  what to do: name a .yaml file in ${directory}, such as ${join(directory, "pulled.yaml")}`,
    );
  return name;
}

async function agreed(
  at: AtHand,
  { files }: Pulled,
  isText: boolean,
  agree: ((question: string) => Promise<boolean>) | undefined,
): Promise<boolean> {
  if (!agree || !isText) return false;
  return agree(`Write ${files.length === 1 ? "this file" : `these ${files.length} files`} in ${at.directory}?`);
}

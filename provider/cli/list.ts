/** `catalogue list`: the price list of a stack, or of the files. */
import { DEFAULT_DIRECTORY, type RawConfig, readConfig } from "../accounts/config.js";
import { unknownKeys } from "../accounts/config-keys.js";
import { loadCatalogue } from "../catalogue/load.js";
import { isProblem, renderProblems } from "../catalogue/render.js";
import { readStackFile } from "../pulumi/stack-file.js";
import { type CatalogueList, catalogueList, type ListInput } from "../review/catalogue-list.js";
import { listMarkdown, listText } from "../review/render/list.js";
import { stateEntries } from "../review/state-entries.js";
import { accountFacts } from "../review/subject.js";
import { didYouMean } from "../validation/did-you-mean.js";
import { counted } from "../validation/words.js";
import { registry } from "../vendors/registry.js";
import { credentialsIn, credentialsOf, secretsTakenOut } from "../without-secrets.js";
import { hasColours } from "./colours.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import type { ListOptions } from "./list-options.js";

/** Prints the list. Returns the exit code. */
export async function runList(account: string | undefined, options: ListOptions): Promise<ExitCode> {
  const { source, entries, config } = options.files ? fromFiles(options) : await fromStack(options);
  const clean = secretsTakenOut(registry, [...credentialsIn(process.env, registry), ...credentialsOf(config)]);
  const accounts = [...new Set(entries.map(({ entry }) => entry.account))];
  if (account !== undefined && !accounts.includes(account))
    throw new Error(
      `there is nothing of an account ${account}\n` +
        `  what to do: ${didYouMean(account, accounts, "name another account")}`,
    );
  const own = account === undefined ? entries : entries.filter(({ entry }) => entry.account === account);
  const list = catalogueList({
    source,
    entries: own,
    accountOf: accountFacts(config && readConfig(config, registry)),
    archived: options.archived === true,
  });
  process.stdout.write(clean(rendered(list, options)));
  const hidden = own.length - list.accounts.reduce((sum, one) => sum + one.entries.length, 0);
  if (hidden > 0 && options.format !== "json")
    process.stderr.write(
      `${counted(hidden, "archived entry", "archived entries")} not shown (--archived shows them)\n`,
    );
  return EXIT.fine;
}

interface Listed extends Pick<ListInput, "source" | "entries"> {
  /** Absent: of no stack. */
  readonly config?: RawConfig;
}

async function fromStack({ stack, directory }: ListOptions): Promise<Listed> {
  if (directory !== undefined)
    throw new Error("--directory is the folder of files\n  what to do: add --files, or omit --directory");
  const { stackAtHand } = await import("../pulumi/stack-at-hand.js");
  const { name, objects, config } = await stackAtHand({ folder: process.cwd(), stack, secrets: false }).catch(
    (error: unknown) => {
      if (error instanceof Error) error.message += "\n  (`catalogue list --files` needs no stack: it lists the files)";
      throw error;
    },
  );
  const { entries, unknown } = stateEntries(objects, registry);
  if (objects.length === 0)
    throw new Error(
      `stack ${name} has no objects\n  what to do: run \`pulumi up\`, or list the files: catalogue list --files`,
    );
  for (const { address, type } of unknown)
    process.stderr.write(
      `warning: ${address} is not shown, because this version does not know the kind ${type}\n` +
        "  what to do: update billing-catalogue\n",
    );
  return { source: { from: "stack", stack: name }, entries, config };
}

function fromFiles({ stack, directory: given }: ListOptions): Listed {
  const file = stack === undefined ? undefined : readStackFile(process.cwd(), stack, undefined);
  const unknown = unknownKeys(file?.keys ?? []);
  if (unknown !== undefined) throw new Error(unknown);
  const directory = given ?? file?.directory ?? DEFAULT_DIRECTORY;
  const { entries, problems, files } = loadCatalogue(directory, {
    registry,
    values: file?.values,
    mayBeEmpty: () => true,
  });
  const found = problems.filter(isProblem);
  if (found.length > 0) {
    const colour = hasColours(process.stderr, process.env);
    throw new Error(`the catalogue has problems\n\n${renderProblems(found, { registry, files, directory, colour })}`);
  }
  return {
    source: { from: "files", directory, ...(stack === undefined ? {} : { values: stack }) },
    entries: entries.map((entry) => ({ entry })),
    ...(file === undefined ? {} : { config: { "catalogue:accounts": JSON.stringify(file.accounts) } }),
  };
}

function rendered(list: CatalogueList, { format }: ListOptions): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(list, null, 2)}\n`;
    case "markdown":
      return listMarkdown(list);
    case "text":
      return listText(list, process.stdout.columns);
  }
}

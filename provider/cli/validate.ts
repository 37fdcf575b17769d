import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { unknownKeys } from "../accounts/config-keys.js";
import { DEFAULT_REVIEW, readReviewConfig } from "../accounts/review-config.js";
import { asGithub, asJson } from "../catalogue/formats.js";
import { loadCatalogue } from "../catalogue/load.js";
import { isProblem, renderProblems, summary } from "../catalogue/render.js";
import { readStackFile, type StackFile } from "../pulumi/stack-file.js";
import { catalogueProblems } from "../review/problems.js";
import { allowsEmpty } from "../validation/empty-account.js";
import { tidy } from "../validation/problem.js";
import { secretsOf } from "../validation/secrets.js";
import { counted } from "../validation/words.js";
import { registry } from "../vendors/registry.js";
import { settingsIn } from "./accounts-in.js";
import { hasColours } from "./colours.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import type { ValidateOptions } from "./validate-options.js";

/** Prints the problems of a catalogue folder, or of one file of it. Returns the exit code. */
export function validate(path: string, { format, stack, configFile }: ValidateOptions): ExitCode {
  const settings = stack === undefined && configFile === undefined ? undefined : stackSettings(stack, configFile);
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const [directory, only] = isFile ? [dirname(path), basename(path)] : [path];
  const loaded = loadCatalogue(directory, {
    registry,
    values: settings?.values,
    mayBeEmpty: (account) => settings !== undefined && allowsEmpty(settings.accounts, account),
    ...(only === undefined ? {} : { only }),
  });
  const { entries, files } = loaded;
  const review = settings === undefined ? DEFAULT_REVIEW : readReviewConfig(settings.review);
  // The rules about prices look at a catalogue that has no other problems.
  const problems = loaded.problems.some(isProblem)
    ? loaded.problems
    : tidy(
        [
          ...loaded.problems,
          ...catalogueProblems(entries, (entry) => settingsIn(settings?.accounts ?? {}, entry), review),
        ],
        secretsOf(registry),
      );
  const hasErrors = problems.some(isProblem);
  if (format === "json") process.stdout.write(`${asJson(problems)}\n`);
  else if (format === "github")
    process.stdout.write(problems.length > 0 ? `${asGithub(problems, directory, registry)}\n` : "");
  else if (problems.length > 0)
    process.stdout.write(
      `${renderProblems(problems, { registry, files, directory, colour: hasColours(process.stdout, process.env) })}\n`,
    );
  if (format !== "json" && !hasErrors)
    process.stdout.write(
      `${path}: ${entries.length} ${entries.length === 1 ? "entry" : "entries"} in ${counted(files.length, "file")}, ` +
        `${summary(problems)}\n`,
    );
  return hasErrors ? EXIT.problems : EXIT.fine;
}

/** What `validate` needs of the files of the project and of the stack, without secret values. */
function stackSettings(stack: string | undefined, configFile: string | undefined): Omit<StackFile, "keys"> {
  const { keys, ...settings } = readStackFile(process.cwd(), stack, configFile);
  const unknown = unknownKeys(keys);
  if (unknown !== undefined) throw new Error(unknown);
  return settings;
}

/** `catalogue review`: what a change does, from a preview of the engine or from the files alone. */
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { text as textOfStream } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import { DEFAULT_DIRECTORY } from "../accounts/config.js";
import { impactOf } from "../lifecycle/impact-of.js";
import { hasStackFile } from "../pulumi/stack-file.js";
import { UNFIT_RULE } from "../review/acceptance.js";
import { unapproved } from "../review/approval.js";
import type { Message, Review } from "../review/digest.js";
import { affectedObjects, hostedRows, withCounts } from "../review/impact.js";
import { parsePreview, previewOfEvents } from "../review/preview.js";
import { githubAnnotations } from "../review/render/github.js";
import { html } from "../review/render/html.js";
import { reviewJson } from "../review/render/json.js";
import { markdown } from "../review/render/markdown.js";
import { sarif } from "../review/render/sarif.js";
import { terminal } from "../review/render/terminal.js";
import { unapprovedText } from "../review/render/unapproved-text.js";
import { ACCOUNT_RULE } from "../review/rules/account-moved.js";
import { REVIEW_RULES } from "../review/rules/index.js";
import { exitCodeOf, parseFailOn } from "../review/verdict.js";
import { review } from "../review.js";
import { registry } from "../vendors/registry.js";
import { credentialsIn, credentialsOf, secretsTakenOut, withoutSecrets } from "../without-secrets.js";
import { readApproved } from "./approved.js";
import { baseTree } from "./base-tree.js";
import { hasColours } from "./colours.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import { configOfFiles, projectFiles, shown, within } from "./files-config.js";
import { writeOutput } from "./output.js";
import { progressOn } from "./progress.js";
import type { ReviewFormat, ReviewOptions } from "./review-options.js";
import { savedReview } from "./saved-review.js";

/** Prints the review, or writes it to a file. Returns the exit code. */
export async function runReview(options: ReviewOptions): Promise<ExitCode> {
  const failOn =
    options.failOn === undefined
      ? undefined
      : parseFailOn(
          options.failOn,
          RULES.map(({ code }) => code),
        );
  if (options.approved !== undefined && options.stack === undefined) throw new Error(NO_STACK);
  if (options.savePlan !== undefined && (options.base !== undefined || options.from !== undefined))
    throw new Error(NO_PLAN);
  const approved =
    options.approved === undefined
      ? undefined
      : readApproved(options.approved, options.stack ?? "", (why) => void process.stderr.write(`warning: ${why}\n`));
  const made = await makeWithoutSecrets(options);
  const format = options.format ?? formatOf(options.output);
  const text = rendered(made, format, options);
  showReview(text, options.output, made);
  const code = exitCodeOf(made, failOn);
  if (code === EXIT.problems || code === EXIT.blocked) return code;
  if (approved === undefined) return options.allowChanges ? EXIT.fine : code;
  const found = unapproved(made, approved);
  if (found.length === 0) return EXIT.fine;
  process.stderr.write(`error: ${unapprovedText(found, options.stack ?? "")}\n`);
  return EXIT.notApproved;
}

/** Prints the text; or writes it to the file, and prints the review for a terminal. */
export function showReview(
  text: string,
  output: string | undefined,
  made: Review,
  print: (text: string) => void = (shown) => void process.stdout.write(shown),
): void {
  if (output !== undefined) writeOutput(output, text);
  print(output === undefined ? text : terminal(made, { colour: hasColours(process.stdout, process.env) }));
}

/** All that a finding may be about. */
const RULES = [...REVIEW_RULES, ACCOUNT_RULE, UNFIT_RULE];

/** By the name of the file; text without one. */
export function formatOf(output: string | undefined): ReviewFormat {
  const extension = output === undefined ? "" : extname(output).toLowerCase();
  return (
    ({ ".md": "markdown", ".html": "html", ".json": "json", ".sarif": "sarif" }[extension] as ReviewFormat) ?? "text"
  );
}

export function rendered(
  made: Review,
  format: ReviewFormat,
  { forge, output }: Pick<ReviewOptions, "forge" | "output">,
): string {
  switch (format) {
    case "markdown":
      return markdown(made, { forge });
    case "html":
      return html(made);
    case "json":
      return reviewJson(made);
    case "sarif":
      return sarif(made, RULES);
    case "github":
      return githubAnnotations(made);
    case "text": {
      const { columns } = process.stdout;
      return terminal(made, {
        colour: output === undefined && hasColours(process.stdout, process.env),
        ...(columns === undefined ? {} : { columns }),
      });
    }
  }
}

/** Neither the review nor an error shows a credential of the environment, or what looks like one. */
async function makeWithoutSecrets(options: ReviewOptions): Promise<Review> {
  const credentials = credentialsIn(process.env, registry);
  try {
    return withoutSecrets(await make(options, credentials), registry, credentials);
  } catch (error) {
    if (error instanceof Error) error.message = secretsTakenOut(registry, credentials)(error.message);
    throw error;
  }
}

/** `credentials`: those that it reads are added. */
async function make(options: ReviewOptions, credentials: string[]): Promise<Review> {
  const { stack, from, base, snapshot, directory, impact = false, refresh = false } = options;
  if (snapshot !== undefined) return ofSnapshot(snapshot, options);
  if (base !== undefined && from !== undefined) throw new Error(ONE_SOURCE);
  if (refresh && (base !== undefined || from !== undefined)) throw new Error(NO_PREVIEW);
  if (base !== undefined && impact) throw new Error(NO_IDS);
  if (base !== undefined) {
    const made = fromFiles(base, options);
    // A signal that came meanwhile is handled now.
    await nextTurn();
    return made;
  }
  if (from === undefined && stack === undefined) throw new Error(ONE_SOURCE);
  const named = {
    ...(stack === undefined ? {} : { stack }),
    ...(directory === undefined ? {} : { directory: shown(process.cwd(), directory) }),
  };
  const source = from === undefined ? await previewOf(stack ?? "", options) : { preview: await textAt(from) };
  const saved = typeof source.preview === "string" ? savedReview(source.preview) : undefined;
  if (saved) return saved;
  const made = review({ ...source, ...named });
  return impact ? counted(made, source.preview, stack, credentials) : made;
}

async function ofSnapshot(path: string, options: ReviewOptions): Promise<Review> {
  const { directory } = options;
  const { previewOfSnapshot } = await import("./snapshot/preview.js");
  const { snapshot, ...source } = await previewOfSnapshot(path, options);
  return review({
    ...source,
    stack: snapshot.stack,
    configBefore: snapshot.config,
    ...(directory === undefined ? {} : { directory: shown(process.cwd(), directory) }),
  });
}

const NO_IDS =
  "--impact needs the ids of the objects, which the files do not have\n" +
  "  what to do: use it with --stack or --from";

/** With the number of those who are on what changes. What cannot be counted is said, and fails nothing. */
async function counted(
  made: Review,
  given: string | readonly unknown[],
  stack: string | undefined,
  credentials: string[],
): Promise<Review> {
  const preview = typeof given === "string" ? parsePreview(given) : previewOfEvents(given);
  const objects = affectedObjects(made);
  const messages: Message[] = [];
  const say =
    (severity: Message["severity"]) =>
    (text: string): void =>
      void messages.push({ severity, text });
  const { "catalogue:credentials": _hidden, ...shown } = preview.config;
  const config = stack === undefined ? shown : { ...shown, ...(await configuredCredentials(stack, say("warning"))) };
  credentials.push(...credentialsOf(config));
  const rows = hostedRows(preview);
  const counts = await impactOf({
    config,
    registry,
    objects,
    report: { info: say("info"), warn: say("warning") },
    rows,
  });
  return { ...withCounts(made, counts), messages: [...made.messages, ...messages] };
}

/** Credentials that are secret configuration of the stack. */
async function configuredCredentials(stack: string, warn: (text: string) => void): Promise<Record<string, string>> {
  const { stackConfig } = await import("../pulumi/run-preview.js");
  try {
    const { "catalogue:credentials": credentials } = await stackConfig(stack, process.cwd());
    return credentials === undefined ? {} : { "catalogue:credentials": credentials };
  } catch (error) {
    warn(`the credentials in the configuration of stack ${stack} cannot be read: ${(error as Error).message}`);
    return {};
  }
}

const NO_STACK =
  "--approved compares a preview of a stack with approved reviews\n" +
  "  what to do: name the stack: --stack <name>; with --from as well, the preview in that file is compared";

const NO_PLAN =
  "--save-plan keeps the plan of the preview that --stack runs\n" +
  "  what to do: leave it out, or use it with --stack alone";

const NO_PREVIEW =
  "--refresh is a part of the preview that --stack runs\n" +
  "  what to do: leave it out, or use it with --stack alone; for --from, use `pulumi preview --refresh`";

const ONE_SOURCE =
  "a review needs one source, and only one of --from and --base\n" +
  "  what to do: name a stack (`--stack dev` runs its preview), a preview that was made before " +
  "(`--from preview.json`, or `--from -` for standard input), or a commit to compare the files with " +
  "(`--base origin/main`)";

/** The events of a preview that is run now. */
async function previewOf(stack: string, { refresh = false, savePlan }: ReviewOptions) {
  const progress = progressOn(process.stderr, `preview of stack ${stack}`);
  // The engine's SDK is loaded only where it is needed.
  const { runPreview } = await import("../pulumi/run-preview.js");
  try {
    const resources = (count: number): void => progress.at(`${count} resources`);
    const kept = savePlan === undefined ? {} : { savePlan };
    const { events, failed } = await runPreview({
      stack,
      folder: process.cwd(),
      refresh,
      ...kept,
      progress: resources,
    });
    return { preview: events, failed };
  } finally {
    progress.end();
  }
}

async function textAt(from: string): Promise<string> {
  if (from === "-") return textOfStream(process.stdin);
  try {
    return readFileSync(from, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `${from} ${code === "ENOENT" ? "does not exist" : `cannot be read (${code})`}\n` +
        "  what to do: name the file with the output of `pulumi preview --json --show-sames`, or - for standard input",
    );
  }
}

function fromFiles(base: string, { stack, configFile, directory }: ReviewOptions): Review {
  const folder = process.cwd();
  const now = configOfFiles(folder, stack, configFile);
  const at = directory ?? now?.["catalogue:directory"] ?? DEFAULT_DIRECTORY;
  // All of this runs in one go, so a signal waits until the temporary folder is removed.
  for (const [signal, code] of ENDED) process.once(signal, () => process.exit(code));
  const tree = baseTree(base, folder);
  try {
    tree.checkout([...projectFiles(stack), ...(configFile === undefined ? [] : [within(folder, configFile)])]);
    // A commit from before the stack's file has the values of now, but allows nothing.
    const earlier = hasStackFile(tree.folder, stack, configFile)
      ? configOfFiles(tree.folder, stack, configFile)
      : now && { ...now, "catalogue:accounts": "{}", "catalogue:review": "{}" };
    // The folder may have had another name.
    const formerly = within(folder, directory ?? earlier?.["catalogue:directory"] ?? DEFAULT_DIRECTORY);
    const before = tree.checkout([formerly]) ? join(tree.folder, formerly) : undefined;
    return review({
      before,
      after: at,
      base,
      commit: tree.commit,
      directory: shown(folder, at),
      ...(now ? { config: now, stack: stack ?? configFile ?? "" } : {}),
      ...(earlier ? { configBefore: earlier } : {}),
    });
  } finally {
    tree.remove();
  }
}

/** The exit codes of a command that a signal has ended. */
const ENDED = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const;

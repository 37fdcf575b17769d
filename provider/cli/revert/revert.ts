/** `catalogue revert`: takes back in the files what a commit has changed. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type CatalogueConfig, DEFAULT_DIRECTORY, readConfig } from "../../accounts/config.js";
import type { SourceFile } from "../../catalogue/files.js";
import { checkCatalogue } from "../../catalogue/load.js";
import type { Entry } from "../../catalogue/model.js";
import { isProblem, renderProblems } from "../../catalogue/render.js";
import type { Review } from "../../review/digest.js";
import { reviewFiles } from "../../review/review-files.js";
import { accountFacts } from "../../review/subject.js";
import { registry } from "../../vendors/registry.js";
import { credentialsIn, secretsTakenOut, withoutSecrets } from "../../without-secrets.js";
import { hasColours } from "../colours.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { configOfFiles, shown } from "../files-config.js";
import { fromRoot, runGit } from "../git.js";
import type { Commit } from "../history/commits.js";
import { pairsBetween, type Stage } from "../history/follow.js";
import { History } from "../history/history.js";
import { walk } from "../history/walk.js";
import { changedFields } from "./entries.js";
import { patchOf } from "./merge.js";
import { type Item, planOf } from "./plan.js";
import type { RevertOptions } from "./revert-options.js";
import { namedCommit, type Sources, sourcesOf } from "./sources.js";
import { isOpen, type Reverted, remarksOf, revertJson, revertText, type WrittenFile } from "./text.js";
import { type Result, resultOf, type ThreeStates } from "./texts.js";
import { cameOut, changedBesides } from "./verify.js";

/** Writes the files without the commit. Returns the exit code. No credential of the environment is shown. */
export function runRevert(name: string, options: RevertOptions): ExitCode {
  const clean = secretsTakenOut(registry, credentialsIn(process.env, registry));
  try {
    const made = reverted(name, options);
    const { columns } = process.stdout;
    const colour = hasColours(process.stdout, process.env);
    process.stdout.write(clean(options.format === "json" ? revertJson(made) : revertText(made, { colour, columns })));
    for (const remark of remarksOf(made)) process.stderr.write(`${clean(remark)}\n`);
    return made.items.some(isOpen) ? EXIT.problems : EXIT.fine;
  } catch (error) {
    if (error instanceof Error) error.message = clean(error.message);
    throw error;
  }
}

function reverted(name: string, { force = false, dryRun = false, ...options }: RevertOptions): Reverted {
  const folder = process.cwd();
  const raw = configOfFiles(folder, options.stack, options.configFile);
  const config = raw && readConfig(raw, registry);
  const directory = shown(folder, options.directory ?? raw?.["catalogue:directory"] ?? DEFAULT_DIRECTORY);
  const history = new History({ folder, directory });
  const { root } = history.repository;
  const commit = namedCommit(root, name);
  if (!force && !dryRun) refuseUncommitted(root, fromRoot(history.repository, directory), directory);
  const sources = sourcesOf(history, commit, directory);
  const pairs = pairsOf(sources, config);
  const planned = planOf(pairs, { force, ...factsOf(sources, config) });
  const result = resultOf(sources, planned, pairs);
  const items = cameOut(planned, result);
  refuseBad(result, items, sources, directory);
  const files = writtenFiles(sources.now.files, result.files, directory);
  if (!dryRun) for (const file of files) write(file, directory, result.files);
  const changes = new Map(
    files.map(({ path }) => [path, versionsOf(path, directory, sources.now.files, result.files)]),
  );
  return {
    commit,
    items,
    files,
    written: !dryRun && files.length > 0,
    review: reviewOf(sources, result, { directory, config, stack: options.stack ?? options.configFile, root }),
    ...(dryRun ? { patch: patchOf(changes) } : {}),
    others: sources.others,
    later: new Map(
      items.filter(isOpen).flatMap(({ now }) => (now ? [[now.address, laterCommits(history, now, commit)]] : [])),
    ),
  };
}

function refuseUncommitted(root: string, folder: string, directory: string): void {
  const said = runGit(root, ["status", "--porcelain", "-z", "--", `:(top,literal)${folder}`]);
  if (said === "") return;
  const files = said
    .split("\0")
    .filter(Boolean)
    .map((line) => line.slice(3));
  throw new Error(
    `${directory} has changes that are not committed: ${files.slice(0, 5).join(", ")}\n` +
      "  what to do: commit or stash them first; or keep them and write over them with --force",
  );
}

const stageOf = (entries: readonly Entry[]): Stage => ({
  entries,
  byAddress: new Map(entries.map((entry) => [entry.address, entry])),
  folder: "",
});

const pairsOf = ({ before, after }: ThreeStates, config: CatalogueConfig | undefined) =>
  pairsBetween(stageOf(after.entries), stageOf(before.entries), config);

function factsOf({ before, after, now }: ThreeStates, config: CatalogueConfig | undefined) {
  const accountOf = accountFacts(config);
  const since = new Map(
    pairsBetween(stageOf(now.entries), stageOf(after.entries), config).flatMap((pair) =>
      pair.before && pair.after ? [[pair.before.address, pair.after] as const] : [],
    ),
  );
  const there = new Set(now.entries.map(({ address }) => address));
  return {
    settingsOf: ({ account, vendor }: Entry) => accountOf(account, vendor).settings,
    nowOf: ({ address }: Entry) => since.get(address),
    taken: new Set([before, after, now].flatMap(({ entries }) => entries.map(({ address }) => address))),
    isThere: (address: string) => there.has(address),
    twinOf: (entry: Entry) => now.entries.find((one) => isTwin(one, entry))?.key,
  };
}

const isTwin = (one: Entry, entry: Entry): boolean =>
  !one.archived &&
  one.kind === entry.kind &&
  one.account === entry.account &&
  one.parent?.address === entry.parent?.address &&
  changedFields(one, entry).length === 0;

/** Nothing is written that does not load, or that changes what the commit has nothing to do with. */
function refuseBad(result: Result, items: readonly Item[], sources: Sources, directory: string): void {
  const problems = result.loaded.problems.filter((problem) => isProblem(problem) && problem.code !== "no-entries");
  const byHand = "  what to do: take it back by hand; `catalogue review --base HEAD` shows what the result means";
  if (problems.length > 0)
    throw new Error(
      "the files would have problems without this commit, so nothing was written\n" +
        `${byHand}\n\n${renderProblems(problems, { registry, files: result.files, directory, colour: false })}`,
    );
  const besides = changedBesides(sources, items, result);
  if (besides.length > 0)
    throw new Error(
      `other entries would change too, so nothing was written: ${besides.slice(0, 5).join(", ")}\n${byHand}`,
    );
}

function writtenFiles(now: readonly SourceFile[], wanted: readonly SourceFile[], directory: string): WrittenFile[] {
  const [old, made] = [now, wanted].map((files) => new Map(files.map(({ name, text }) => [name, text])));
  return [...new Set([...(old?.keys() ?? []), ...(made?.keys() ?? [])])].sort().flatMap((name): WrittenFile[] => {
    const [was, is] = [old?.get(name), made?.get(name)];
    if (was === is) return [];
    const action = was === undefined ? "created" : is === undefined ? "removed" : "changed";
    return [{ path: join(directory, name).replaceAll("\\", "/"), action }];
  });
}

const nameIn = (path: string, directory: string): string => relative(directory, path).replaceAll("\\", "/");
const textIn = (files: readonly SourceFile[], name: string): string | undefined =>
  files.find((file) => file.name === name)?.text;

const versionsOf = (path: string, directory: string, now: readonly SourceFile[], wanted: readonly SourceFile[]) =>
  [textIn(now, nameIn(path, directory)), textIn(wanted, nameIn(path, directory))] as const;

function write({ path, action }: WrittenFile, directory: string, files: readonly SourceFile[]): void {
  if (action === "removed") {
    rmSync(path);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, textIn(files, nameIn(path, directory)) ?? "");
}

interface ReviewFacts {
  readonly directory: string;
  readonly config: CatalogueConfig | undefined;
  readonly stack: string | undefined;
  readonly root: string;
}

/** Like `review --base HEAD` afterwards. */
function reviewOf({ now }: Sources, result: Result, { directory, config, stack, root }: ReviewFacts): Review {
  const read = (files: readonly SourceFile[]) => ({
    ...checkCatalogue(files, { registry, values: config?.values, mayBeEmpty: () => true }),
    directory,
  });
  const made = reviewFiles({
    before: read(now.files),
    after: read(result.files),
    base: "HEAD",
    commit: runGit(root, ["rev-parse", "HEAD"]).trim(),
    ...(config ? { stack: { name: stack ?? "", config } } : {}),
  });
  return withoutSecrets(made, registry, credentialsIn(process.env, registry));
}

const MAX_LATER = 3;

/** The commits after this one that changed an entry, newest first. */
function laterCommits(history: History, { address }: Entry, { hash }: Commit): Commit[] {
  const found: Commit[] = [];
  for (const { commit, merged } of walk(history, address, undefined).events) {
    if (commit.hash === hash || merged.some((one) => one.hash === hash) || found.length === MAX_LATER) break;
    found.push(commit);
  }
  return found;
}

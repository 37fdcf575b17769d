/** `catalogue log`: the history of an entry from git. */
import { DEFAULT_DIRECTORY, readConfig } from "../../accounts/config.js";
import { loadCatalogue } from "../../catalogue/load.js";
import { didYouMean } from "../../validation/did-you-mean.js";
import { registry } from "../../vendors/registry.js";
import { credentialsIn, secretsTakenOut } from "../../without-secrets.js";
import { hasColours } from "../colours.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { configOfFiles, shown } from "../files-config.js";
import { History } from "../history/history.js";
import { type Event, type Walk, walk } from "../history/walk.js";
import { type EntryLog, logJson } from "./json.js";
import type { LogOptions } from "./log-options.js";
import { sinceOf } from "./since.js";
import { logText, remarksOf } from "./text.js";

/** Prints the history of an entry. Returns the exit code. No credential of the environment is shown. */
export function runLog(address: string, options: LogOptions): ExitCode {
  const clean = secretsTakenOut(registry, credentialsIn(process.env, registry));
  try {
    const made = entryLog(address, options);
    const { columns } = process.stdout;
    const colour = hasColours(process.stdout, process.env);
    process.stdout.write(clean(options.format === "json" ? logJson(made) : logText(made, { colour, columns })));
    for (const remark of remarksOf(made)) process.stderr.write(`${clean(remark)}\n`);
    return EXIT.fine;
  } catch (error) {
    if (error instanceof Error) error.message = clean(error.message);
    throw error;
  }
}

function entryLog(address: string, options: LogOptions): EntryLog {
  const folder = process.cwd();
  const { stack, configFile, limit = Number.POSITIVE_INFINITY } = options;
  const since = options.since === undefined ? undefined : sinceOf(options.since, new Date());
  const raw = configOfFiles(folder, stack, configFile);
  const config = raw && readConfig(raw, registry);
  const directory = options.directory ?? raw?.["catalogue:directory"] ?? DEFAULT_DIRECTORY;
  const history = new History({
    folder,
    directory: shown(folder, directory),
    ...(config === undefined
      ? {}
      : {
          named: {
            values: config.values,
            ...(stack === undefined ? {} : { stack }),
            ...(configFile === undefined ? {} : { configFile }),
          },
        }),
  });
  const walked = walk(history, address, config);
  const { events, more } = taken(walked, limit, since);
  if (events.length === 0 && !more && !walked.known.has(address))
    throw new Error(unknownAddress(address, walked, history.isShallow, directory));
  return {
    address,
    isThere: history.has(address),
    events,
    skipped: [...walked.skipped.values()],
    more,
    isShallow: history.isShallow,
    ...(config === undefined ? {} : { stack: stack ?? configFile ?? "" }),
  };
}

/** `more`: there are earlier changes that were left out. */
function taken({ events }: Walk, limit: number, since: Date | undefined): { events: Event[]; more: boolean } {
  const found: Event[] = [];
  for (const event of events) {
    const isEarlier = since !== undefined && new Date(event.commit.committed) < since;
    if (isEarlier || found.length === limit) return { events: found, more: true };
    found.push(event);
  }
  return { events: found, more: false };
}

function unknownAddress(address: string, { known, skipped }: Walk, isShallow: boolean, directory: string): string {
  const problem = (what: string, remedy: string): string => `${what}\n  what to do: ${remedy}`;
  const now = loadCatalogue(directory, { registry, values: undefined, mayBeEmpty: () => true });
  if (now.entries.some((entry) => entry.address === address))
    return problem(`${address} is in the files, but in no commit of this branch yet`, "commit it first");
  // People write the end of an address.
  const whole = [...known].filter((one) => one.endsWith(`/${address}`)).sort();
  const remedy =
    whole.length > 0
      ? `write the whole address: ${whole.slice(0, 5).join(", ")}`
      : known.size === 0
        ? "name the folder of the catalogue: --directory <path>"
        : didYouMean(address, known, "an address is account/product[/price], as `catalogue review` shows it");
  const limits = [
    ...(skipped.size === 0 ? [] : [`${skipped.size} of them do not load`]),
    ...(isShallow ? ["this clone does not have the whole history: git fetch --unshallow"] : []),
  ];
  return problem(
    `no commit of this branch has an entry ${address}${limits.length === 0 ? "" : ` (${limits.join("; ")})`}`,
    remedy,
  );
}

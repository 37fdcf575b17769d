/** `catalogue ids`: the ids at the vendors of all that a stack has, for the application that sells it. */
import { existsSync, readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { stateEntries } from "../../review/state-entries.js";
import { didYouMean } from "../../validation/did-you-mean.js";
import { counted } from "../../validation/words.js";
import { registry } from "../../vendors/registry.js";
import { type AtHand, withStack } from "../at-hand.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { writeOutput } from "../output.js";
import { asEnv, asJson, asTypescript, type NamedId } from "./forms.js";
import type { IdsFormat, IdsOptions } from "./options.js";

/** Prints the ids, writes them to a file, or compares them with one. Returns the exit code. */
export const runIds = (options: IdsOptions): Promise<ExitCode> =>
  withStack({ ...options, secrets: false }, (at) => Promise.resolve(write(at, options)));

function write(at: AtHand, options: IdsOptions): ExitCode {
  const { output, check = false, archived = false } = options;
  if (check && output === undefined)
    throw new Error("--check needs a file to look at\n  what to do: name it: --output <file> --check");
  const all = idsOf(objectsIn(at, options.account));
  const ids = all.filter((one) => archived || !one.archived);
  if (ids.length === 0) at.note(`warning: all entries of stack ${at.stack.name} are archived (--archived has them)`);
  const text = rendered(ids, at.stack.name, options);
  if (at.clean(text) !== text)
    throw new Error("an id looks like a credential, so nothing was written\n  what to do: look at the state");
  if (output === undefined) {
    process.stdout.write(text);
    return EXIT.fine;
  }
  if (check) return compared(at, output, text, options);
  writeOutput(output, text);
  at.note(`${output}: ${counted(ids.length, "id")} of stack ${at.stack.name}`);
  return EXIT.fine;
}

/** Of the account, or of all of them. */
function objectsIn({ stack: { name, objects } }: AtHand, account: string | undefined): AtHand["stack"]["objects"] {
  if (objects.length === 0)
    throw new Error(
      `stack ${name} has no objects, so there are no ids\n` +
        "  what to do: run `pulumi up`, or name another stack: --stack <name>",
    );
  if (account === undefined) return objects;
  const accounts = [...new Set(objects.map((object) => object.account))].sort();
  if (accounts.includes(account)) return objects.filter((object) => object.account === account);
  throw new Error(
    `stack ${name} has no objects in an account ${account}\n` +
      `  what to do: ${didYouMean(account, accounts, `name one of ${accounts.join(", ")}`)}`,
  );
}

function compared(at: AtHand, output: string, text: string, options: IdsOptions): ExitCode {
  if (existsSync(output) && readFileSync(output, "utf8") === text) return EXIT.fine;
  at.note(
    `${output} ${existsSync(output) ? "is out of date" : "does not exist"}\n` +
      `  what to do: run \`npx ${commandOf(at.stack.name, options, output)}\``,
  );
  return EXIT.changes;
}

/** An entry below an archived one cannot be sold either. */
function idsOf(objects: AtHand["stack"]["objects"]): readonly NamedId[] {
  const { entries, unknown } = stateEntries(objects, registry);
  return [
    ...entries.map(({ entry: { address, kind, archived, parent }, id }) => ({
      address,
      id,
      kind: kind.type,
      archived: archived || parent?.archived === true,
    })),
    ...unknown.map(({ address, id, type, outputs }) => ({
      address,
      id,
      kind: type,
      archived: outputs["archived"] === true,
    })),
  ].sort((a, b) => (a.address < b.address ? -1 : 1));
}

function rendered(ids: readonly NamedId[], stack: string, options: IdsOptions): string {
  switch (formatOf(options)) {
    case "json":
      return asJson(ids);
    case "env":
      return asEnv(ids, commandOf(stack, options), {
        prefix: options.prefix,
        credentials: registry.vendors.flatMap(({ credentials }) => credentials.map(({ variable }) => variable)),
      });
    case "ts":
      return asTypescript(ids, commandOf(stack, options), options.archived === true);
  }
}

/** By the name of the file; JSON without one. */
function formatOf({ format, output }: IdsOptions): IdsFormat {
  if (format !== undefined) return format;
  if (output === undefined) return "json";
  if (/^\.env(\.|$)/.test(basename(output)) || extname(output) === ".env") return "env";
  return /\.[mc]?ts$/.test(output) ? "ts" : "json";
}

/** The command that makes the same text. */
const commandOf = (stack: string, options: IdsOptions, output?: string): string =>
  [
    ["catalogue ids", ...(options.account === undefined ? [] : [options.account])].join(" "),
    `--stack ${stack}`,
    `--format ${formatOf(options)}`,
    ...(options.archived ? ["--archived"] : []),
    ...(options.prefix === "" ? [] : [`--prefix ${options.prefix}`]),
    ...(output === undefined ? [] : [`--output ${output}`]),
  ].join(" ");

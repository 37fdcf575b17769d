/** The configuration of the stack, and the files of the catalogue. */
import { existsSync } from "node:fs";
import { type CatalogueConfig, DEFAULT_DIRECTORY, type RawConfig, readConfig } from "../../accounts/config.js";
import { NAMESPACE, unknownKeys } from "../../accounts/config-keys.js";
import { type LoadedCatalogue, loadCatalogue } from "../../catalogue/load.js";
import { isProblem } from "../../catalogue/render.js";
import { pulumiCommand } from "../../pulumi/cli.js";
import { configOf } from "../../pulumi/stack-at-hand.js";
import { hasStackFile, plainMembers } from "../../pulumi/stack-file.js";
import { catalogueProblems } from "../../review/problems.js";
import { counted } from "../../validation/words.js";
import { registry } from "../../vendors/registry.js";
import { accountsIn, settingsIn } from "../accounts-in.js";
import { configOfFiles } from "../files-config.js";
import { type Finding, failed, ok, problem, skipped, warning } from "./check.js";
import { passphraseFinding } from "./passphrase.js";

export interface FoundConfig {
  readonly findings: readonly Finding[];
  /** As far as it could be read. */
  readonly raw: RawConfig;
  /** undefined: it has a mistake. */
  readonly config?: CatalogueConfig;
  /** The values of the stack are known. Without them a placeholder may be anything. */
  readonly hasValues: boolean;
}

/** `live`: the stack can be asked. `stack`: its name, where one is named or selected. */
export async function configurationOf(folder: string, stack: string | undefined, live: boolean): Promise<FoundConfig> {
  const check = "configuration";
  const notes: Finding[] = [];
  let raw: RawConfig = {};
  let hasValues = false;
  try {
    if (stack !== undefined && live) raw = await askedConfig(folder, stack, notes);
    else if (stack !== undefined && hasStackFile(folder, stack, undefined))
      raw = configOfFiles(folder, stack, undefined) ?? {};
    else notes.push(skipped("stack-configuration", "there is no stack, so the defaults are used"));
    hasValues = Object.keys(raw).length > 0;
  } catch (error) {
    notes.push(failed("stack-configuration", error));
  }
  if (stack !== undefined) {
    // What cannot be read says so itself.
    const passphrase = notes.length === 0 ? await passphraseFinding(folder, stack) : undefined;
    notes.push(...(passphrase ? [passphrase] : []), secrecyFinding(folder, stack));
  }
  try {
    const unknown = unknownKeys(Object.keys(raw));
    if (unknown !== undefined) throw new Error(unknown);
    const config = readConfig(raw, registry);
    const accounts = Object.keys(accountsIn(raw));
    const known = accounts.length === 0 ? "no account is configured" : `accounts: ${accounts.join(", ")}`;
    return { raw, config, hasValues, findings: [...notes, ok(check, `the configuration is valid; ${known}`)] };
  } catch (error) {
    return { raw, hasValues, findings: [...notes, failed(check, error)] };
  }
}

/** With its secrets, else without them. */
async function askedConfig(folder: string, stack: string, notes: Finding[]): Promise<RawConfig> {
  const what = `the configuration of stack ${stack} could not be read`;
  const read = async (...flags: readonly string[]): Promise<RawConfig> =>
    configOf(JSON.parse(await pulumiCommand(["config", "--json", "--stack", stack, ...flags], folder, what)));
  try {
    return await read("--show-secrets");
  } catch (error) {
    // Some keys are needed for anything but the file.
    const config = await read().catch(() =>
      hasStackFile(folder, stack, undefined) ? configOfFiles(folder, stack, undefined) : {},
    );
    const { says } = failed("secrets", error);
    const remedy = "set PULUMI_CONFIG_PASSPHRASE, or log in to the service that keeps the key of the stack";
    notes.push(problem("secrets", `the configuration cannot be read with its secrets: ${says}`, remedy));
    return { ...config, "catalogue:credentials": undefined };
  }
}

function secrecyFinding(folder: string, stack: string): Finding {
  const check = "secret-credentials";
  const name = stack.split("/").at(-1) ?? stack;
  const [first, ...more] = plainMembers(folder, name, `${NAMESPACE}:credentials`);
  if (first === undefined) return ok(check, "no credentials are in the configuration in plain text");
  const at = [first, ...more].map((path) => `catalogue:credentials${path}`).join(", ");
  return problem(
    check,
    `${at} ${more.length === 0 ? "is" : "are"} in the configuration in plain text`,
    `revoke these credentials, run pulumi config rm --path 'catalogue:credentials${first}', and set new ones with ` +
      "pulumi config set --secret --path 'catalogue:credentials.<account>.<name>' (or in the environment)",
  );
}

export interface FoundCatalogue {
  readonly finding: Finding;
  readonly catalogue?: LoadedCatalogue;
}

/** The same problems that `catalogue validate` reports. */
export function catalogueOf({ raw, config, hasValues }: FoundConfig, given: string | undefined): FoundCatalogue {
  const check = "catalogue";
  const directory = given ?? raw["catalogue:directory"] ?? DEFAULT_DIRECTORY;
  if (!existsSync(directory)) {
    const remedy = "name the folder with --directory, or make a first file: npx catalogue init";
    return { finding: problem(check, `the folder ${directory} does not exist`, remedy) };
  }
  try {
    const catalogue = loadCatalogue(directory, {
      registry,
      values: hasValues ? config?.values : undefined,
      mayBeEmpty: (account) => config?.mayBeEmpty(account) === true,
    });
    const accounts = accountsIn(raw);
    const found = catalogue.problems.some(isProblem)
      ? catalogue.problems
      : [
          ...catalogue.problems,
          ...(config
            ? catalogueProblems(catalogue.entries, (entry) => settingsIn(accounts, entry), config.review)
            : []),
        ];
    const [problems, warnings] = [found.filter(isProblem).length, found.filter((one) => !isProblem(one)).length];
    const what = `${counted(catalogue.entries.length, "entry", "entries")} in ${directory}`;
    const see = `npx catalogue validate ${directory}`;
    if (problems > 0) return { catalogue, finding: problem(check, `${what}: ${counted(problems, "problem")}`, see) };
    if (warnings > 0) return { catalogue, finding: warning(check, `${what}: ${counted(warnings, "warning")}`, see) };
    return { catalogue, finding: ok(check, `${what}, no problems`) };
  } catch (error) {
    return { finding: failed(check, error) };
  }
}

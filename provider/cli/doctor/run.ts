/** `catalogue doctor`: one check after the other; none hides the next ones. */

import { resolve } from "node:path";
import { styleText } from "node:util";
import type { Vendor } from "../../kinds/vendor.js";
import { readableLines } from "../../validation/text.js";
import { counted } from "../../validation/words.js";
import { registry } from "../../vendors/registry.js";
import { credentialsIn, credentialsOf, secretsTakenOut } from "../../without-secrets.js";
import { accountsIn } from "../accounts-in.js";
import { hasColours } from "../colours.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { progressOn } from "../progress.js";
import { accountFindings } from "./accounts.js";
import { type Finding, failed, type Level, skipped } from "./check.js";
import { catalogueOf, configurationOf, type FoundCatalogue, type FoundConfig } from "./configuration.js";
import { login, node, pulumiCli } from "./machine.js";
import type { DoctorOptions } from "./options.js";
import { project } from "./project.js";
import { type FoundStack, lockFinding, stackOf } from "./stack.js";

/** Checks the machine, the project, the stack and the accounts. Nothing is changed. */
export async function runDoctor(options: DoctorOptions): Promise<ExitCode> {
  const report = new Report(options.format);
  try {
    await examine(process.cwd(), options, report);
  } catch (error) {
    report.add(failed("doctor", error));
  }
  return report.end(options.stack);
}

async function examine(folder: string, options: DoctorOptions, report: Report): Promise<void> {
  report.add(node());
  const cli = await report.while("Pulumi CLI", pulumiCli(folder));
  report.add(cli);
  const hasCli = cli.level === "ok" || cli.says.includes("is older");
  const { finding, url } = hasCli ? await report.while("login", login(folder)) : NO_LOGIN;
  report.add(finding);
  const { findings, project: found } = project(folder);
  for (const one of findings) report.add(one);
  const stack = hasCli && found ? await report.while("stack", stackOf(folder, options.stack)) : NO_STACK;
  for (const one of stack.findings) report.add(one);
  if (stack.name !== undefined && found)
    report.add(await lockFinding(folder, stack.name, String(found.content["name"]), url));
  const name = stack.name ?? options.stack;
  const config = await report.while("configuration", configurationOf(folder, name, stack.name !== undefined));
  report.hide(secretsTakenOut(registry, credentialsOf(config.raw)));
  for (const one of config.findings) report.add(one);
  const catalogue = catalogueOf(config, options.directory);
  report.add(catalogue.finding);
  const { config: valid } = config;
  if (!valid) return report.add(skipped("accounts", "not looked at, because the configuration is not valid"));
  const accounts = accountsOf(config, catalogue, stack);
  if (accounts.size === 0)
    return report.add(skipped("accounts", "neither the catalogue nor the configuration has one"));
  const checks = { config: valid, found: config, accounts, objects: stack.objects };
  for await (const one of accountFindings(checks, (redact) => report.hide(redact))) report.add(one);
}

const NO_LOGIN = { finding: skipped("login", "not looked at, because there is no Pulumi CLI"), url: undefined };
const NO_STACK: FoundStack = {
  objects: [],
  findings: [skipped("stack", "not looked at, because there is no Pulumi CLI or no project")],
};

/** The accounts of the catalogue, of the configuration and of the state, with their vendors. */
function accountsOf(config: FoundConfig, { catalogue }: FoundCatalogue, stack: FoundStack): Map<string, Vendor> {
  const known = new Map<string, Vendor>();
  for (const { account, vendor } of catalogue?.entries ?? []) known.set(account, vendor);
  for (const { account, type } of stack.objects) {
    const vendor = registry.kind(type)?.vendor;
    if (vendor) known.set(account, vendor);
  }
  for (const [name, value] of Object.entries(accountsIn(config.raw))) {
    const vendor = registry.vendor(String((value as { vendor?: unknown } | null)?.vendor ?? name));
    if (vendor) known.set(name, vendor);
  }
  return new Map([...known].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const STYLES: Readonly<Record<Level, Parameters<typeof styleText>[0]>> = {
  ok: "green",
  warning: "yellow",
  problem: "red",
  skipped: "dim",
};

/** Prints the findings as they come, or all of them as JSON, without secrets. */
class Report {
  readonly #findings: Finding[] = [];
  readonly #format: DoctorOptions["format"];
  readonly #colour = hasColours(process.stdout, process.env);
  #hidden: ((text: string) => string)[] = [secretsTakenOut(registry, credentialsIn(process.env, registry))];

  constructor(format: DoctorOptions["format"]) {
    this.#format = format;
  }

  /** Texts are printed without what this takes out of them. */
  hide(redact: (text: string) => string): void {
    this.#hidden.push(redact);
  }

  async while<T>(what: string, work: Promise<T>): Promise<T> {
    const progress = progressOn(process.stderr, what);
    try {
      return await work;
    } finally {
      progress.end();
    }
  }

  add(finding: Finding): void {
    this.#findings.push(finding);
    if (this.#format === "text") process.stdout.write(this.#lines(finding));
  }

  end(stack: string | undefined): ExitCode {
    const count = (level: Level): number => this.#findings.filter((one) => one.level === level).length;
    const [problems, warnings] = [count("problem"), count("warning")];
    if (this.#format === "json") {
      const checks = this.#findings.map(({ check, level, says, remedy }) => ({
        ...{ check, level, says: this.#clean(says), remedy: remedy === undefined ? null : this.#clean(remedy) },
      }));
      const all = { version: 1, folder: resolve("."), stack: stack ?? null, problems, warnings, checks };
      process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
    } else {
      const said =
        problems + warnings === 0 ? "no problems" : `${counted(problems, "problem")}, ${counted(warnings, "warning")}`;
      process.stdout.write(`\n${said}\n`);
    }
    return problems > 0 ? EXIT.problems : EXIT.fine;
  }

  #lines({ check, level, says, remedy }: Finding): string {
    const word = this.#colour ? styleText(STYLES[level], level.padEnd(8), { validateStream: false }) : level.padEnd(8);
    const text = this.#clean(says).replaceAll("\n", "\n           ");
    const what = remedy === undefined ? "" : `           what to do: ${this.#clean(remedy)}\n`;
    return `${word}   ${check}: ${text}\n${what}`;
  }

  #clean(text: string): string {
    return readableLines(this.#hidden.reduce((cleaned, redact) => redact(cleaned), text));
  }
}

/** What the commands about an account share: the stack, its catalogue, its accounts, and output without secrets. */

import type { Account } from "../accounts/account.js";
import { DEFAULT_DIRECTORY } from "../accounts/config.js";
import { type LoadedCatalogue, loadCatalogue } from "../catalogue/load.js";
import { isProblem, renderProblems } from "../catalogue/render.js";
import { isObject } from "../fields/shape.js";
import type { Vendor } from "../kinds/vendor.js";
import { OpenAccounts } from "../lifecycle/open-accounts.js";
import type { StackAtHand } from "../pulumi/stack-at-hand.js";
import { didYouMean } from "../validation/did-you-mean.js";
import { registry } from "../vendors/registry.js";
import { credentialsIn, credentialsOf, secretsTakenOut } from "../without-secrets.js";
import { accountsIn } from "./accounts-in.js";
import { hasColours } from "./colours.js";
import { type Progress, progressOn } from "./progress.js";

/** Options that all of them have. */
export interface AtHandOptions {
  readonly stack?: string;
  /** The catalogue folder. Default: that of the stack's configuration, else ./catalogue. */
  readonly directory?: string;
}

export class AtHand {
  readonly stack: StackAtHand;
  /** The catalogue folder, as a person would write it. */
  readonly directory: string;
  readonly accounts: OpenAccounts;
  /** Of the environment, and of the stack's configuration if it was read with its secrets. */
  readonly credentials: readonly string[];
  readonly #clean: (text: string) => string;
  #catalogue: LoadedCatalogue | undefined;

  constructor(stack: StackAtHand, { directory }: AtHandOptions) {
    this.stack = stack;
    this.credentials = [...credentialsIn(process.env, registry), ...credentialsOf(stack.config)];
    this.#clean = secretsTakenOut(registry, this.credentials);
    const say = (text: string): void => this.note(text);
    this.accounts = new OpenAccounts({
      config: stack.config,
      registry,
      report: { info: say, warn: (text) => say(`warning: ${text}`) },
      rows: stack.objects,
    });
    this.directory = directory ?? stack.config["catalogue:directory"] ?? DEFAULT_DIRECTORY;
  }

  /** The files, with the values of the stack filled in; they may have problems. Read once. */
  get catalogue(): LoadedCatalogue {
    this.#catalogue ??= loadCatalogue(this.directory, {
      registry,
      values: this.accounts.config.values,
      mayBeEmpty: () => true,
    });
    return this.#catalogue;
  }

  /**
   * The same, where it has no problems.
   *
   * @throws an Error that lists them
   */
  get validCatalogue(): LoadedCatalogue {
    const { problems, files } = this.catalogue;
    const found = problems.filter(isProblem);
    if (found.length === 0) return this.catalogue;
    const colour = hasColours(process.stderr, process.env);
    throw new Error(
      `the catalogue has problems\n\n${renderProblems(found, { registry, files, directory: this.directory, colour })}`,
    );
  }

  /**
   * The account of this name, by the configuration, by the files, or by the name of a vendor.
   *
   * @throws an Error that names the known accounts
   */
  account(name: string): Account {
    return this.accounts.account(name, this.vendorOf(name));
  }

  vendorOf(name: string): Vendor {
    const vendor = this.#vendors().get(name) ?? registry.vendor(name);
    if (vendor) return vendor;
    const known = [...new Set([...this.#vendors().keys(), ...registry.vendors.map((one) => one.name)])];
    throw new Error(
      `${name} is not an account of stack ${this.stack.name}\n  what to do: ${didYouMean(name, known)}; ` +
        `or configure it: pulumi config set --path 'catalogue:accounts.${name}.vendor' <vendor>`,
    );
  }

  /** The names of all accounts that the configuration, the state or the files have, sorted. */
  get accountNames(): readonly string[] {
    return [...this.#vendors().keys()].sort();
  }

  #vendors(): ReadonlyMap<string, Vendor> {
    const known = new Map<string, Vendor>();
    for (const [name, account] of Object.entries(accountsIn(this.stack.config))) {
      const vendor = registry.vendor(isObject(account) ? String(account["vendor"] ?? name) : name);
      if (vendor) known.set(name, vendor);
    }
    for (const { account, type } of this.stack.objects) {
      const vendor = registry.kind(type)?.vendor;
      if (vendor) known.set(account, vendor);
    }
    for (const { account, vendor } of this.catalogue.entries) known.set(account, vendor);
    return known;
  }

  /** Prints a result, without secrets. */
  print(text: string): void {
    process.stdout.write(this.#clean(this.accounts.redacted(text)));
  }

  /** Prints a line about the run to standard error, without secrets. */
  note(text: string): void {
    process.stderr.write(`${this.#clean(this.accounts.redacted(text))}\n`);
  }

  progress(title: string): Progress {
    return progressOn(process.stderr, title);
  }

  /** Takes what is secret out of a text. */
  clean(text: string): string {
    return this.#clean(this.accounts.redacted(text));
  }
}

/**
 * Runs a command with a stack. `secrets`: it needs the credentials of the stack's configuration. Connections are closed
 * at the end; an error shows no secret.
 */
export async function withStack<T>(
  options: AtHandOptions & { readonly secrets: boolean },
  run: (at: AtHand) => Promise<T>,
): Promise<T> {
  // The engine's SDK is loaded only where it is needed.
  const { stackAtHand } = await import("../pulumi/stack-at-hand.js");
  const at = new AtHand(
    await stackAtHand({ folder: process.cwd(), stack: options.stack, secrets: options.secrets }),
    options,
  );
  try {
    return await run(at);
  } catch (error) {
    if (error instanceof Error) error.message = at.clean(error.message);
    throw error;
  } finally {
    await at.accounts.close();
  }
}

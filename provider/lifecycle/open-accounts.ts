/** Accounts outside the engine's provider process: they only read. */
import { Account } from "../accounts/account.js";
import { type CatalogueConfig, type RawConfig, readConfig } from "../accounts/config.js";
import type { HostedRow } from "../accounts/hosts.js";
import type { Report, Runtime } from "../accounts/runtime.js";
import { systemClock } from "../http/clock.js";
import { Redactor } from "../http/redact.js";
import { undiciTransport } from "../http/transport.js";
import type { Registry } from "../kinds/registry.js";
import type { Vendor } from "../kinds/vendor.js";
import { readableLines } from "../validation/text.js";

export interface OpenAccountsOptions {
  /** The stack's configuration by its full keys, secrets in plain text. */
  readonly config: RawConfig;
  readonly registry: Registry;
  /** Told what the accounts have to say, each message once and without secrets. */
  readonly report: Report;
  /** Where the stack's objects are: credentials are sent to no other host. */
  readonly rows?: readonly HostedRow[];
  /** Parts of the world that tests replace. */
  readonly world?: Partial<Pick<Runtime, "environment" | "transport" | "clock" | "random">>;
}

export class OpenAccounts {
  readonly report: Report;
  readonly #options: OpenAccountsOptions;
  readonly #redactor = new Redactor();
  readonly #runtime: Runtime;
  readonly #accounts = new Map<string, Account>();
  #config: CatalogueConfig | undefined;

  constructor(options: OpenAccountsOptions) {
    this.#options = options;
    const said = new Set<string>();
    const once = (say: (text: string) => void) => (message: string) => {
      const text = readableLines(this.#redactor.text(message));
      if (!said.has(text)) say(text);
      said.add(text);
    };
    this.report = {
      info: once((text) => options.report.info(text)),
      warn: once((text) => options.report.warn(text)),
    };
    this.#runtime = {
      environment: process.env,
      transport: undiciTransport,
      clock: systemClock,
      random: Math.random,
      ...options.world,
      exportState: () => Promise.reject(new Error("no state is read here")),
      commandLine: () => Promise.resolve(undefined),
      report: this.report,
      redactor: this.#redactor,
    };
  }

  /** The stack's configuration; throws a ConfigError that says what is wrong in it. */
  get config(): CatalogueConfig {
    this.#config ??= readConfig(this.#options.config, this.#options.registry);
    return this.#config;
  }

  /** The account of this name, opened once; throws a ConfigError where it cannot be. */
  account(name: string, vendor: Vendor): Account {
    const known = this.#accounts.get(name);
    if (known) return known;
    const { config } = this;
    const made = new Account(config.account(name, vendor), config.credentials[name], this.#runtime, [
      ...(this.#options.rows ?? []),
    ]);
    this.#accounts.set(name, made);
    return made;
  }

  /** Without the credentials that were read so far. */
  redacted(text: string): string {
    return this.#redactor.text(text);
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await Promise.all([...this.#accounts.values()].map((account) => account.close()));
  }
}

/** The accounts: credentials, one read each, the organization, the clock and the limit of requests. */
import type { Account } from "../../accounts/account.js";
import type { AccountConfig, CatalogueConfig } from "../../accounts/config.js";
import { readCredentials, variablePrefix } from "../../accounts/credentials.js";
import { organizationOf } from "../../accounts/hosts.js";
import { isObject, type Json } from "../../fields/shape.js";
import { CallError } from "../../http/call-error.js";
import { isLoopback } from "../../http/loopback.js";
import { rateInWords } from "../../http/pacer.js";
import { type Transport, undiciTransport } from "../../http/transport.js";
import type { Vendor } from "../../kinds/vendor.js";
import { OpenAccounts } from "../../lifecycle/open-accounts.js";
import type { StackObject } from "../../pulumi/engine.js";
import { registry } from "../../vendors/registry.js";
import { accountsIn } from "../accounts-in.js";
import { type Finding, failed, ok, problem, skipped, warning } from "./check.js";
import type { FoundConfig } from "./configuration.js";

/** Seconds that the clocks may differ. */
const MOST_APART = 60;
/** A check gives up earlier than a run. */
const PATIENCE = { requestSeconds: 10, operationSeconds: 10, maxRetryAfterSeconds: 5 };

export interface AccountChecks {
  readonly config: CatalogueConfig;
  readonly found: FoundConfig;
  readonly accounts: ReadonlyMap<string, Vendor>;
  readonly objects: readonly StackObject[];
}

/** The findings of each account, as they come. `hide` gets what can take credentials out of a text. */
export async function* accountFindings(
  { config, found, accounts, objects }: AccountChecks,
  hide: (redact: (text: string) => string) => void,
): AsyncGenerator<Finding> {
  for (const [name, vendor] of accounts) {
    const date: DateSeen = {};
    const open = new OpenAccounts({
      config: patient(found, name, vendor),
      registry,
      rows: objects,
      report: { info: () => undefined, warn: () => undefined },
      world: { transport: (url, limits) => noting(undiciTransport(url, limits), date) },
    });
    hide((text) => open.redacted(text));
    try {
      yield* findingsOf(name, vendor, config, objects, () => open.account(name, vendor), date);
    } catch (error) {
      yield failed(`account ${name}`, error);
    } finally {
      await open.close();
    }
  }
}

async function* findingsOf(
  name: string,
  vendor: Vendor,
  config: CatalogueConfig,
  objects: readonly StackObject[],
  open: () => Account,
  date: DateSeen,
): AsyncGenerator<Finding> {
  const { environment, baseUrl, organization } = config.account(name, vendor);
  const check = (what: string): string => `${what} ${name}`;
  try {
    readCredentials(name, vendor.name, vendor.credentials, {
      environment: process.env,
      config: config.credentials[name],
    });
    const prefix = variablePrefix(name, vendor.name);
    yield ok(check("credentials"), vendor.credentials.map(({ variable }) => prefix + variable).join(", "));
  } catch (error) {
    yield failed(check("credentials"), error);
    yield skipped(check("read"), `nothing was sent to ${baseUrl}, because there are no credentials`);
    yield rateFinding(check("rate-limit"), vendor, config.account(name, vendor));
    return;
  }
  const [kind] = vendor.kinds;
  const request = kind?.calls.list(config.account(name, vendor).settings);
  try {
    if (!kind || !request) throw new Error(`there is nothing to read at ${vendor.title}`);
    const first = { ...request, query: { ...request.query, ...vendor.pages.first } };
    const { body } = await open().send(`list ${vendor.title} ${kind.title}s`, first, "read");
    const items = vendor.pages.items(body);
    if (!items) throw new Error(NOT_A_LIST(vendor, baseUrl));
    yield ok(check("read"), `${baseUrl} (${environment}) answers: ${items.length} ${kind.title}s on the first page`);
    if (kind.organization || organization !== undefined)
      yield organizationFinding(
        check("organization"),
        { name, organization },
        objects,
        seenIn(items, kind.organization),
      );
  } catch (error) {
    yield error instanceof CallError ? callFinding(check("read"), error, baseUrl) : failed(check("read"), error);
  }
  yield clockFinding(check("clock"), date);
  yield rateFinding(check("rate-limit"), vendor, config.account(name, vendor));
}

const NOT_A_LIST = ({ title }: Vendor, baseUrl: string): string =>
  `${baseUrl} answers, but not with a list of ${title}\n  what to do: check the account's baseUrl`;

/** Wrong credentials, a wrong host and the network are different problems. */
function callFinding(check: string, error: CallError, baseUrl: string): Finding {
  const { category, remedy } = error.facts;
  const what =
    category === "credentials" || category === "forbidden"
      ? "the credentials are not accepted"
      : category === "unreachable" || category === "no-answer"
        ? "the network or the host does not answer"
        : category === "unexpected" || category === "not-found"
          ? "the host is not the vendor's API"
          : "the vendor answers with an error";
  return problem(check, `${baseUrl}: ${what}: ${error.said}`, remedy);
}

const seenIn = (
  items: readonly Json[],
  organization: ((object: Readonly<Record<string, Json>>) => string | undefined) | undefined,
): string | undefined => items.filter(isObject).flatMap((item) => organization?.(item) ?? [])[0];

function organizationFinding(
  check: string,
  account: { readonly name: string; readonly organization: string | undefined },
  objects: readonly StackObject[],
  seen: string | undefined,
): Finding {
  const { name, organization } = account;
  try {
    const wanted = organizationOf({ name, ...(organization === undefined ? {} : { organization }) }, objects);
    if (wanted === undefined) return skipped(check, "neither the state nor the configuration names an organization");
    if (seen === undefined) return skipped(check, `no object was seen, so ${wanted} cannot be compared`);
    if (seen === wanted) return ok(check, `the organization is ${wanted}`);
    return problem(
      check,
      `the credentials belong to organization ${seen}, but the objects of the stack to ${wanted}`,
      `use credentials of organization ${wanted}, or another account name for ${seen}`,
    );
  } catch (error) {
    return failed(check, error);
  }
}

interface DateSeen {
  /** Milliseconds that this machine is ahead of the vendor. */
  ahead?: number;
}

/** Remembers how the clock of the last answer differs from that of this machine. */
const noting = (transport: Transport, date: DateSeen): Transport => ({
  request: async (request) => {
    const sent = Date.now();
    const reply = await transport.request(request);
    const theirs = Date.parse(reply.headers["date"] ?? "");
    // The header has whole seconds.
    if (!Number.isNaN(theirs)) date.ahead = (sent + Date.now()) / 2 - (theirs + 500);
    return reply;
  },
  close: () => transport.close(),
});

export function clockFinding(check: string, { ahead }: DateSeen): Finding {
  if (ahead === undefined) return skipped(check, "no answer has told the time");
  const seconds = Math.round(Math.abs(ahead) / 1_000);
  if (seconds <= MOST_APART) return ok(check, `the clock of this machine agrees with the vendor's to ${seconds} s`);
  return warning(
    check,
    `the clock of this machine is ${seconds} s ${ahead > 0 ? "ahead of" : "behind"} the vendor's`,
    "set it, for example by NTP: the age of objects decides whether a lost one is recovered (catalogue:adoptWindow)",
  );
}

function rateFinding(
  check: string,
  vendor: Vendor,
  { environment, baseUrl, limits: { rate } }: AccountConfig,
): Finding {
  const limit = vendor.limit?.[environment];
  const used = rate ? `at most ${rateInWords(rate)}` : "as many requests as the vendor takes";
  if (!limit) return ok(check, `${used}; no limit of ${vendor.title} is known`);
  if (isLoopback(new URL(baseUrl))) return ok(check, `${used}; ${baseUrl} is on this machine`);
  const most = `${vendor.title} allows ${rateInWords(limit)}`;
  if (rate && rate.requests / rate.seconds <= limit.requests / limit.seconds) return ok(check, `${used}; ${most}`);
  return warning(check, `${used}, but ${most}`, `remove limits.perMinute of the account, or set a lower one`);
}

/** The configuration with shorter deadlines for this account. */
function patient({ raw }: FoundConfig, name: string, vendor: Vendor) {
  const accounts = accountsIn(raw);
  const own = accounts[name];
  const settings = isObject(own) ? own : {};
  const limits = isObject(settings["limits"]) ? settings["limits"] : {};
  const changed = { ...accounts, [name]: { vendor: vendor.name, ...settings, limits: { ...limits, ...PATIENCE } } };
  return { ...raw, "catalogue:accounts": JSON.stringify(changed) };
}

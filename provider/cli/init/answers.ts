/** What a new project is about: from the options, and from questions where somebody can answer them. */
import { troubleWithUrl } from "../../accounts/account-settings.js";
import type { Vendor } from "../../kinds/vendor.js";
import { didYouMean } from "../../validation/did-you-mean.js";
import { registry } from "../../vendors/registry.js";
import { localUrl, settingsFor } from "../sandbox/addresses.js";
import { ENVIRONMENTS, type InitEnvironment, type InitOptions } from "./options.js";

export interface Answers {
  /** In the order of the registry. */
  readonly vendors: readonly Vendor[];
  readonly environment: InitEnvironment;
  /** Settings of the stack by their full keys: `catalogue:accounts.fynn.baseUrl`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Questions on a terminal. */
export interface Ask {
  readonly vendors: (all: readonly Vendor[]) => Promise<readonly string[]>;
  readonly environment: (all: readonly InitEnvironment[]) => Promise<InitEnvironment>;
  readonly baseUrl: (vendor: Vendor, proposed: string, trouble: (url: string) => string | undefined) => Promise<string>;
}

/**
 * `ask`: undefined where nobody can answer, or nothing shall be asked.
 *
 * @throws an Error that names the option that is missing or wrong
 */
export async function answersFrom(options: InitOptions, ask: Ask | undefined): Promise<Answers> {
  const urls = baseUrlsOf(options.baseUrl ?? []);
  const names = options.vendor ?? (await ask?.vendors(registry.vendors)) ?? [];
  for (const name of [...names, ...urls.keys()]) if (!registry.vendor(name)) throw new Error(notVendor(name));
  const vendors = registry.vendors.filter(({ name }) => names.includes(name));
  if (vendors.length === 0)
    throw new Error(
      "no vendor is named\n  what to do: name one or more: " +
        registry.vendors.map(({ name }) => `--vendor ${name}`).join(" "),
    );
  const environment = options.environment ?? (await ask?.environment(ENVIRONMENTS)) ?? "sandbox";
  const settings: Record<string, string> = {};
  for (const vendor of vendors) {
    const given = urls.get(vendor.name) ?? (await askedUrl(vendor, environment, ask));
    Object.assign(settings, settingsOf(vendor, environment, given));
  }
  return { vendors, environment, settings };
}

const askedUrl = async (vendor: Vendor, environment: InitEnvironment, ask: Ask | undefined) =>
  vendor.baseUrls !== undefined || environment === "local"
    ? undefined
    : ask?.baseUrl(vendor, usualUrl(vendor, environment), (url) => urlTrouble(vendor.name, url));

/** Only what is not the default of an account. */
function settingsOf(vendor: Vendor, environment: InitEnvironment, given: string | undefined) {
  if (environment === "local") return settingsFor(vendor, given ?? localUrl(vendor));
  const at = `catalogue:accounts.${vendor.name}`;
  const url = given ?? (vendor.baseUrls ? undefined : usualUrl(vendor, environment));
  return {
    ...(environment === "production" ? { [`${at}.environment`]: environment } : {}),
    ...(url === undefined ? {} : { [`${at}.baseUrl`]: url }),
  };
}

/** The vendor's own host of this environment. */
const usualUrl = ({ hosts, baseUrls }: Vendor, environment: "sandbox" | "production"): string =>
  baseUrls?.[environment] ?? `https://${hosts?.[environment]?.[0] ?? "api.example.com"}`;

/** "fynn=https://acme.coreapi.io" → by vendor. */
function baseUrlsOf(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((text) => {
      const [name = "", url] = [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)];
      if (!text.includes("="))
        throw new Error(
          "--base-url has no `=`\n  what to do: write --base-url <vendor>=<url>, as in --base-url fynn=…",
        );
      const trouble = urlTrouble(name, url);
      if (trouble !== undefined) throw new Error(trouble);
      return [name, url];
    }),
  );
}

const urlTrouble = (vendor: string, url: string): string | undefined =>
  troubleWithUrl(url, false, `catalogue:accounts.${vendor}.baseUrl`);

const notVendor = (name: string): string =>
  `${name} is not a vendor\n  what to do: ${didYouMean(
    name,
    registry.vendors.map((vendor) => vendor.name),
  )}`;

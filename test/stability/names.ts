/** The names and texts that states, configurations, scripts and programs of users contain, as this version has them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settingsSchema } from "../../provider/accounts/account-settings.js";
import { CONFIG_KEYS } from "../../provider/accounts/config-keys.js";
import { EXIT } from "../../provider/cli/exit-codes.js";
import { OWN_KEYS } from "../../provider/lifecycle/state.js";
import { providerText, typeToken } from "../../provider/pulumi/resource-text.js";
import { REVIEW_VERSION } from "../../provider/review/digest.js";
import { RECEIPT_VERSION } from "../../provider/review/receipt.js";
import { CODES } from "../../provider/validation/codes.js";
import { REVIEW_CODES } from "../../provider/validation/review-codes.js";
import { registry } from "../../provider/vendors/registry.js";
import { ROOT } from "../../tools/local/repository.ts";

interface Package {
  readonly name: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
}
const { name, bin, exports }: Package = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

const kinds = registry.vendors.flatMap((vendor) => vendor.kinds);
const byKind = <T>(value: (kind: (typeof kinds)[number]) => T): Record<string, T> =>
  Object.fromEntries(kinds.map((kind) => [kind.type, value(kind)]));

/** The types in the URN of an entry of the YAML: those of what it is below, and its own. */
const chainOf = ({ type, parent }: (typeof kinds)[number]): string =>
  ["catalogue:index:Catalogue", ...(parent ? [typeToken(parent.type)] : []), typeToken(type)].join("$");

export const names = {
  state: {
    typeChains: byKind(chainOf),
    providerTexts: byKind(({ type }) => providerText(type)),
    typeTokens: byKind(({ type }) => typeToken(type)),
    ownKeys: [...OWN_KEYS],
  },
  yaml: {
    vendors: registry.vendors.map((vendor) => vendor.name),
    collections: byKind(({ collection }) => collection),
    fields: byKind(({ fields }) => Object.keys(fields)),
  },
  configuration: {
    keys: CONFIG_KEYS,
    accounts: Object.fromEntries(
      registry.vendors.map((vendor) => [
        vendor.name,
        Object.keys((settingsSchema(vendor).schema as { properties: object }).properties),
      ]),
    ),
    variables: Object.fromEntries(
      registry.vendors.map((vendor) => [vendor.name, vendor.credentials.map(({ variable }) => variable)]),
    ),
  },
  commands: { exitCodes: EXIT, problemCodes: Object.keys(CODES), reviewCodes: [...REVIEW_CODES] },
  json: { review: REVIEW_VERSION, receipt: RECEIPT_VERSION },
  package: { name, bin: Object.keys(bin), exports: Object.keys(exports) },
};

/** `catalogue:…` of the running stack, for the program. The provider process gets it from the engine. */
import * as runtimeConfig from "@pulumi/pulumi/runtime/config.js";
import { type CatalogueConfig, ConfigError, type RawConfig, readConfig } from "../accounts/config.js";
import { CONFIG_KEYS, NAMESPACE, SECRET_VALUES, unknownKeys } from "../accounts/config-keys.js";
import { isObject, type Json } from "../fields/shape.js";
import type { Registry } from "../kinds/registry.js";
import * as pulumi from "./sdk.js";
import { stackFileMember } from "./stack-file.js";

export function readStackConfig(registry: Registry): CatalogueConfig {
  const config = new pulumi.Config(NAMESPACE);
  const unknown = unknownKeys(Object.keys(pulumi.allConfig()));
  if (unknown !== undefined) throw new ConfigError(unknown);
  const keys = CONFIG_KEYS.filter((key) => key !== "credentials");
  const raw: RawConfig = Object.fromEntries(keys.map((key) => [`${NAMESPACE}:${key}`, config.get(key)]));
  const credentials = config.get("credentials") ?? "{}";
  const plain = credentials.trim() !== "{}" && !isSecret(`${NAMESPACE}:credentials`) ? [""] : plainCredentials();
  if (plain.length > 0) {
    throw new ConfigError(
      `${plain.map((path) => `catalogue:credentials${path}`).join(", ")} ` +
        "is in the stack's configuration in plain text\n" +
        "  what to do: revoke these credentials, " +
        `run pulumi config rm --path 'catalogue:credentials${plain[0]}', and set new ones ` +
        "with pulumi config set --secret --path 'catalogue:credentials.<account>.<name>' (or in the environment)",
    );
  }
  if (isSecret(`${NAMESPACE}:values`)) throw new ConfigError(SECRET_VALUES);
  return readConfig(raw, registry);
}

/** The SDK has the function, but not in its type declarations. */
const isSecret = (key: string): boolean =>
  (runtimeConfig as unknown as { isConfigSecret?: (key: string) => boolean }).isConfigSecret?.(key) === true;

/**
 * The members that are not secret, as ".polar.accessToken". For the SDK a key is secret as soon as one of its members
 * is, so the members are read from the stack's file.
 */
function plainCredentials(): string[] {
  const found: string[] = [];
  const visit = (value: Json | undefined, path: string): void => {
    if (isObject(value) && "secure" in value) return;
    if (isObject(value)) for (const [key, member] of Object.entries(value)) visit(member, `${path}.${key}`);
    else if (value !== undefined && value !== null) found.push(path);
  };
  visit(stackFileMember(process.cwd(), pulumi.getStack(), `${NAMESPACE}:credentials`), "");
  return found;
}

/** `project/stack`, or `organization/project/stack` in a backend with organizations. */
export function stackOwner(): string {
  const organization = pulumi.getOrganization();
  const name = `${pulumi.getProject()}/${pulumi.getStack()}`;
  return organization === "" || organization === "organization" ? name : `${organization}/${name}`;
}

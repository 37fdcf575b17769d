/** `catalogue:…` of the running stack, for the program; the provider process reads the same through the engine. */
import * as pulumi from "@pulumi/pulumi";
import { type CatalogueConfig, ConfigError, NAMESPACE, type RawConfig, readConfig } from "../lifecycle/config.js";
import type { Registry } from "../vendors/kind.js";

const KEYS = ["directory", "accounts", "values", "adoptWindow", "onRemove", "archivedElsewhere"];

export function readStackConfig(registry: Registry): CatalogueConfig {
  const config = new pulumi.Config(NAMESPACE);
  const raw: RawConfig = Object.fromEntries(KEYS.map((key) => [`${NAMESPACE}:${key}`, config.get(key)]));
  const credentials = config.get("credentials") ?? "{}";
  if (credentials.trim() !== "{}" && !isSecret(`${NAMESPACE}:credentials`)) {
    throw new ConfigError(
      "catalogue:credentials stands in the stack's configuration in plain text\n  what to do: revoke these credentials, run pulumi config rm catalogue:credentials, and set new ones with pulumi config set --secret --path 'catalogue:credentials.<account>.<name>' (or in the environment)",
    );
  }
  return readConfig(raw, registry);
}

/** The SDK knows which keys are secret and leaves the function out of its type declarations. */
const isSecret = (key: string): boolean =>
  (pulumi.runtime as unknown as { isConfigSecret?: (key: string) => boolean }).isConfigSecret?.(key) === true;

/** `project/stack`, with the organization in front where the backend has some. */
export function stackOwner(): string {
  const organization = pulumi.getOrganization();
  const name = `${pulumi.getProject()}/${pulumi.getStack()}`;
  return organization === "" || organization === "organization" ? name : `${organization}/${name}`;
}

/** `catalogue:…` of the running stack, for the program. The provider process gets it from the engine. */
import * as runtimeConfig from "@pulumi/pulumi/runtime/config.js";
import { type CatalogueConfig, ConfigError, type RawConfig, readConfig } from "../accounts/config.js";
import { CONFIG_KEYS, NAMESPACE, SECRET_VALUES, unknownKeys } from "../accounts/config-keys.js";
import type { Registry } from "../kinds/registry.js";
import * as pulumi from "./sdk.js";
import { SNAPSHOT_OWNER } from "./snapshot-owner.js";
import { plainMembers } from "./stack-file.js";

export function readStackConfig(registry: Registry): CatalogueConfig {
  const config = new pulumi.Config(NAMESPACE);
  const unknown = unknownKeys(Object.keys(pulumi.allConfig()));
  if (unknown !== undefined) throw new ConfigError(unknown);
  const keys = CONFIG_KEYS.filter((key) => key !== "credentials");
  const raw: RawConfig = Object.fromEntries(keys.map((key) => [`${NAMESPACE}:${key}`, config.get(key)]));
  const credentials = config.get("credentials") ?? "{}";
  const plain =
    credentials.trim() !== "{}" && !isSecret(`${NAMESPACE}:credentials`)
      ? [""]
      : plainMembers(process.cwd(), pulumi.getStack(), `${NAMESPACE}:credentials`);
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
 * `project/stack`, or `organization/project/stack` in a backend with organizations. The review of a snapshot sets it,
 * because its backend has no organizations; a run that changes anything does not read that.
 */
export function stackOwner(): string {
  const reviewed = process.env[SNAPSHOT_OWNER];
  if (reviewed && pulumi.isDryRun()) return reviewed;
  const organization = pulumi.getOrganization();
  const name = `${pulumi.getProject()}/${pulumi.getStack()}`;
  return organization === "" || organization === "organization" ? name : `${organization}/${name}`;
}

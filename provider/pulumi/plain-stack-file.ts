/** The stack's file without its secrets, for a preview that has neither a passphrase nor a key. */
import { existsSync, readFileSync } from "node:fs";
import { isMap, isScalar, isSeq, parseDocument, Scalar, type YAMLMap } from "yaml";
import { NAMESPACE } from "../accounts/config-keys.js";
import { HIDDEN } from "./snapshot-rows.js";
import { stackFilePath } from "./stack-file.js";

/** What decrypts secrets, besides the salt. */
const KEYS_OF_SECRETS = ["secretsprovider", "encryptedkey"];

/**
 * The text of the stack's file in a project, without encrypted values and what decrypts them, and with another salt.
 * Scalars stay as they are written. Without a file: the text of one without configuration.
 *
 * @throws an Error that says what to do when a value is encrypted that a preview needs
 */
export function plainStackFile(folder: string, stack: string, salt: string): string {
  const path = stackFilePath(folder, stack);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const file = parseDocument(text, { schema: "failsafe", logLevel: "silent" });
  if (file.errors.length > 0)
    throw new Error(
      `${path} is not valid YAML\n` +
        "  what to do: run `pulumi config` in its folder, which names the line, and correct that line",
    );
  if (!isMap(file.contents)) return `encryptionsalt: ${salt}\n`;
  if (file.has("environment"))
    throw new Error(
      `${path} imports an environment of Pulumi ESC, which needs a token, and a review of a snapshot has none\n` +
        "  what to do: set the plain values in the file itself: pulumi config set --path 'catalogue:…' …",
    );
  for (const key of KEYS_OF_SECRETS) file.delete(key);
  const config = file.get("config");
  if (isMap(config)) withoutSecretKeys(config, path);
  file.set("encryptionsalt", salt);
  return file.toString({ lineWidth: 0 });
}

function withoutSecretKeys(config: YAMLMap, path: string): void {
  config.delete(`${NAMESPACE}:credentials`);
  for (const pair of config.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : "";
    if (key.startsWith(`${NAMESPACE}:`) && holdsSecret(pair.value))
      throw new Error(
        `${key} in ${path} has a secret value, and a review of a snapshot has no passphrase\n` +
          "  what to do: set it without --secret: only catalogue:credentials may be secret",
      );
    pair.value = replaced(pair.value);
  }
}

/** In other configuration: a program that requires a secret runs, and has none. */
function replaced(value: unknown): unknown {
  if (isEncrypted(value)) return new Scalar(HIDDEN);
  if (isMap(value)) for (const pair of value.items) pair.value = replaced(pair.value);
  if (isSeq(value)) value.items = value.items.map(replaced);
  return value;
}

const isEncrypted = (value: unknown): boolean => isMap(value) && value.has("secure");

/** Whether it, or something in it, is encrypted. */
function holdsSecret(value: unknown): boolean {
  if (isMap(value)) return isEncrypted(value) || value.items.some((pair) => holdsSecret(pair.value));
  return isSeq(value) && value.items.some(holdsSecret);
}

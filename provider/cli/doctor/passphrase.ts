/** Whether the passphrase in the environment is that of the stack, also while the stack has no secrets yet. */
import { createDecipheriv, pbkdf2 } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { encryptionSalt } from "../../pulumi/stack-file.js";
import { type Finding, failed, ok, problem, skipped } from "./check.js";

const CHECK = "passphrase";
const SET =
  "set PULUMI_CONFIG_PASSPHRASE to the passphrase of the stack, or PULUMI_CONFIG_PASSPHRASE_FILE to a file with it";

/** undefined: the stack's file does not say that a passphrase encrypts its secrets. */
export async function passphraseFinding(folder: string, stack: string): Promise<Finding | undefined> {
  try {
    const salt = encryptionSalt(folder, stack);
    if (salt === undefined) return undefined;
    const passphrase = passphraseIn(process.env);
    if (passphrase === undefined)
      return problem(CHECK, `stack ${stack} is encrypted with a passphrase, and none is set`, SET);
    const opens = await isPassphrase(passphrase, salt);
    if (opens === undefined) return skipped(CHECK, "the stack's file has an encryptionsalt of an unknown form");
    return opens
      ? ok(CHECK, "the passphrase is that of the stack")
      : problem(CHECK, `the passphrase in the environment is not that of stack ${stack}`, SET);
  } catch (error) {
    return failed(CHECK, error);
  }
}

/** As the Pulumi CLI looks for it. An empty passphrase is one. */
function passphraseIn(env: NodeJS.ProcessEnv): string | undefined {
  const { PULUMI_CONFIG_PASSPHRASE: passphrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = env;
  if (passphrase !== undefined || !file) return passphrase;
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new Error(`PULUMI_CONFIG_PASSPHRASE_FILE names ${file}, which cannot be read\n  what to do: ${SET}`);
  }
}

/** `v1:<salt>:v1:<nonce>:<the word "pulumi", encrypted, and its tag>`, all in base64. */
const FORM = /^v1:([^:]+):v1:([^:]+):([^:]+)$/;
const [ITERATIONS, KEY_BYTES, TAG_BYTES] = [1_000_000, 32, 16];

/** undefined: the text has another form. */
async function isPassphrase(passphrase: string, encryptionSalt: string): Promise<boolean | undefined> {
  const parts = FORM.exec(encryptionSalt)?.slice(1);
  if (!parts) return undefined;
  const [salt, nonce, sealed] = parts.map((part) => Buffer.from(part, "base64")) as [Buffer, Buffer, Buffer];
  const key = await promisify(pbkdf2)(passphrase, salt, ITERATIONS, KEY_BYTES, "sha256");
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  try {
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return decipher.update(sealed.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8") === "pulumi";
  } catch {
    return false;
  }
}

/** Takes credentials out of a review: whatever it is made from, and however it is shown, none leaves the process. */
import type { RawConfig } from "./accounts/config.js";
import { isObject } from "./fields/shape.js";
import { Redactor } from "./http/redact.js";
import type { Registry } from "./kinds/registry.js";
import type { Review } from "./review/digest.js";
import { secretsOf } from "./validation/secrets.js";

/** Anything shorter could be an ordinary word; no vendor issues such keys. */
const SHORTEST = 8;

/** A text without what looks like a credential, and without these credentials in any encoding. */
export function secretsTakenOut(registry: Registry, credentials: readonly string[]): (text: string) => string {
  const forms = secretsOf(registry);
  const redactor = new Redactor();
  redactor.add(...credentials.filter(({ length }) => length >= SHORTEST));
  return (text) => forms.takenOutOf(redactor.text(text));
}

/** `credentials`: values that are known to be secret. */
export function withoutSecrets(review: Review, registry: Registry, credentials: readonly string[]): Review {
  return mapped(review, secretsTakenOut(registry, credentials)) as Review;
}

/** Every text in it, names of members included. */
function mapped(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, clean));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), mapped(item, clean)]));
}

/** The texts of `catalogue:credentials`, if they are shown. */
export function credentialsOf(config: RawConfig | undefined): string[] {
  const texts = (value: unknown): string[] =>
    typeof value === "string" ? [value] : isObject(value) ? Object.values(value).flatMap(texts) : [];
  try {
    return texts(JSON.parse(config?.["catalogue:credentials"] ?? "{}"));
  } catch {
    return [];
  }
}

/** The credentials of the environment: of every account, whatever its prefix is. */
export const credentialsIn = (environment: NodeJS.ProcessEnv, registry: Registry): string[] =>
  credentialNamesIn(environment, registry).map((name) => (environment[name] ?? "").trim());

/** The names of variables that hold credentials. */
export function credentialNamesIn(environment: NodeJS.ProcessEnv, { vendors }: Registry): string[] {
  const variables = vendors.flatMap(({ credentials }) => credentials.map(({ variable }) => variable));
  return Object.entries(environment)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
    .filter((name) => variables.some((variable) => name === variable || name.endsWith(`_${variable}`)));
}

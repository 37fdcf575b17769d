/** The settings that there are, and what to do about others. */
import { didYouMean } from "../validation/did-you-mean.js";

export const NAMESPACE = "catalogue";

/** Members of the namespace; `credentials` are read apart. */
export const CONFIG_KEYS = [
  "directory",
  "accounts",
  "values",
  "credentials",
  "adoptWindow",
  "onRemove",
  "archivedElsewhere",
];

/** What is wrong with keys of the namespace that nothing reads; keys of other namespaces are left alone. */
export function unknownKeys(keys: readonly string[]): string | undefined {
  const unknown = keys
    .filter((key) => key.startsWith(`${NAMESPACE}:`))
    .map((key) => key.slice(NAMESPACE.length + 1))
    .filter((key) => !CONFIG_KEYS.includes(key.split(/[.[]/, 1)[0] ?? ""));
  if (unknown.length === 0) return undefined;
  return unknown
    .map((key) => {
      const full = `${NAMESPACE}:${key}`;
      const known = CONFIG_KEYS.map((one) => `${NAMESPACE}:${one}`);
      return `${full} is not a setting of the catalogue\n  what to do: ${didYouMean(full, known).replace(/`$/, "`.")} Set what you meant, and remove this one: pulumi config rm '${full}'`;
    })
    .join("\n");
}

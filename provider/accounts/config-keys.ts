/** The keys of the configuration, and the message about unknown ones. */
import { didYouMean } from "../validation/did-you-mean.js";

export const NAMESPACE = "catalogue";

/** Keys of the namespace. `credentials` are read separately. */
export const CONFIG_KEYS = [
  "directory",
  "accounts",
  "values",
  "credentials",
  "adoptWindow",
  "onRemove",
  "archivedElsewhere",
  "review",
];

/** The message about secret values. */
export const SECRET_VALUES =
  "catalogue:values is secret configuration, but its values become fields of the catalogue, " +
  "which previews, the state and the vendor show\n" +
  "  what to do: run pulumi config rm catalogue:values and set the values again without --secret; " +
  "a catalogue must not contain secrets";

/** The message about unknown keys of the namespace. Keys of other namespaces are ignored. */
export function unknownKeys(keys: readonly string[]): string | undefined {
  const unknown = keys
    .filter((key) => key.startsWith(`${NAMESPACE}:`))
    .map((key) => key.slice(NAMESPACE.length + 1))
    .filter((key) => !CONFIG_KEYS.includes(key.split(/[.[]/, 1)[0] ?? ""));
  if (unknown.length === 0) return undefined;
  return unknown
    .map((key) => {
      const full = `${NAMESPACE}:${key}`;
      const known = CONFIG_KEYS.map((name) => `${NAMESPACE}:${name}`);
      return (
        `${full} is not a setting of the catalogue\n  what to do: ${didYouMean(full, known).replace(/`$/, "`.")} ` +
        `Remove this one: pulumi config rm '${full}'`
      );
    })
    .join("\n");
}

import { distance } from "fastest-levenshtein";

/** With more known names than this, none is suggested: the search would take too long. */
const MAX_KNOWN = 500;

/** The known name that is closest to a mistyped name, if any is close. */
export function closest(name: string, known: readonly string[]): string | undefined {
  if (known.length > MAX_KNOWN) return undefined;
  const lower = name.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, far: distance(lower, candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return (
    otherSpelling(name, known) ?? (best && best.far <= tolerance(best.candidate.length) ? best.candidate : undefined)
  );
}

/** Two letters swapped count as two changes, which is too much for a word of three. */
const tolerance = (length: number): number => (length <= 3 ? 1 : Math.max(2, Math.floor(length / 3)));

/** A known name that differs only in case, `-`, `_`, spaces, or a `,` or `;` at the end. */
export function otherSpelling(name: string, known: readonly string[]): string | undefined {
  if (known.length > MAX_KNOWN) return undefined;
  const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]|[,;]$/g, "");
  const found = known.filter((candidate) => plain(candidate) === plain(name));
  return found.length === 1 && found[0] !== name ? found[0] : undefined;
}

/** "did you mean `currency`?", or `otherwise`, or the list of known names. */
export function didYouMean(name: string, known: readonly string[], otherwise?: string): string {
  const spelling = otherSpelling(name, known);
  if (spelling !== undefined) return `write \`${spelling}\``;
  const best = closest(name, known);
  if (best !== undefined) return `did you mean \`${best}\`?${otherwise ? ` Or ${otherwise}` : ""}`;
  const choices =
    known.length > 0 && known.length <= 40
      ? `one of ${known.map((candidate) => `\`${candidate}\``).join(", ")}`
      : undefined;
  return otherwise ?? (choices ? `use ${choices}` : "remove it, or look up the names in docs/");
}

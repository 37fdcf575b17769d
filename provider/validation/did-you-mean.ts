import { distance } from "fastest-levenshtein";

/** Names that are looked through for each mistake; among more, no name is a likely one. */
const MAX_KNOWN = 500;

/** The known name that a mistyped one is closest to, if it is close at all. */
export function closest(name: string, known: readonly string[]): string | undefined {
  if (known.length > MAX_KNOWN) return undefined;
  const lower = name.toLowerCase();
  const ranked = known.map((one) => ({ one, far: distance(lower, one.toLowerCase()) })).sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return otherSpelling(name, known) ?? (best && best.far <= tolerance(best.one.length) ? best.one : undefined);
}

/** Two letters swapped count as two changes, which is too much for a word of three. */
const tolerance = (length: number): number => (length <= 3 ? 1 : Math.max(2, Math.floor(length / 3)));

/** A name that differs from a known one in case, and in `-`, `_`, blanks and a `,` or `;` at the end, alone. */
export function otherSpelling(name: string, known: readonly string[]): string | undefined {
  if (known.length > MAX_KNOWN) return undefined;
  const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]|[,;]$/g, "");
  const found = known.filter((one) => plain(one) === plain(name));
  return found.length === 1 && found[0] !== name ? found[0] : undefined;
}

/** "did you mean `currency`?", or what there is, or what else to do. */
export function didYouMean(name: string, known: readonly string[], otherwise?: string): string {
  const spelling = otherSpelling(name, known);
  if (spelling !== undefined) return `write \`${spelling}\``;
  const best = closest(name, known);
  if (best !== undefined) return `did you mean \`${best}\`?${otherwise ? ` Or ${otherwise}` : ""}`;
  const choices =
    known.length > 0 && known.length <= 40 ? `one of ${known.map((one) => `\`${one}\``).join(", ")}` : undefined;
  return otherwise ?? (choices ? `use ${choices}` : "remove it, or look up the names in docs/");
}

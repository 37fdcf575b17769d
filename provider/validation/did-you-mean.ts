import { distance } from "fastest-levenshtein";

/** With more known names than this, none is suggested: the search would take too long. */
const MAX_KNOWN = 500;

/** Known names: a list, or the keys of a map or a set. */
export type Names = readonly string[] | ReadonlyMap<string, unknown> | ReadonlySet<string>;

const countOf = (known: Names): number => ("size" in known ? known.size : known.length);
const listOf = (known: Names): readonly string[] => ("size" in known ? [...known.keys()] : known);

/** The known name that is closest to a mistyped name, if any is close. */
export function closest(name: string, known: Names): string | undefined {
  return countOf(known) > MAX_KNOWN ? undefined : search(name, listOf(known)).closest;
}

/** Two letters swapped count as two changes, which is too much for a word of three. */
const tolerance = (length: number): number => (length <= 3 ? 1 : Math.max(2, Math.floor(length / 3)));

/** A known name that differs only in case, `-`, `_`, spaces, or a `,` or `;` at the end. */
export function otherSpelling(name: string, known: readonly string[]): string | undefined {
  return known.length > MAX_KNOWN ? undefined : spellingIn(name, known);
}

/** "did you mean `currency`?", or `otherwise`, or the list of known names. */
export function didYouMean(name: string, known: Names, otherwise?: string): string {
  const count = countOf(known);
  const names = count > MAX_KNOWN ? [] : listOf(known);
  const { spelling, closest: best } = search(name, names);
  if (spelling !== undefined) return `write \`${spelling}\``;
  if (best !== undefined) return `did you mean \`${best}\`?${otherwise ? ` Or ${otherwise}` : ""}`;
  const choices =
    count > 0 && count <= 40 ? `one of ${names.map((candidate) => `\`${candidate}\``).join(", ")}` : undefined;
  return otherwise ?? (choices ? `use ${choices}` : "remove it, or look up the names in docs/");
}

/** `closest` is the other spelling, if there is one. */
function search(
  name: string,
  known: readonly string[],
): { readonly spelling?: string | undefined; readonly closest?: string | undefined } {
  const spelling = spellingIn(name, known);
  if (spelling !== undefined) return { spelling, closest: spelling };
  const lower = name.toLowerCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    // The distance is at least the difference of the lengths.
    const other = candidate.toLowerCase();
    if (Math.abs(other.length - lower.length) >= least) continue;
    const far = distance(lower, other);
    if (far < least) [best, least] = [candidate, far];
  }
  return best !== undefined && least <= tolerance(best.length) ? { closest: best } : {};
}

function spellingIn(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name);
  const found = known.filter((candidate) => plain(candidate) === wanted);
  return found.length === 1 && found[0] !== name ? found[0] : undefined;
}

const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]|[,;]$/g, "");

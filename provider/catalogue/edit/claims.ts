/** What the edits of a round touch, so that no two of them touch the same. */
import type { EditPath } from "../edit.js";
import type { Claim, Plan } from "./plan.js";

export class Claims {
  /** Paths of edits, and the paths above them. */
  readonly #paths = new Set<string>();
  readonly #above = new Set<string>();
  readonly #ranges: Claim[] = [];

  /** Whether no earlier edit is of this value, of one in it, or of one around it. */
  isFree(path: EditPath): boolean {
    return !this.#above.has(keyOf(path)) && !prefixes(path).some((prefix) => this.#paths.has(prefix));
  }

  /** The edit waits for the next round, and so do later ones of the same value. */
  block(path: EditPath): void {
    const all = prefixes(path);
    this.#paths.add(keyOf(path));
    for (const prefix of all) this.#above.add(prefix);
  }

  /** False, and nothing is taken, where the plans of an edit touch those of another, or each other. */
  take(path: EditPath, plans: readonly Plan[]): boolean {
    const taken: Claim[] = [];
    for (const { claim } of plans) {
      if (!claim) continue;
      if ([...this.#ranges, ...taken].some((other) => touches(claim, other))) return false;
      taken.push(claim);
    }
    this.#ranges.push(...taken);
    for (const one of [path, ...plans.map((plan) => plan.path)]) this.block(one);
    return true;
  }
}

const keyOf = (path: EditPath): string => JSON.stringify(path.map(String));
const prefixes = (path: EditPath): string[] => [...path, ""].map((_part, length) => keyOf(path.slice(0, length)));

const touches = (a: Claim, b: Claim): boolean =>
  a.start <= b.end && b.start <= a.end && !(a.addsTo !== undefined && a.addsTo === b.addsTo);

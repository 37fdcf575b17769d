/** `monthly:` with nothing below it, and its fields at its own indentation: one mistake. */
import { isObject, type Json, type JsonObject, own } from "../fields/shape.js";
import { keyOf, type Path } from "./problem.js";
import type { SchemaViolation } from "./violation.js";

/** Violations beside an empty key that belong below it become one, at the key. Linear in their number. */
export function besideInsteadOfBelow(violations: readonly SchemaViolation[], value: Json): readonly SchemaViolation[] {
  const empties = violations.filter(({ empty }) => empty !== undefined);
  if (empties.length === 0) return violations;
  const left = new Left(violations);
  const siblings = new Siblings(value);
  const said = new Map<SchemaViolation, SchemaViolation>();
  for (const violation of empties) {
    const container = violation.path.slice(0, -1);
    const key = String(violation.path.at(-1));
    const beside: string[] = [];
    for (const name of siblings.after(container, key)) {
      if (!left.belongs([...container, name], violation.empty)) break;
      beside.push(name);
    }
    const [first] = beside;
    if (first === undefined) continue;
    for (const name of beside) left.drop([...container, name]);
    said.set(violation, {
      ...violation,
      code: "bad-indentation",
      message: `\`${key}\` is empty, because \`${first}\` is not indented more than it`,
      remedy: `indent \`${first}\` and what follows by two spaces more than \`${key}\``,
    });
  }
  return violations.filter((violation) => !left.dropped.has(violation)).map((kept) => said.get(kept) ?? kept);
}

/** The violations that are not dropped, by each path that they are at or below. */
class Left {
  readonly dropped = new Set<SchemaViolation>();
  readonly #below = new Map<string, Set<SchemaViolation>>();
  readonly #unknown = new Map<string, Set<SchemaViolation>>();

  constructor(violations: readonly SchemaViolation[]) {
    for (const violation of violations) {
      for (let length = 1; length <= violation.path.length; length += 1)
        addTo(this.#below, keyOf(violation.path, length), violation);
      if (violation.code === "unknown-field") addTo(this.#unknown, keyOf(violation.path), violation);
    }
  }

  belongs(path: Path, empty: SchemaViolation["empty"]): boolean {
    if (empty === "entries") return isFilled(this.#unknown.get(keyOf(path)));
    return empty?.includes(String(path.at(-1))) === true && isFilled(this.#below.get(keyOf(path)));
  }

  drop(path: Path): void {
    for (const violation of [...(this.#below.get(keyOf(path)) ?? [])]) {
      this.dropped.add(violation);
      for (let length = 1; length <= violation.path.length; length += 1)
        this.#below.get(keyOf(violation.path, length))?.delete(violation);
      this.#unknown.get(keyOf(violation.path))?.delete(violation);
    }
  }
}

function addTo(sets: Map<string, Set<SchemaViolation>>, key: string, violation: SchemaViolation): void {
  const set = sets.get(key);
  if (set) set.add(violation);
  else sets.set(key, new Set([violation]));
}

const isFilled = (set: ReadonlySet<SchemaViolation> | undefined): boolean => set !== undefined && set.size > 0;

/** The keys of each map, in order. */
class Siblings {
  readonly #value: Json;
  readonly #known = new Map<
    string,
    { readonly keys: readonly string[]; readonly places: ReadonlyMap<string, number> }
  >();

  constructor(value: Json) {
    this.#value = value;
  }

  *after(container: Path, key: string): Generator<string> {
    const { keys, places } = this.#in(container);
    for (let place = (places.get(key) ?? -1) + 1; place < keys.length; place += 1) yield keys[place] ?? "";
  }

  #in(container: Path) {
    const known = this.#known.get(keyOf(container));
    if (known) return known;
    const keys = Object.keys(valueAt(this.#value, container) ?? {});
    const found = { keys, places: new Map(keys.map((name, place) => [name, place])) };
    this.#known.set(keyOf(container), found);
    return found;
  }
}

function valueAt(value: Json, path: Path): JsonObject | undefined {
  const found = path.reduce<Json | undefined>(
    (inner, part) => (isObject(inner) ? own(inner, String(part)) : undefined),
    value,
  );
  return isObject(found) ? found : undefined;
}

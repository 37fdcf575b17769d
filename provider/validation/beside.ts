/** `monthly:` with nothing below it, and its fields at its own indentation: one mistake. */
import { isObject, type Json, type JsonObject, own } from "../fields/shape.js";
import type { Complaint } from "./complaint.js";
import { keyOf, type Path } from "./problem.js";

/** What stands beside an empty key and belongs below it is said once, at the key. Linear in the number of complaints. */
export function besideInsteadOfBelow(complaints: readonly Complaint[], value: Json): readonly Complaint[] {
  const empties = complaints.filter(({ empty }) => empty !== undefined);
  if (empties.length === 0) return complaints;
  const left = new Left(complaints);
  const siblings = new Siblings(value);
  const said = new Map<Complaint, Complaint>();
  for (const complaint of empties) {
    const container = complaint.path.slice(0, -1);
    const key = String(complaint.path.at(-1));
    const beside: string[] = [];
    for (const name of siblings.after(container, key)) {
      if (!left.belongs([...container, name], complaint.empty)) break;
      beside.push(name);
    }
    const [first] = beside;
    if (first === undefined) continue;
    for (const name of beside) left.drop([...container, name]);
    said.set(complaint, {
      ...complaint,
      code: "bad-indentation",
      message: `\`${key}\` is empty, because \`${first}\` is not indented more than it`,
      remedy: `indent \`${first}\` and what follows by two spaces more than \`${key}\``,
    });
  }
  return complaints.filter((complaint) => !left.dropped.has(complaint)).map((kept) => said.get(kept) ?? kept);
}

/** The complaints that are not dropped, by each path that they are at or below. */
class Left {
  readonly dropped = new Set<Complaint>();
  readonly #below = new Map<string, Set<Complaint>>();
  readonly #unknown = new Map<string, Set<Complaint>>();

  constructor(complaints: readonly Complaint[]) {
    for (const complaint of complaints) {
      for (let length = 1; length <= complaint.path.length; length += 1)
        addTo(this.#below, keyOf(complaint.path, length), complaint);
      if (complaint.code === "unknown-field") addTo(this.#unknown, keyOf(complaint.path), complaint);
    }
  }

  belongs(path: Path, empty: Complaint["empty"]): boolean {
    if (empty === "entries") return isFilled(this.#unknown.get(keyOf(path)));
    return empty?.includes(String(path.at(-1))) === true && isFilled(this.#below.get(keyOf(path)));
  }

  drop(path: Path): void {
    for (const complaint of [...(this.#below.get(keyOf(path)) ?? [])]) {
      this.dropped.add(complaint);
      for (let length = 1; length <= complaint.path.length; length += 1)
        this.#below.get(keyOf(complaint.path, length))?.delete(complaint);
      this.#unknown.get(keyOf(complaint.path))?.delete(complaint);
    }
  }
}

function addTo(sets: Map<string, Set<Complaint>>, key: string, complaint: Complaint): void {
  const set = sets.get(key);
  if (set) set.add(complaint);
  else sets.set(key, new Set([complaint]));
}

const isFilled = (set: ReadonlySet<Complaint> | undefined): boolean => set !== undefined && set.size > 0;

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

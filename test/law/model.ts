/** A catalogue as data, and the edits that people make to it. An edit that makes no sense just now does nothing. */
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { isProblem } from "../../provider/catalogue/render.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import { fileOf, type KindFixture, type VendorFixture } from "../support/vendors.js";
import type { Files } from "../support/world.js";

export interface ModelEntry {
  key: string;
  fields: JsonObject;
  archived: boolean;
  renamedFrom?: string;
  /** It was there in an `up` already. */
  applied?: boolean;
  /** Somebody archived it in the dashboard, and the vendor cannot un-archive it: it takes no new children. */
  closed?: boolean;
  children: ModelEntry[];
}

/** `a` and `b` choose among what there is. */
export interface Command {
  readonly do: (typeof COMMANDS)[number];
  readonly a: number;
  readonly b: number;
}

/** Edits of the YAML, and ways to run it or to disturb it. */
export const EDITS = [
  "add",
  "update",
  "name-optional",
  "drop-optional",
  "replace-field",
  "archive",
  "archive-with-children",
  "unarchive",
  "remove",
  "remove-and-add-equal",
  "rename",
  "successor",
  "swap",
] as const;
const RUNS = [
  "up",
  "up-refresh",
  "up-replace",
  "up-taint",
  "up-target",
  "killed-up",
  "dashboard-edit",
  "dashboard-archive",
  "foreign-object",
  "wrong-host",
  "one-vanishes",
] as const;
export const COMMANDS = [...EDITS, ...RUNS] as const;

const pick = <T>(from: readonly T[], choice: number): T | undefined => from[choice % Math.max(1, from.length)];

/** What an entry can name and take away again, each together with what it needs. */
export const optionalsOf = ({ optional, optionals = [] }: KindFixture): JsonObject[] => [
  ...(optional ? [{ [optional.name]: optional.value }] : []),
  ...optionals,
];

export class Model {
  products: ModelEntry[] = [];
  readonly #fixture: VendorFixture;
  #number = 0;
  /** Contents that active entries have: no two of a kind may agree. */
  constructor(fixture: VendorFixture) {
    this.#fixture = fixture;
    this.#add(0);
    this.#add(1);
  }

  files(): Files {
    const { child } = this.#fixture;
    const entry = (one: ModelEntry): JsonObject => ({
      ...one.fields,
      ...(one.archived ? { archived: true } : {}),
      ...(one.renamedFrom ? { lifecycle: { renamedFrom: one.renamedFrom } } : {}),
      ...(child && one.children.length > 0
        ? { [child.collection]: Object.fromEntries(one.children.map((each) => [each.key, entry(each)])) }
        : {}),
    });
    return fileOf(
      this.#fixture,
      Object.fromEntries(this.products.map((one) => [one.key, entry(one)])),
      this.#fixture.beside,
    );
  }

  /** Every entry with its kind and address. */
  all(): { entry: ModelEntry; kind: KindFixture; address: string; parent?: ModelEntry }[] {
    const { name, product, child } = this.#fixture;
    return this.products.flatMap((one) => [
      { entry: one, kind: product, address: `${name}/${one.key}` },
      ...(child
        ? one.children.map((each) => ({
            entry: each,
            kind: child,
            address: `${name}/${one.key}/${each.key}`,
            parent: one,
          }))
        : []),
    ]);
  }

  /** renamedFrom has done its work once it was applied. */
  settle(): void {
    for (const { entry } of this.all()) {
      delete entry.renamedFrom;
      entry.applied = true;
    }
  }

  /** Makes an edit, unless it makes no sense or the catalogue would refuse it. */
  edit(command: Command): void {
    const before = structuredClone(this.products);
    if (!this.#edit(command) || !this.#isInOrder()) this.products = before;
  }

  #isInOrder(): boolean {
    const files = Object.entries(this.files()).map(([name, text]) => ({ name, text }));
    return !checkCatalogue(files, { registry: this.#fixture.registry, values: {} }).problems.some(isProblem);
  }

  #edit({ do: what, a, b }: Command): boolean {
    const all = this.all();
    const chosen = all[a % all.length];
    if (!chosen) return false;
    const { entry, kind, parent } = chosen;
    // Below an archived parent the vendor makes nothing, so what is new must first be made.
    const holdsNew = entry.children.some(({ applied }) => applied !== true);
    const shut = parent?.archived === true || parent?.closed === true;
    switch (what) {
      case "add":
        return this.#add(b);
      case "update":
        Object.assign(entry.fields, pick([kind.update, ...(kind.edits ?? [])], b)?.(this.#fresh()));
        return true;
      case "name-optional":
        return this.#nameOptional(entry, kind, b);
      case "drop-optional":
        return this.#dropOptional(entry, kind, b);
      case "replace-field": {
        // Below an archived parent nothing can be made anew, and a parent takes its children along.
        const [name] = Object.keys(kind.replace);
        if (!name || entry.archived || shut || entry.children.some(({ archived }) => archived)) return false;
        // It is made anew, and so is everything below it.
        for (const one of [entry, ...entry.children]) one.applied = false;
        const original = kind.fields(0)[name];
        entry.fields = {
          ...entry.fields,
          [name]:
            JSON.stringify(entry.fields[name]) === JSON.stringify(kind.replace[name])
              ? (original ?? null)
              : (kind.replace[name] ?? null),
        };
        return true;
      }
      case "archive":
        if (entry.archived || holdsNew) return false;
        entry.archived = true;
        return true;
      case "archive-with-children":
        if (holdsNew) return false;
        for (const one of [entry, ...entry.children]) one.archived = true;
        return true;
      case "unarchive":
        if (!entry.archived || !this.#fixture.canUnarchive) return false;
        entry.archived = false;
        return true;
      case "remove":
        return this.#remove(entry, parent);
      case "remove-and-add-equal": {
        if (shut || entry.archived || entry.children.some(({ archived }) => archived)) return false;
        const siblings = parent ? parent.children : this.products;
        if (!this.#remove(entry, parent, true)) return false;
        siblings.push(this.#copy(entry));
        return true;
      }
      case "rename":
        if (entry.renamedFrom) return false;
        entry.renamedFrom = entry.key;
        entry.key = this.#key();
        return true;
      case "successor": {
        if (entry.archived || shut || holdsNew) return false;
        const siblings = parent ? parent.children : this.products;
        entry.archived = true;
        for (const one of entry.children) one.archived = true;
        siblings.push({ key: this.#key(), fields: { ...entry.fields }, archived: false, children: [] });
        return true;
      }
      case "swap": {
        const others = all.filter((other) => other.kind === kind && other.parent === parent && other.entry !== entry);
        const other = others[b % Math.max(1, others.length)]?.entry;
        const replaced = Object.keys(kind.replace);
        if (
          !other ||
          replaced.some((name) => JSON.stringify(entry.fields[name]) !== JSON.stringify(other.fields[name]))
        )
          return false;
        [entry.fields, other.fields] = [other.fields, entry.fields];
        return true;
      }
      default:
        return false;
    }
  }

  #nameOptional(entry: ModelEntry, kind: KindFixture, choice: number): boolean {
    const chosen = pick(
      optionalsOf(kind).filter((one) => !Object.keys(one).some((name) => name in entry.fields)),
      choice,
    );
    if (chosen) entry.fields = { ...entry.fields, ...chosen };
    return chosen !== undefined;
  }

  #dropOptional(entry: ModelEntry, kind: KindFixture, choice: number): boolean {
    const chosen = pick(
      optionalsOf(kind).filter((one) => Object.keys(one).every((name) => name in entry.fields)),
      choice,
    );
    entry.fields = Object.fromEntries(Object.entries(entry.fields).filter(([name]) => !(name in (chosen ?? {}))));
    return chosen !== undefined;
  }

  #fresh(): number {
    this.#number += 1;
    return this.#number;
  }

  #key = (): string => `e${this.#fresh()}`;

  #add(choice: number): boolean {
    const { product, child } = this.#fixture;
    const open = this.products.filter(({ archived, closed }) => !archived && !closed);
    const below = child && choice % 3 !== 0 ? open[choice % Math.max(1, open.length)] : undefined;
    const archived = choice % 11 === 5;
    const some = (kind: KindFixture): JsonObject => (choice % 2 === 0 ? {} : (pick(optionalsOf(kind), choice) ?? {}));
    if (below && child)
      below.children.push({
        key: this.#key(),
        fields: { ...child.fields(this.#fresh()), ...some(child) },
        archived,
        children: [],
      });
    else {
      const children =
        child && !archived
          ? [{ key: this.#key(), fields: child.fields(this.#fresh()), archived: false, children: [] }]
          : [];
      this.products.push({
        key: this.#key(),
        fields: { ...product.fields(this.#fresh()), ...some(product) },
        archived,
        children,
      });
    }
    return true;
  }

  /** The same under another key, to be made anew. */
  #copy({ fields, archived, children }: ModelEntry): ModelEntry {
    return { key: this.#key(), fields: { ...fields }, archived, children: children.map((one) => this.#copy(one)) };
  }

  /** The last product stays: an empty catalogue is a mistake. */
  #remove(entry: ModelEntry, parent: ModelEntry | undefined, replaced = false): boolean {
    const siblings = parent ? parent.children : this.products;
    if (!parent && siblings.length === 1 && !replaced) return false;
    siblings.splice(siblings.indexOf(entry), 1);
    return true;
  }
}

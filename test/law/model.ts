/** A catalogue as data, and the edits that people make to it. An edit that makes no sense just now does nothing. */
import { checkCatalogue } from "../../provider/catalogue/load.js";
import { isProblem } from "../../provider/catalogue/render.js";
import type { JsonObject } from "../../sandboxes/json.ts";
import type { Variety } from "../support/fixture.js";
import { fileOf, type KindFixture, type VendorFixture } from "../support/vendors.js";
import type { Files } from "../support/world.js";
import type { Command } from "./commands.js";

export interface ModelEntry {
  key: string;
  fields: JsonObject;
  /** The form of its fields, and how they are edited. */
  variety: Variety;
  archived: boolean;
  renamedFrom?: string;
  /** It was there in an `up` already. */
  applied?: boolean;
  /** It was archived in an `up` already. */
  shut?: boolean;
  /** Somebody archived it in the dashboard, and the vendor cannot un-archive it: it takes no new children. */
  closed?: boolean;
  children: ModelEntry[];
}

const FIELD_EDITS: ReadonlySet<Command["do"]> = new Set(["update", "name-optional", "drop-optional", "swap"]);

const pick = <T>(from: readonly T[], choice: number): T | undefined => from[choice % Math.max(1, from.length)];

/** What an entry can name and take away again, each together with what it needs. */
export const optionalsOf = ({ optional, optionals = [] }: KindFixture): JsonObject[] => [
  ...(optional ? [{ [optional.name]: optional.value }] : []),
  ...optionals,
];

/** One entry with what surrounds it. */
export interface Placed {
  readonly entry: ModelEntry;
  readonly kind: KindFixture;
  readonly address: string;
  readonly parent?: ModelEntry;
}

/** Entries of a kind in the form of its fixture. */
const plain = ({ fields, update, edits = [], inside }: KindFixture): Variety => ({
  fields,
  edits: [update, ...edits],
  ...(inside ? { inside } : {}),
});

/** As deep as edits go: fields are never changed in place. */
const copied = (entries: readonly ModelEntry[]): ModelEntry[] =>
  entries.map((entry) => ({ ...entry, children: copied(entry.children) }));

export class Model {
  products: ModelEntry[] = [];
  readonly #fixture: VendorFixture;
  readonly #archivedAreHidden: boolean;
  #number = 0;
  readonly #plain = new Map<KindFixture, Variety>();

  /** `archivedAreHidden`: the vendor changes nothing that is archived. */
  constructor(fixture: VendorFixture, { archivedAreHidden = false } = {}) {
    this.#fixture = fixture;
    this.#archivedAreHidden = archivedAreHidden;
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
  all(): Placed[] {
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
      entry.shut = entry.archived;
    }
  }

  /** Can its fields be changed at the vendor? */
  canChange({ shut, closed }: ModelEntry): boolean {
    return !this.#archivedAreHidden || (shut !== true && closed !== true);
  }

  /** Makes an edit, unless it makes no sense or the catalogue would refuse it. */
  edit(command: Command): void {
    const before = copied(this.products);
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
    if (FIELD_EDITS.has(what) && !this.canChange(entry)) return false;
    // Below an archived parent the vendor makes nothing, so what is new must first be made.
    const holdsNew = entry.children.some(({ applied }) => applied !== true);
    const shut = parent?.archived === true || parent?.closed === true;
    switch (what) {
      case "add":
        return this.#add(b);
      case "update":
        entry.fields = { ...entry.fields, ...pick(entry.variety.edits, b)?.(this.#fresh()) };
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
        siblings.push({ ...this.#copy(entry), archived: false, children: [] });
        return true;
      }
      case "swap": {
        const others = all.filter((other) => other.kind === kind && other.parent === parent && other.entry !== entry);
        const other = others[b % Math.max(1, others.length)]?.entry;
        const replaced = Object.keys(kind.replace);
        if (
          !other ||
          other.variety !== entry.variety ||
          !this.canChange(other) ||
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

  #plainOf(kind: KindFixture): Variety {
    const variety = this.#plain.get(kind) ?? plain(kind);
    this.#plain.set(kind, variety);
    return variety;
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
    if (below && child) below.children.push(this.#entry(child, choice, archived));
    else {
      const children = child && !archived ? [this.#entry(child, 0, false)] : [];
      this.products.push({ ...this.#entry(product, choice, archived), children });
    }
    return true;
  }

  /** With an optional field, or without any. */
  #entry(kind: KindFixture, choice: number, archived: boolean): ModelEntry {
    const variety = pick([this.#plainOf(kind), ...(kind.varieties ?? [])], choice >> 1) ?? this.#plainOf(kind);
    const optional = choice % 2 === 0 ? {} : pick(optionalsOf(kind), choice);
    const fields = { ...variety.fields(this.#fresh()), ...optional };
    return { key: this.#key(), fields, variety, archived, children: [] };
  }

  /** The same under another key, to be made anew. */
  #copy({ fields, variety, archived, children }: ModelEntry): ModelEntry {
    const copies = children.map((child) => this.#copy(child));
    return { key: this.#key(), fields: { ...fields }, variety, archived, children: copies };
  }

  /** The last product stays: an empty catalogue is a mistake. */
  #remove(entry: ModelEntry, parent: ModelEntry | undefined, replaced = false): boolean {
    const siblings = parent ? parent.children : this.products;
    if (!parent && siblings.length === 1 && !replaced) return false;
    siblings.splice(siblings.indexOf(entry), 1);
    return true;
  }
}

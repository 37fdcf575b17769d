/** Keeps what the vendor must have in step with the model, and judges what it has. */
import { fileOf, type LiveObject, type VendorFixture } from "../support/vendors.js";
import { Expectations } from "./expectations.js";
import type { Model } from "./model.js";
import { snapshot, violation } from "./verdict.js";

export class Judge {
  readonly #fixture: VendorFixture;
  readonly #model: Model;
  readonly #expectations: Expectations;
  /** Objects that others made, as they must stay. */
  readonly #foreign = new Map<string, string>();
  /** Somebody archived these in the dashboard, and the vendor cannot un-archive them. */
  readonly archivedElsewhere = new Set<string>();

  constructor(fixture: VendorFixture, model: Model) {
    this.#fixture = fixture;
    this.#model = model;
    this.#expectations = new Expectations(fixture.oracles);
  }

  /** How many objects of others there are. */
  get foreign(): number {
    return this.#foreign.size;
  }

  /** This object is somebody else's. */
  notOurs(id: string, objects: readonly LiveObject[]): void {
    const found = objects.find((object) => object.id === id);
    if (!found) throw new Error(`no object ${id}`);
    this.#foreign.set(id, snapshot(found));
  }

  /** Somebody has edited this object. */
  edited(id: string, objects: readonly LiveObject[]): void {
    const found = objects.find((object) => object.id === id);
    if (found) this.#expectations.edited(id, found.body);
  }

  /** After an `up` without errors: what is not as the YAML says; undefined when all is well. */
  violation(ids: Readonly<Record<string, string>>, objects: readonly LiveObject[]): string | undefined {
    const entries = this.#model.all().map(({ entry, kind, address, parent }) => ({
      address,
      kind: kind.kind,
      fields: entry.fields,
      archived: entry.archived,
      ...(parent ? { parent: `${this.#fixture.name}/${parent.key}` } : {}),
    }));
    this.#expectations.apply(entries, ids, new Map(objects.map(({ id, body }) => [id, body])));
    return violation({
      entries,
      beside: besideOf(this.#fixture),
      ids,
      objects,
      expectations: this.#expectations,
      foreign: this.#foreign,
      archivedElsewhere: this.archivedElsewhere,
    });
  }
}

/** Addresses of the entries that nobody edits. */
const besideOf = ({ name, beside = {} }: VendorFixture): string[] =>
  Object.values(beside).flatMap((entries) => Object.keys(entries ?? {}).map((key) => `${name}/${key}`));

/** A file with one product. */
export const oneProduct = (fixture: VendorFixture, key: string, content: string) =>
  fileOf(fixture, { [key]: fixture.product.fields(content) });

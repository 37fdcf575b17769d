/** All objects of an account, as its vendor has them now. */
import type { Account } from "../accounts/account.js";
import { contractViolation } from "../accounts/contract-violation.js";
import type { JsonObject } from "../fields/shape.js";
import { CallError } from "../http/call-error.js";
import { listsArchived, shownByAnswer } from "../kinds/archiving.js";
import type { Kind } from "../kinds/kind.js";
import type { Vendor } from "../kinds/vendor.js";
import { type Mark, markOf } from "../lifecycle/plan/bodies.js";
import { readField } from "../lifecycle/plan/managed.js";

/** An object of the account. */
export interface FoundObject {
  readonly kind: Kind;
  readonly id: string;
  /** As the vendor answered. */
  readonly object: JsonObject;
  /** As far as the vendor shows it: an archived product of Sequence looks like an active one. */
  readonly archived: boolean;
  /** The id of the object above it. */
  readonly parentId?: string;
  /** The mark of the stack that manages it, where the vendor can store one. */
  readonly mark?: Mark;
}

export interface Inventory {
  readonly account: Account;
  readonly vendor: Vendor;
  /** Parents before their children; otherwise in the order of the vendor's lists. */
  readonly objects: readonly FoundObject[];
  readonly byId: ReadonlyMap<string, FoundObject>;
  /** What could not be read, or cannot be told, in sentences. */
  readonly remarks: readonly string[];
}

export interface InventoryOptions {
  /** Archived objects too, where the vendor lists them. */
  readonly archived: boolean;
  /** Objects whose list leaves out some of their fields are read one by one. */
  readonly whole: boolean;
  /** Told how far the reading is: "120 list prices". */
  readonly progress?: (what: string) => void;
}

/**
 * Reads every object of an account: one list for each kind, and another one for archived objects where the vendor has
 * one.
 *
 * @throws a CallError when a list cannot be read
 */
export async function readInventory(account: Account, options: InventoryOptions): Promise<Inventory> {
  const { vendor } = account.config;
  const reading = new Reading(account, options);
  for (const kind of byParent(vendor.kinds)) await reading.kind(kind);
  const objects = reading.result();
  return {
    account,
    vendor,
    objects,
    byId: new Map(objects.map((found) => [found.id, found])),
    remarks: reading.remarks,
  };
}

/** Kinds, each after its parent. */
export const byParent = (kinds: readonly Kind[]): readonly Kind[] => [
  ...kinds.filter(({ parent }) => parent === undefined),
  ...kinds.filter(({ parent }) => parent !== undefined),
];

class Reading {
  readonly remarks: string[] = [];
  readonly #account: Account;
  readonly #options: InventoryOptions;
  /** By kind, then by id; archived ones too. */
  readonly #found = new Map<Kind, Map<string, FoundObject>>();

  constructor(account: Account, options: InventoryOptions) {
    this.#account = account;
    this.#options = options;
  }

  async kind(kind: Kind): Promise<void> {
    const { settings } = this.#account.config;
    const all = new Map<string, FoundObject>();
    this.#found.set(kind, all);
    for (const object of await this.#list(kind)) this.#add(kind, all, object, shownByAnswer(kind, object) === true);
    const request = this.#options.archived ? kind.calls.listArchived?.(settings) : undefined;
    if (request) {
      const action = `list archived ${this.#account.config.vendor.title} ${kind.title}s`;
      const listed = await this.#account.listItems(action, request, kind.id);
      for (const object of listed)
        if (!all.has(kind.id(object) ?? "")) this.#add(kind, all, object, shownByAnswer(kind, object) ?? true);
    } else if (this.#options.archived && !listsArchived(kind, settings)) {
      this.remarks.push(`${this.#account.words}: archived ${kind.title}s cannot be listed, so they are left out`);
    }
    if (kind.parent) await this.#unlistedParents(kind, [...all.values()]);
  }

  /** All that was found, without what was not asked for. */
  result(): FoundObject[] {
    const shown = new Set<string>();
    const hidden = new Map<Kind, number>();
    const result: FoundObject[] = [];
    for (const [kind, objects] of this.#found)
      for (const found of objects.values()) {
        if (found.archived && !this.#options.archived) continue;
        if (kind.parent && !shown.has(found.parentId ?? "")) hidden.set(kind, (hidden.get(kind) ?? 0) + 1);
        else {
          shown.add(found.id);
          result.push(found);
        }
      }
    for (const [kind, count] of hidden) this.remarks.push(this.#withoutParent(kind, count));
    return result;
  }

  #withoutParent(kind: Kind, count: number): string {
    const parent = this.#account.config.vendor.kinds.find(({ type }) => type === kind.parent?.type);
    const [which, parents, are, they] =
      count === 1
        ? [`1 ${kind.title} belongs`, `a ${parent?.title}`, "is", "it is"]
        : [`${count} ${kind.title}s belong`, `${parent?.title}s`, "are", "they are"];
    return this.#options.archived
      ? `${this.#account.words}: ${which} to ${parents} that the account does not list, so ${they} left out`
      : `${this.#account.words}: ${which} to ${parents} that ${are} archived or not listed, so ${they} left out`;
  }

  async #list(kind: Kind): Promise<readonly JsonObject[]> {
    this.#options.progress?.(`${kind.title}s`);
    const listed = await this.#account.list(kind);
    this.#options.progress?.(`${listed.length} ${kind.title}s`);
    if (!this.#options.whole || kind.calls.listsOmit === undefined) return listed;
    let read = 0;
    return Promise.all(
      listed.map(async (object) => {
        const whole = await this.#account.get(kind, kind.id(object) ?? "", kind.id(object) ?? "");
        read += 1;
        this.#options.progress?.(`${read} of ${listed.length} ${kind.title}s`);
        return whole;
      }),
    );
  }

  #add(kind: Kind, all: Map<string, FoundObject>, object: JsonObject, archived: boolean): void {
    const context = this.#account.context();
    const id = kind.id(object);
    const violation = contractViolation(kind, object, context);
    if (id === undefined || violation !== undefined) {
      this.remarks.push(`${this.#account.words}: ${kind.title} ${id ?? "without an id"} is left out: ${violation}`);
      return;
    }
    const parent = kind.parent && kind.fields[kind.parent.field];
    const above = kind.parent && parent && readField(kind.parent.field, parent, object, undefined, context);
    const mark = markOf(kind, object);
    all.set(id, {
      kind,
      id,
      object,
      archived,
      ...(typeof above === "string" ? { parentId: above } : {}),
      ...(mark ? { mark } : {}),
    });
  }

  /** Parents that no list shows, as far as the vendor shows their state in single reads. */
  async #unlistedParents(kind: Kind, children: readonly FoundObject[]): Promise<void> {
    const parentKind = this.#account.config.vendor.kinds.find(({ type }) => type === kind.parent?.type);
    const parents = parentKind && this.#found.get(parentKind);
    if (!parents || parentKind.archiving.visible.in !== "answers") return;
    const missing = new Set(children.flatMap(({ parentId = "" }) => (parents.has(parentId) ? [] : [parentId])));
    for (const id of missing) {
      const object = await this.#account.get(parentKind, id, id).catch((error: unknown) => {
        if (error instanceof CallError && error.facts.category === "not-found") return undefined;
        throw error;
      });
      if (object) this.#add(parentKind, parents, object, shownByAnswer(parentKind, object) === true);
    }
  }
}

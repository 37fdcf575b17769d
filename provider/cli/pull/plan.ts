/** What a pull writes: the vendor's objects as entries, in files that are otherwise as they were. Pure. */

import { addressesOf } from "../../catalogue/addresses.js";
import { readText } from "../../catalogue/edit/tree.js";
import { valueAt } from "../../catalogue/edit/values.js";
import type { EditPath } from "../../catalogue/edit.js";
import type { Entry } from "../../catalogue/model.js";
import { isProblem } from "../../catalogue/render.js";
import type { Json, JsonObject } from "../../fields/shape.js";
import { describe, type NameOf } from "../../inventory/describe.js";
import type { FoundObject } from "../../inventory/inventory.js";
import { nameIn, type Paired, type Pairing, pair } from "../../inventory/pairing.js";
import type { Problem } from "../../validation/problem.js";
import { addedEntries } from "./added.js";
import { type ChangedEntry, changedEntry } from "./changed.js";
import { changedItems, refusedItems } from "./items.js";
import { keysOf } from "./keys.js";
import { allDoubles, BELOW, leftOut, refused, type Without } from "./left-out.js";
import { entryAt, type FileEdit, fileOf, filesAfter, filesWith, type Made, type Placing, pathOf } from "./placing.js";
import type { Pulled, PulledItem, PullRequest } from "./request.js";

/**
 * What the files are after a pull. What the loader would refuse is left out, and said.
 *
 * @throws an Error when the loader refuses the files for a reason that is not a new or changed entry
 */
export function pull(request: PullRequest): Pulled {
  const pull = new Pull(request);
  // What a problem is about is taken out, and the rest is tried again.
  for (;;) {
    const { files, items, problems } = pull.attempt();
    if (problems.length === 0) return { files, items, remarks: pull.remarks };
    if (!problems.map((problem) => pull.without(problem)).some((isTaken) => isTaken)) throw notWritten(problems);
  }
}

const notWritten = ([first]: readonly Problem[]): Error =>
  new Error(`the files would have a problem, so nothing is written: ${first?.message}\n  what to do: ${first?.remedy}`);

interface Attempt {
  readonly files: Pulled["files"];
  readonly items: readonly PulledItem[];
  readonly problems: readonly Problem[];
}

class Pull {
  readonly #request: PullRequest;
  readonly #placing: Placing;
  readonly #pairing: Pairing;
  readonly #doubles: ReadonlySet<string>;
  readonly #keys: ReadonlyMap<string, string>;
  /** Objects that get no entry, and why. */
  readonly #without: Map<string, Without>;
  /** Addresses of entries whose changes the loader refuses. */
  readonly #refused = new Map<string, Problem>();
  readonly #raw = new Map<string, Json | undefined>();
  /** Of the last attempt: the addresses of new entries with their objects. */
  #added: ReadonlyMap<string, FoundObject> = new Map();

  constructor(request: PullRequest) {
    this.#request = request;
    const { inventory, files, options, rows, owner, names } = request;
    const { name: account } = inventory.account.config;
    const entries = request.entries.filter((entry) => entry.account === account);
    this.#placing = { vendor: inventory.vendor, account, files, entries, options };
    this.#pairing = pair({ entries, inventory, names, rows, owner });
    this.#doubles = new Set(allDoubles(inventory).flatMap(({ objects }) => objects.map(({ id }) => id)));
    this.#keys = this.#chooseKeys();
    this.#without = leftOut(this.#pairing, inventory, options, (found) => this.#describe(found));
  }

  get remarks(): readonly string[] {
    const archived = this.#request.inventory.objects.filter(
      (found) => this.#without.get(found.id)?.isArchived || (this.#isLeftOut(found) && this.#isBelowArchived(found)),
    ).length;
    const said = `${archived === 1 ? "1 archived object is" : `${archived} archived objects are`} left out`;
    return [...this.#request.inventory.remarks, ...(archived === 0 ? [] : [`${said}; \`--archived\` writes them too`])];
  }

  attempt(): Attempt {
    const changed = this.#changedEntries();
    const { edits: added, addresses } = this.#request.options.only
      ? NOTHING_ADDED
      : addedEntries({
          pairing: this.#pairing,
          placing: this.#placing,
          keys: this.#keys,
          doubles: this.#doubles,
          isLeftOut: (found) => this.#isLeftOut(found),
          fields: (found) => this.#describe(found, this.#nameOf(found, undefined)),
        });
    this.#added = addresses;
    const edits = [
      ...changed.flatMap(({ entry, edits }) => edits.map((edit): FileEdit => ({ file: fileOf(entry), edit }))),
      ...added,
    ];
    const made = filesWith(this.#placing, edits);
    const { entries, problems } = this.#request.load(filesAfter(this.#request.files, made.changed));
    this.#loaded = entries;
    return {
      files: made.changed,
      items: this.#items(changed, made),
      problems: problems.filter(isProblem),
    };
  }
  #loaded: readonly Entry[] = [];

  /** Takes out what a problem is about; false where that is neither new nor changed. */
  without(problem: Problem): boolean {
    const { file, line } = problem.place;
    const at = entryAt(this.#loaded, file, line);
    const named = [...this.#added.keys()].filter((address) => problem.message.includes(address));
    for (const address of [...(at ? [at.address] : []), ...named]) {
      const found = this.#added.get(address);
      if (found) {
        this.#without.set(found.id, refused(problem));
        return true;
      }
      if (this.#pairing.pairs.some(({ entry }) => entry.address === address) && !this.#refused.has(address)) {
        this.#refused.set(address, problem);
        return true;
      }
    }
    return false;
  }

  #chooseKeys(): ReadonlyMap<string, string> {
    const { pairs } = this.#pairing;
    const known = new Map(pairs.map(({ entry, found }) => [found.id, entry.key]));
    const parents = new Map(pairs.map(({ entry, found }) => [entry, found.id]));
    const taken = Map.groupBy(this.#placing.entries, ({ parent }) => parent && (parents.get(parent) ?? parent.address));
    return keysOf({
      objects: this.#request.inventory.objects,
      describe: (found) => this.#describe(found),
      known,
      taken: (parentId) => new Set(taken.get(parentId)?.flatMap((entry) => [entry.key, ...formerKeys(entry)])),
    });
  }

  /** By default with ids in place of all names. */
  #describe(found: FoundObject, nameOf?: NameOf): JsonObject {
    return describe(found, this.#request.inventory.account.context(), nameOf);
  }

  /** Ids stay where the entry has an id, and where what they name has no entry. */
  #nameOf(by: FoundObject, entry: Entry | undefined): NameOf {
    const { inventory, names } = this.#request;
    const written = entry && JSON.stringify(entry.fields);
    return (reference, id) => {
      if (written?.includes(JSON.stringify(reference.idMember))) return undefined;
      if (reference.entry === undefined) return names.nameOf(reference, id);
      const target = inventory.byId.get(id);
      if (!target || target.kind.type !== reference.entry) return undefined;
      const paired = this.#pairing.pairs.find(({ found }) => found.id === id);
      const isArchived = paired?.entry.archived ?? target.archived;
      if (isArchived && !by.archived) return undefined;
      return paired || !this.#isLeftOut(target) ? this.#keys.get(id) : undefined;
    };
  }

  #isLeftOut({ id, parentId }: FoundObject): boolean {
    if (this.#without.has(id)) return true;
    const parent = this.#request.inventory.byId.get(parentId ?? "");
    return parent !== undefined && !this.#pairOf(parent) && this.#isLeftOut(parent);
  }

  #pairOf(found: FoundObject): Paired | undefined {
    this.#byId ??= new Map(this.#pairing.pairs.map((paired) => [paired.found.id, paired]));
    return this.#byId.get(found.id);
  }
  #byId: ReadonlyMap<string, Paired> | undefined;

  #changedEntries(): ChangedEntry[] {
    const { inventory, rows, options } = this.#request;
    const context = inventory.account.context();
    return this.#pairing.pairs
      .filter(({ entry: { address } }) => !this.#refused.has(address) && (options.only?.has(address) ?? true))
      .map((paired) => {
        const { entry, found } = paired;
        const addresses = addressesOf(entry);
        return changedEntry({
          paired,
          path: pathOf(entry),
          raw: (path) => this.#rawAt(fileOf(entry), path),
          described: this.#describe(found, this.#nameOf(found, entry)),
          row: rows.find(
            ({ type, address, isLeftover }) => !isLeftover && type === entry.kind.type && addresses.includes(address),
          ),
          context,
          options,
        });
      });
  }

  #rawAt(file: string, path: EditPath): Json | undefined {
    if (!this.#raw.has(file)) {
      const text = this.#request.files.find(({ name }) => name === file)?.text ?? "";
      this.#raw.set(file, readText(text).value);
    }
    return valueAt(this.#raw.get(file), path);
  }

  #items(changed: readonly ChangedEntry[], { refused }: Made): PulledItem[] {
    const byLoader = [...this.#refused].map(([address, problem]) => ({
      entry: this.#placing.entries.find((one) => one.address === address),
      address,
      problem,
    }));
    return [
      ...changedItems(changed, refused),
      ...[...this.#added].flatMap(([address, found]): PulledItem[] =>
        this.#isRefused(found, refused) ? [] : [{ outcome: "added", ...this.#about(found), address }],
      ),
      ...refusedItems(changed, refused, byLoader),
      ...this.#leftOut(),
    ];
  }

  /** Whether the editor could not write a new entry, or the one that it is in. */
  #isRefused(found: FoundObject, refused: Made["refused"]): boolean {
    const parent = this.#request.inventory.byId.get(found.parentId ?? "");
    const paired = parent && this.#pairOf(parent);
    if (parent && !paired) return this.#isRefused(parent, refused);
    const path = [...(paired ? pathOf(paired.entry) : []), found.kind.collection, this.#keys.get(found.id) ?? ""];
    return refused.some(({ edit }) => edit.do === "add" && JSON.stringify(edit.path) === JSON.stringify(path));
  }

  #leftOut(): PulledItem[] {
    if (this.#request.options.only) return [];
    return this.#request.inventory.objects.flatMap((found): PulledItem[] => {
      if (this.#pairOf(found) || !this.#isLeftOut(found)) return [];
      const why = this.#without.get(found.id);
      if (why?.isArchived || (!why && this.#isBelowArchived(found))) return [];
      const about = { outcome: why?.isRefused ? ("refused" as const) : ("left-out" as const), ...this.#about(found) };
      if (!why) return [{ ...about, message: BELOW }];
      return [{ ...about, message: why.message, ...(why.remedy === undefined ? {} : { remedy: why.remedy }) }];
    });
  }

  #isBelowArchived({ parentId }: FoundObject): boolean {
    return this.#without.get(parentId ?? "")?.isArchived === true;
  }

  #about(found: FoundObject): Pick<PulledItem, "kind" | "id" | "name"> {
    const name = this.#describe(found)[nameIn(found.kind) ?? ""];
    return {
      kind: found.kind.title,
      id: found.id,
      ...(typeof name === "string" && name !== "" ? { name } : {}),
    };
  }
}

const NOTHING_ADDED = { edits: [], addresses: new Map<string, FoundObject>() };

/** Keys that a rename still names: another object must not get them. */
const formerKeys = ({ lifecycle }: Entry): string[] =>
  lifecycle.formerAddresses.map((address) => address.slice(address.lastIndexOf("/") + 1));

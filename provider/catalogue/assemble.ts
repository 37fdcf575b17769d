/** Fifth stage: validated files become entries with addresses. */
import { changeItems, changeMembers } from "../fields/change-items.js";
import { caseOf, isObject, type Json, type JsonObject, type Members, own, type Shape } from "../fields/shape.js";
import type { Field } from "../kinds/field.js";
import type { Kind } from "../kinds/kind.js";
import { childrenOf } from "../kinds/registry.js";
import type { Vendor } from "../kinds/vendor.js";
import { readAdopt } from "../validation/adopt.js";
import { readArchiveOnlyIf } from "../validation/archive-only-if.js";
import type { Path, Place, Problem } from "../validation/problem.js";
import type { Accepted, ReviewCode } from "../validation/review-code.js";
import { REVIEW_CODES } from "../validation/review-codes.js";
import type { OnRemove } from "../validation/schema.js";
import { examplesOf } from "./examples.js";
import type { Entry, Examples, Lifecycle, Source } from "./model.js";
import type { Places } from "./places.js";

export interface ValidFile {
  readonly name: string;
  readonly vendor: Vendor;
  readonly value: JsonObject;
  readonly places: Places;
}

const TEMPLATE = /^x-/;

/** Every entry of a file, parents before their children. `broken`: paths of values that the schema refuses. */
export function entriesOf(file: ValidFile, broken: readonly Path[]): { entries: Entry[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const { vendor, value } = file;
  const account = typeof value["account"] === "string" ? value["account"] : vendor.name;
  const brokenEntries = new Set(broken.map((path) => entryOf(vendor, path)));
  const defaults = isObject(value["lifecycle"]) ? value["lifecycle"] : {};

  const ofFile = examplesOf(value, [], () => ({}), file.places);
  for (const bad of ofFile.problems) problems.push(bad);

  const collect = (
    kind: Kind,
    container: JsonObject,
    at: Path,
    outer: () => Examples,
    parent: Entry | undefined,
  ): Entry[] => {
    const collection = container[kind.collection];
    if (!isObject(collection)) return [];
    return Object.entries(collection).flatMap(([key, content]) => {
      const path = [...at, kind.collection, key];
      if (TEMPLATE.test(key)) {
        if (!file.places.anchored(path)) problems.push(unusedTemplate(file, path, kind));
        return [];
      }
      if (!isObject(content)) return [];
      const address = `${parent?.address ?? account}/${key}`;
      const own = isObject(content["lifecycle"]) ? content["lifecycle"] : {};
      const { examples, problems: badExamples } = examplesOf(content, path, outer, file.places);
      for (const bad of badExamples) problems.push(bad);
      const entry: Entry = {
        vendor,
        kind,
        account,
        key,
        address,
        ...(parent ? { parent } : {}),
        fields: fieldsOf(kind, content),
        archived: content["archived"] === true,
        lifecycle: lifecycleOf({ ...defaults, ...own }, kind, key, account, parent),
        get examples() {
          return examples();
        },
        source: new FileSource(file, path),
        broken: brokenEntries.size > 0 && brokenEntries.has(JSON.stringify(path)),
      };
      const children = childrenOf(vendor, kind).flatMap((child) => collect(child, content, path, examples, entry));
      return [entry, ...children];
    });
  };

  const entries = vendor.kinds
    .filter(({ parent }) => parent === undefined)
    .flatMap((kind) => collect(kind, value, [], ofFile.examples, undefined));
  return { entries, problems };
}

const unusedTemplate = ({ places }: ValidFile, path: Path, kind: Kind): Problem => ({
  code: "unused-template",
  severity: "problem",
  place: places.key(path),
  message:
    `\`${String(path.at(-1))}\` begins with x-, so it is a template and not a ${kind.title}, ` +
    "but it has no anchor, so nothing can use it",
  remedy: "use another key; or, if it is a template, give it an anchor (`&name`)",
});

function fieldsOf(kind: Kind, content: JsonObject): JsonObject {
  const fields: Record<string, Json> = {};
  for (const name of Object.keys(kind.fields)) {
    const value = own(content, name);
    if (value !== undefined) fields[name] = withoutTemplates((kind.fields[name] as Field).shape, value);
  }
  return fields;
}

/** Leaves out `x-` keys, except in maps whose keys are the user's own. */
function withoutTemplates(shape: Shape, value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (shape.type === "named") return withoutTemplates(shape.of(), value);
  if (!isObject(value))
    return shape.type === "list" ? changeItems(value, (item) => withoutTemplates(shape.of, item)) : value;
  const members = membersOf(shape, value);
  if (!members) return value;
  return changeMembers(value, (item, key) => {
    if (TEMPLATE.test(key)) return undefined;
    const member = own(members, key);
    return member ? withoutTemplates(member.shape, item) : item;
  });
}

function membersOf(shape: Shape, value: JsonObject): Members | undefined {
  if (shape.type === "object" && !shape.open) return shape.members;
  return shape.type === "union" ? caseOf(shape, value)?.members : undefined;
}

const NO_LIFECYCLE: Lifecycle = { ignoreChanges: [], formerAddresses: [] };

export function lifecycleOf(
  value: JsonObject,
  kind: Kind,
  key: string,
  account: string,
  parent: Entry | undefined,
): Lifecycle {
  if (Object.keys(value).length === 0) return NO_LIFECYCLE;
  const { onRemove, ignoreChanges, renamedFrom } = value;
  const adopt = readAdopt(value["adopt"]);
  const accept = acceptOf(value["accept"]);
  const archiveOnlyIf = readArchiveOnlyIf(value["archiveOnlyIf"]);
  return {
    ...(accept === undefined ? {} : { accept }),
    ...(typeof onRemove === "string" ? { onRemove: onRemove as OnRemove } : {}),
    ...(adopt === undefined ? {} : { adopt }),
    ...(archiveOnlyIf === undefined ? {} : { archiveOnlyIf }),
    ignoreChanges: Array.isArray(ignoreChanges)
      ? (ignoreChanges.filter((name) => typeof name === "string" && Object.hasOwn(kind.fields, name)) as string[])
      : [],
    formerAddresses: formerAddresses(typeof renamedFrom === "string" ? renamedFrom : undefined, key, account, parent),
  };
}

/** Texts by the codes that there are; what else is written is a problem of the schema. */
function acceptOf(value: Json | undefined): Accepted | undefined {
  if (!isObject(value)) return undefined;
  const texts = REVIEW_CODES.flatMap((code): [ReviewCode, string][] => {
    const text = own(value, code);
    return typeof text === "string" ? [[code, text]] : [];
  });
  return texts.length === 0 ? undefined : Object.fromEntries(texts);
}

/** A child can be renamed before, after or together with its parent. */
function formerAddresses(
  renamedFrom: string | undefined,
  key: string,
  account: string,
  parent: Entry | undefined,
): string[] {
  if (renamedFrom?.includes("/")) return [renamedFrom];
  if (!parent) return renamedFrom === undefined ? [] : [`${account}/${renamedFrom}`];
  // The engine applies a parent's alias to a child whose key is unchanged.
  if (renamedFrom === undefined) return [];
  return [parent.address, ...parent.lifecycle.formerAddresses].map((address) => `${address}/${renamedFrom ?? key}`);
}

/** An entry of a file. Its places are made when they are asked for. */
class FileSource implements Source {
  readonly #file: ValidFile;
  readonly #base: Path;

  constructor(file: ValidFile, base: Path) {
    this.#file = file;
    this.#base = base;
  }

  get words(): string {
    return `${this.#file.name} line ${this.#file.places.key(this.#base).line}`;
  }

  place(path: Path, at: "key" | "value"): Place {
    const { places } = this.#file;
    return at === "key" ? places.key([...this.#base, ...path]) : places.value([...this.#base, ...path]);
  }

  text(path: Path): string | undefined {
    return this.#file.places.source([...this.#base, ...path]);
  }

  problem(
    code: string,
    path: Path,
    at: "key" | "value",
    message: string,
    remedy: string,
    severity: Problem["severity"] = "problem",
  ): Problem {
    return { code, severity, place: this.place(path, at), message, remedy };
  }
}

/** The innermost entry on a path, as text: a collection and a key, then the same for each collection below. */
function entryOf({ kinds }: Vendor, path: Path): string {
  let length = 2;
  while (kinds.some(({ parent, collection }) => parent && collection === path[length])) length += 2;
  return JSON.stringify(path.slice(0, length).map(String));
}

/** Fifth stage: validated files become entries with addresses. */
import { caseOf, isObject, type Json, type JsonObject, type Members, own, type Shape } from "../fields/shape.js";
import type { Kind } from "../kinds/kind.js";
import { childrenOf } from "../kinds/registry.js";
import type { Vendor } from "../kinds/vendor.js";
import { readAdopt } from "../validation/adopt.js";
import { readArchiveOnlyIf } from "../validation/archive-only-if.js";
import type { Path, Problem } from "../validation/problem.js";
import type { Accepted, ReviewCode } from "../validation/review-code.js";
import { REVIEW_CODES } from "../validation/review-codes.js";
import type { OnRemove } from "../validation/schema.js";
import { examplesOf } from "./examples.js";
import type { Entry, Lifecycle, Source } from "./model.js";
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

  const ofFile = examplesOf(value, [], {}, file.places);
  problems.push(...ofFile.problems);

  const collect = (kind: Kind, container: JsonObject, at: Path, parent?: Entry): Entry[] => {
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
      const { examples, problems: badExamples } = examplesOf(
        content,
        path,
        parent?.examples ?? ofFile.examples,
        file.places,
      );
      problems.push(...badExamples);
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
        examples,
        source: sourceAt(file, path),
        broken: brokenEntries.has(JSON.stringify(path)),
      };
      const children = childrenOf(vendor, kind).flatMap((child) => collect(child, content, path, entry));
      return [entry, ...children];
    });
  };

  const entries = vendor.kinds.filter(({ parent }) => parent === undefined).flatMap((kind) => collect(kind, value, []));
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
  const named = Object.entries(kind.fields).filter(([name]) => Object.hasOwn(content, name));
  return Object.fromEntries(named.map(([name, field]) => [name, withoutTemplates(field.shape, content[name] as Json)]));
}

/** Leaves out `x-` keys, except in maps whose keys are the user's own. */
function withoutTemplates(shape: Shape, value: Json): Json {
  if (shape.type === "named") return withoutTemplates(shape.of(), value);
  if (Array.isArray(value))
    return shape.type === "list" ? value.map((item) => withoutTemplates(shape.of, item)) : value;
  if (!isObject(value)) return value;
  const members = membersOf(shape, value);
  if (!members) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !TEMPLATE.test(key))
      .map(([key, item]) => {
        const member = own(members, key);
        return [key, member ? withoutTemplates(member.shape, item) : item];
      }),
  );
}

function membersOf(shape: Shape, value: JsonObject): Members | undefined {
  if (shape.type === "object" && !shape.open) return shape.members;
  return shape.type === "union" ? caseOf(shape, value)?.members : undefined;
}

export function lifecycleOf(
  value: JsonObject,
  kind: Kind,
  key: string,
  account: string,
  parent: Entry | undefined,
): Lifecycle {
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

function sourceAt({ name, places }: ValidFile, base: Path): Source {
  const place: Source["place"] = (path, at) =>
    at === "key" ? places.key([...base, ...path]) : places.value([...base, ...path]);
  const problem: Source["problem"] = (code, path, at, message, remedy, severity = "problem"): Problem => ({
    code,
    severity,
    place: place(path, at),
    message,
    remedy,
  });
  const text: Source["text"] = (path) => places.source([...base, ...path]);
  return { problem, place, text, words: `${name} line ${places.key(base).line}` };
}

/** The innermost entry on a path, as text: a collection and a key, then the same for each collection below. */
function entryOf({ kinds }: Vendor, path: Path): string {
  let length = 2;
  while (kinds.some(({ parent, collection }) => parent && collection === path[length])) length += 2;
  return JSON.stringify(path.slice(0, length).map(String));
}

import { isObject, type Json } from "../../fields/shape.js";
import type { Kind } from "../../kinds/kind.js";
import { namings, type Reference } from "../../kinds/references.js";
import { holdsUnknown } from "../../validation/unknown.js";
import { activeOf } from "../compare/siblings.js";
import type { Side } from "../side.js";
import type { CatalogueRule } from "./rule.js";

export const unusedMeter: CatalogueRule = {
  code: "unused-meter",
  doc: "No active price charges by an active meter, so that its usage is counted and never paid.",
  severity: "note",
  example: "no active price charges by this meter",
  remedy: "name it in a price, or archive it",
  looksAt: "catalogue",
  check: (entries) => {
    const active = activeOf(entries);
    const byAccount = Map.groupBy(active, ({ account }) => account);
    const uses = new Map<string, Uses>();
    const usesOf = ({ account, kind }: Side): Uses => {
      const of = `${account} ${kind.type}`;
      const known = uses.get(of) ?? usesIn(byAccount.get(account) ?? [], kind.type);
      uses.set(of, known);
      return known;
    };
    return active
      .filter(({ vendor, kind }) => vendor.kinds.some((user) => membersFor(user, kind.type).length > 0))
      .filter((side) => {
        const { isKnown, keys } = usesOf(side);
        return isKnown && !keys.has(side.address.slice(side.address.indexOf("/") + 1));
      })
      .map(({ address, kind }) => ({
        address,
        message: `no active price charges by this ${kind.title}`,
        remedy: "name it in a price, or archive it",
        values: "unused",
      }));
  },
};

/** What the entries of an account use of a kind. */
interface Uses {
  readonly keys: ReadonlySet<string>;
  /** False: an entry names an id or an unknown value, which may be anything, or no entry could use the kind. */
  readonly isKnown: boolean;
}

function usesIn(entries: readonly Side[], type: string): Uses {
  const users = entries.filter(({ kind }) => membersFor(kind, type).length > 0);
  const isClear = ({ kind, fields }: Side): boolean =>
    !holdsUnknown(fields) && !membersFor(kind, type).some(([, { idMember }]) => holdsMember(fields, idMember));
  const keys = users.flatMap(({ kind, fields }) =>
    namings(kind, fields)
      .filter(({ reference }) => reference.entry === type)
      .map(({ name }) => name),
  );
  return { keys: new Set(keys), isKnown: users.length > 0 && users.every(isClear) };
}

/** The members of a kind that name entries of this type. */
const membersFor = ({ references = {} }: Kind, type: string): readonly (readonly [string, Reference])[] =>
  Object.entries(references).filter(([, { entry }]) => entry === type);

const holdsMember = (value: Json, name: string): boolean =>
  Array.isArray(value)
    ? value.some((item) => holdsMember(item, name))
    : isObject(value) && Object.entries(value).some(([key, item]) => key === name || holdsMember(item, name));

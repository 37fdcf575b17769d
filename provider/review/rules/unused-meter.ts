import { isObject, type Json } from "../../fields/shape.js";
import { namings } from "../../kinds/references.js";
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
    const accounts = Map.groupBy(active, ({ account }) => account);
    return active.flatMap((side) => {
      const users = (accounts.get(side.account) ?? []).flatMap((user) =>
        Object.entries(user.kind.references ?? {})
          .filter(([, { entry }]) => entry === side.kind.type)
          .map(([member, { idMember }]) => ({ user, member, idMember })),
      );
      const key = side.address.slice(side.address.indexOf("/") + 1);
      // Without a user nothing is known; one that names an id may mean this meter.
      if (users.length === 0 || users.some((item) => mayUse(item, key))) return [];
      return [
        {
          address: side.address,
          message: `no active price charges by this ${side.kind.title}`,
          remedy: "name it in a price, or archive it",
          values: "unused",
        },
      ];
    });
  },
};

const mayUse = ({ user, member, idMember }: { user: Side; member: string; idMember: string }, key: string): boolean =>
  holdsUnknown(user.fields) ||
  holdsMember(user.fields, idMember) ||
  namings(user.kind, user.fields).some((naming) => naming.member === member && naming.name === key);

const holdsMember = (value: Json, name: string): boolean =>
  Array.isArray(value)
    ? value.some((item) => holdsMember(item, name))
    : isObject(value) && Object.entries(value).some(([key, item]) => key === name || holdsMember(item, name));

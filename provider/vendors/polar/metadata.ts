/** Polar's metadata of an object: the user's own, and the mark by which a catalogue recognizes its objects. */
import { boolean, either, integer, isObject, type JsonObject, map, number, text } from "../../fields/shape.js";
import type { Query } from "../../http/client.js";
import type { Field } from "../../kinds/field.js";
import type { Marker, Rule } from "../../kinds/kind.js";

export const marker: Marker<"metadata"> = {
  field: "metadata",
  addressKey: "catalogue_address",
  ownerKey: "catalogue_owner",
};

/** A filter of lists: exact, and ignored where Polar does not know it. */
export const ofOwner = (owner: string): Query => ({ [`metadata[${marker.ownerKey}]`]: owner });

export const metadata = (source: string): Field => ({
  shape: map(either(text({ min: 1, max: 500 }), integer(), number(), boolean()), {
    keyPattern: "^[^\\]]{1,40}$",
    keyHelp: "1 to 40 characters without ]",
    max: 48,
  }),
  doc:
    "Strings, numbers and booleans of your own: at most 48 keys. Two of Polar's fifty hold the mark by which " +
    "this catalogue recognizes its objects.",
  source,
  fate: "update",
  unnamed: "kept",
  absence: { cleared: { value: {} } },
  fromWire: (object) => (isObject(object["metadata"]) ? withoutMarker(object["metadata"]) : undefined),
});

const withoutMarker = (all: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key !== marker.addressKey && key !== marker.ownerKey));

export const markerKeysAreOurs: Rule = {
  code: "reserved-metadata",
  doc: "A metadata key that is reserved for the catalogue's mark.",
  check: ({ metadata: given }) =>
    isObject(given)
      ? [marker.addressKey, marker.ownerKey]
          .filter((key) => Object.hasOwn(given, key))
          .map((key) => ({
            path: ["metadata", key],
            message: `\`${key}\` is reserved for the catalogue's mark`,
            remedy: "use another key",
          }))
      : [],
};

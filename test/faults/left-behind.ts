/**
 * An object that an interrupted run left behind longer ago than the adoption window: the run stops and says what to do.
 */
import { isObject, type Json, type JsonObject } from "../../provider/fields/shape.js";
import type { Files } from "../support/world.js";

/** Milliseconds: the default of `catalogue:adoptWindow`. */
export const ADOPT_WINDOW = 24 * 3_600_000;

export interface Stop {
  readonly address: string;
  /** What the entry is told to say as `adopt`. */
  readonly adopt: Json;
}

/** undefined: an error of another kind. */
export function stopOf(error: string): Stop | undefined {
  const address = error.split(":")[0] ?? "";
  if (/: adopting \S+( \S+)+ would change /.test(error)) {
    const [, id] = /set `lifecycle: \{ adopt: \{ id: (\S+), overwrite: true \} \}`/.exec(error) ?? [];
    return id === undefined ? undefined : { address, adopt: { id, overwrite: true } };
  }
  const isTooOld = /is too old to have just been created by this stack|but is not in this stack's state/.test(error);
  const [, adopt] = /set `lifecycle: \{ adopt: (\S+) \}`/.exec(error) ?? [];
  return isTooOld && adopt !== undefined ? { address, adopt: adopt === "true" || adopt } : undefined;
}

/** Ids of objects that a replacement does not touch, as somebody may have wanted to keep them. */
export const leftUnchanged = (said: string): string[] =>
  [...said.matchAll(/ (\S+) carries this address too, but is not in the state; it is left unchanged/g)].flatMap(
    ([, id]) => id ?? [],
  );

/** The files with what the entry is told to name. */
export const withAdopt = (files: Files, { address, adopt }: Stop): Files =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const [account = "", ...keys] = address.split("/");
      const file = JSON.parse(text) as Record<string, Json>;
      const entry = keys.reduce<JsonObject>((parent, key) => entryBelow(parent, key), file);
      if (entry === file) throw new Error(`${account} is not an entry`);
      (entry as Record<string, Json>)["lifecycle"] = { ...(entry["lifecycle"] as JsonObject), adopt };
      return [name, JSON.stringify(file, null, 2)];
    }),
  );

/** The entry of this key, in whichever of its parent's collections. */
function entryBelow(parent: JsonObject, key: string): JsonObject {
  for (const collection of Object.values(parent)) {
    const entry = isObject(collection) ? collection[key] : undefined;
    if (isObject(entry)) return entry;
  }
  throw new Error(`no entry ${key}`);
}

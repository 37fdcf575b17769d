/** `catalogue:accounts` as a command reads it before anything has checked it. */
import type { RawConfig } from "../accounts/config.js";
import type { Entry } from "../catalogue/model.js";
import { isObject, type JsonObject } from "../fields/shape.js";
import type { Settings } from "../kinds/field.js";
import { settingsOf } from "../kinds/vendor.js";

/** The accounts by name; none where the text is not a map. */
export function accountsIn(config: RawConfig): JsonObject {
  try {
    const accounts: unknown = JSON.parse(config["catalogue:accounts"] ?? "{}");
    return isObject(accounts) ? accounts : {};
  } catch {
    return {};
  }
}

/** The settings of the entry's account, defaults filled in. */
export function settingsIn(accounts: JsonObject, { vendor, account }: Pick<Entry, "vendor" | "account">): Settings {
  const own = accounts[account];
  return settingsOf(vendor, isObject(own) ? own : {});
}

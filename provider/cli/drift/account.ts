/** What is wrong in an account besides changed objects: what no entry stands for, and what exists twice. Pure. */
import { describe } from "../../inventory/describe.js";
import type { Doubles } from "../../inventory/doubles.js";
import type { FoundObject, Inventory } from "../../inventory/inventory.js";
import type { AccountNames } from "../../inventory/names.js";
import { nameIn, type Pairing } from "../../inventory/pairing.js";
import { priceText } from "../../money/sentences.js";
import type { Finding } from "../../review/digest.js";
import { counted } from "../../validation/words.js";

export interface AccountRead {
  readonly inventory: Inventory;
  readonly names: AccountNames;
  readonly pairing: Pairing;
  readonly doubles: readonly Doubles[];
}

/** An object in words: `list price "Monthly" 94b4…: EUR 99.00 per month`. */
export interface ToldObject {
  readonly account: string;
  /** "sequence:ListPrice" */
  readonly kind: string;
  readonly kindTitle: string;
  readonly id: string;
  /** As people know it; below the name of its product. */
  readonly name?: string;
  /** "EUR 99.00 per month", one for each currency. */
  readonly prices: readonly string[];
}

export function told({ inventory, names }: AccountRead, found: FoundObject): ToldObject {
  const { kind, id, parentId } = found;
  const { settings } = inventory.account.config;
  const context = inventory.account.context();
  const fields = describe(found, context, (reference, of) =>
    reference.entry === undefined ? names.nameOf(reference, of) : nameOf(inventory, inventory.byId.get(of)),
  );
  const name = [nameOf(inventory, inventory.byId.get(parentId ?? "")), nameOf(inventory, found)]
    .filter((part) => part !== undefined)
    .join(" / ");
  return {
    account: inventory.account.config.name,
    kind: kind.type,
    kindTitle: kind.title,
    id,
    ...(name === "" ? {} : { name }),
    prices: (kind.prices?.(fields, settings) ?? []).map(priceText),
  };
}

function nameOf({ account }: Inventory, found: FoundObject | undefined): string | undefined {
  const name = found && describe(found, account.context())[nameIn(found.kind) ?? ""];
  return typeof name === "string" && name !== "" ? name : undefined;
}

const objectText = ({ kindTitle, name, id, prices }: ToldObject): string =>
  `${kindTitle}${name === undefined ? "" : ` ${JSON.stringify(name)}`} (${id})` +
  (prices.length === 0 ? "" : `: ${prices.join(", ")}`);

/** More of them are counted; the JSON form has all. */
const MOST = 8;

const listText = (objects: readonly ToldObject[]): string =>
  [
    ...objects.slice(0, MOST).map(objectText),
    ...(objects.length > MOST ? [`and ${objects.length - MOST} more, which --format json lists`] : []),
  ].join("; ");

export function unmanagedFindings(read: AccountRead): Finding[] {
  const { unmanaged } = read.pairing;
  if (unmanaged.length === 0) return [];
  const account = read.inventory.account.config.name;
  const which = unmanaged.length === 1 ? "1 object is" : `${unmanaged.length} objects are`;
  return [
    {
      code: "not-managed",
      severity: "note",
      title: account,
      message: `${which} in the account, and no entry stands for ${unmanaged.length === 1 ? "it" : "them"}: ${listText(
        unmanaged.map((found) => told(read, found)),
      )}`,
      remedy: `to manage them, run \`catalogue pull ${account}\`, then \`catalogue adopt ${account}\``,
    },
  ];
}

export const doublesFindings = (read: AccountRead): Finding[] =>
  read.doubles.map(({ kind, objects, equalIn, value }): Finding => {
    const all = objects.map((found) => told(read, found));
    const how = equalIn === "everything" ? "are equal in every field" : `have the ${equalIn} ${JSON.stringify(value)}`;
    return {
      code: "doubles",
      severity: "warn",
      title: read.inventory.account.config.name,
      message: `${counted(objects.length, kind.title)} ${how}: ${listText(all)}`,
      remedy:
        equalIn === "everything"
          ? "archive all but one of them, or adopt the right one by its id: `lifecycle: { adopt: <id> }`"
          : "give them different names in the dashboard, or adopt the right one by its id: " +
            "`lifecycle: { adopt: <id> }`",
    };
  });

/** Active products and their prices after the merge. */
import { priceText } from "../money/sentences.js";
import type { Change, ListedPrice, ListedProduct } from "./digest.js";
import type { Side } from "./side.js";

/** In the order of the addresses. Products without an active price are listed as well. */
export function priceListOf(sides: readonly Side[], changes: readonly Change[]): ListedProduct[] {
  const actions = new Map(changes.map(({ address, action }) => [address, action]));
  const active = sides.filter(({ archived }) => !archived).sort((a, b) => (a.address < b.address ? -1 : 1));
  const pricesBelow = Map.groupBy(
    active.filter(({ parent }) => parent !== undefined),
    ({ parent }) => parent ?? "",
  );
  const price = (side: Side): ListedPrice[] =>
    side.prices.map((one) => {
      const action = actions.get(side.address);
      return {
        address: side.address,
        title: side.title,
        text: priceText(one),
        ...(action === undefined ? {} : { action }),
      };
    });
  return active
    .filter(({ parent, kind, address }) => parent === undefined && (kind.prices || pricesBelow.has(address)))
    .map((side) => ({
      address: side.address,
      title: side.title,
      vendorTitle: side.vendor.title,
      account: side.account,
      prices: [...price(side), ...(pricesBelow.get(side.address) ?? []).flatMap(price)],
    }));
}

/** A review with a text from outside at every place where one may stand; `message` is said by rules and the engine. */
import type { Change, Review, SourcePlace } from "../../provider/review/digest.ts";
import { change, finding, review } from "./reviews.ts";

export function fullReview(name: string, from: Review["source"]["from"] = "preview", message = name): Review {
  const place: SourcePlace = { file: name, line: 3 };
  const common: Partial<Change> = { title: name, address: name, account: name, place, sentence: name };
  const bills = [{ name, quantities: { seats: "60" }, before: "1.00", after: "2.00", percent: name }];
  const stated = { text: name };
  const fields = [{ path: name, before: name, after: name, money: false, place }];
  const said = (severity: "error" | "warning" | "info") => ({ severity, text: message, place });
  return review({
    source:
      from === "preview"
        ? { from, stack: name, failed: true }
        : from === "stacks"
          ? { from, promoted: name, into: name, failed: true }
          : from === "drift"
            ? { from, stack: name, failed: true }
            : { from, base: name, commit: "0123456789", values: name, failed: true },
    accounts: [{ name, vendor: "polar", vendorTitle: name, environment: "production" }],
    messages: [said("error"), said("warning"), said("info")],
    findings: [
      finding({ code: name, severity: "block", title: name, message, remedy: message, place, accept: name }),
      finding({ code: name, severity: "warn", address: name, message, remedy: message, place }),
      finding({ code: name, severity: "note", message, remedy: message }),
      ...["a", "b", "c"].map(() => finding({ code: name, severity: "note", message, remedy: message })),
    ],
    changes: [
      change({
        ...common,
        action: "archive",
        irreversible: true,
        consequences: [name, name],
        messages: [said("error")],
      }),
      change({
        ...common,
        money: {
          direction: "up",
          prices: [
            {
              before: stated,
              after: stated,
              direction: "up",
              percent: name,
              totals: { of: name, rows: [{ quantity: "1", before: "1", after: "2", percent: name }], curve: {} },
              bills,
            },
          ],
        },
        consequences: [name],
        impact: [
          { of: name, count: 3, effect: name },
          { of: name, count: null, effect: name },
        ],
        requests: [
          { method: "PUT", path: name, fields: [name], overlaid: { without: [name] } },
          { method: "POST", path: name, fields: [] },
        ],
        fields,
      }),
      change({ ...common, action: "create", requests: null, kindTitle: name }),
      change({ ...common, action: "retain" }),
      change({ ...common, fields, formerAddress: name }),
    ],
    priceList: [
      {
        address: name,
        title: name,
        vendorTitle: name,
        account: name,
        prices: [{ address: name, title: name, text: name }],
      },
    ],
  });
}

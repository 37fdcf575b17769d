/**
 * The history of entries in random repositories, against a model that knows which entry is which. Each commit changes
 * prices, renames keys with and without `renamedFrom`, moves entries between files, renames files and the folder, edits
 * templates and values of the stack, archives, removes, adds again, breaks a file, or merges a branch.
 */
import { describe, expect, it } from "vitest";
import { History } from "../../provider/cli/history/history.js";
import { type Event, walk } from "../../provider/cli/history/walk.js";
import { type Made, type Model, type Product, Story } from "./log-story.ts";

/** What a person would see of it. */
interface Seen {
  readonly file: string;
  readonly price: string | undefined;
  readonly archived: boolean;
}

function seen(product: Product, { templates, value, folder }: Model): Seen {
  const { amount, file, archived } = product;
  const cents = amount === "template" ? (templates[file] as number) : amount === "value" ? value : amount;
  return { file: `${folder}/${file}.yaml`, price: `USD ${(cents / 100).toFixed(2)} per month`, archived };
}

/** Nobody can buy what is archived. */
const offered = ({ price, archived }: Seen): string | undefined => (archived ? undefined : price);

interface Expected {
  readonly hash: string;
  readonly what: readonly string[];
  readonly address: string;
  readonly formerAddress?: string;
  /** Of what is for sale, where it changes. */
  readonly prices?: readonly (string | undefined)[];
  readonly merged: readonly string[];
}

const at = (key: string): string => `polar/${key}`;

/** What the log of an address must show, newest first, from what each commit has left behind. */
function expectedOf(made: readonly Made[], wanted: string): Expected[] {
  const good = made.filter(({ broken }) => !broken).toReversed();
  const result: Expected[] = [];
  let key = wanted;
  for (const [index, { hash, model, merged }] of good.entries()) {
    const earlier = good[index + 1]?.model;
    const now = model.products.find((product) => product.key === key);
    const then = now && earlier?.products.find(({ id }) => id === now.id);
    const by = (product: Product): string[] => {
      const states = [earlier, ...merged.map((one) => one.model)];
      return merged.filter((_one, at) => changes(product.id, states[at], states[at + 1])).map((one) => one.hash);
    };
    if (now && then && earlier) {
      const [after, before] = [seen(now, model), seen(then, earlier)];
      const isRenamed = now.key !== then.key;
      const isPriced = offered(after) !== offered(before);
      const state =
        after.archived !== before.archived
          ? [after.archived ? "archived" : "un-archived"]
          : after.price !== before.price
            ? ["changed"]
            : [];
      const isMoved = after.file !== before.file && !(isRenamed && now.renamedFrom === undefined);
      const what = [...state, ...(isRenamed ? ["renamed"] : []), ...(isMoved ? ["moved"] : [])];
      if (what.length > 0)
        result.push({
          hash,
          what,
          address: at(now.key),
          ...(isRenamed ? { formerAddress: at(then.key) } : {}),
          ...(isPriced ? { prices: [offered(before), offered(after)] } : {}),
          merged: by(now),
        });
      key = then.key;
      continue;
    }
    if (now) {
      const { price, archived } = seen(now, model);
      result.push({
        hash,
        what: ["created"],
        address: at(key),
        ...(archived ? {} : { prices: [undefined, price] }),
        merged: by(now),
      });
    }
    // Whoever had the address before.
    const old = earlier?.products.find((product) => product.key === key);
    if (!old || !earlier) continue;
    const renamed = model.products.find(({ id }) => id === old.id);
    if (renamed) result.push({ hash, what: ["renamed"], address: at(renamed.key), formerAddress: at(key), merged: [] });
    else {
      const { price, archived } = seen(old, earlier);
      result.push({
        hash,
        what: ["removed"],
        address: at(key),
        ...(archived ? {} : { prices: [price, undefined] }),
        merged: [],
      });
    }
  }
  return result;
}

function changes(id: number, before: Model | undefined, after: Model | undefined): boolean {
  const [old, now] = [before, after].map((model) => {
    const product = model?.products.find((one) => one.id === id);
    return product && model && seen(product, model).price;
  });
  return old !== now;
}

const shownOf = ({ commit, merged, what, address, formerAddress, change }: Event): Expected => {
  const price = change?.money?.prices[0];
  return {
    hash: commit.hash,
    what,
    address,
    ...(formerAddress === undefined ? {} : { formerAddress }),
    ...(price && price.before?.text !== price.after?.text ? { prices: [price.before?.text, price.after?.text] } : {}),
    merged: merged.map(({ hash }) => hash),
  };
};

describe("the history of every entry that there ever was", () => {
  it.each(Array.from({ length: 6 }, (_none, index) => 4_000 + index))("in the repository of seed %i", (seed) => {
    const story = new Story(seed);
    const { path } = story.repository;
    try {
      const named = { stack: "dev", values: { amount: story.model.value } };
      const history = new History({ folder: path, directory: story.model.folder, named });
      const keys = new Set(
        story.made.filter(({ broken }) => !broken).flatMap(({ model }) => model.products.map((one) => one.key)),
      );
      expect(keys.size).toBeGreaterThan(3);
      for (const key of keys) {
        const { events } = walk(history, at(key), undefined);
        expect([...events].map(shownOf), `log of ${at(key)}`).toEqual(expectedOf(story.made, key));
      }
    } finally {
      story.repository.remove();
    }
  });
});

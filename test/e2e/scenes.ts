/**
 * Scenes that know nothing of each other and share one stack, and so each run of the CLI, which is what takes the
 * time: every scene has accounts, sandboxes and files of its own.
 */
import type { JsonObject } from "../../provider/fields/shape.js";
import type { Files } from "../../tools/local/sample.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

const VENDORS = ["sequence", "fynn", "polar"] as const;

export class Scene {
  readonly vendors: Vendors;
  readonly #prefix: string;

  constructor(vendors: Vendors, number: number) {
    this.vendors = vendors;
    this.#prefix = `scene${number}-`;
  }

  /** Files for accounts that are named like their vendors, for this scene's own accounts. They are JSON. */
  own(files: Files): Files {
    return Object.fromEntries(
      Object.entries(files).map(([name, text]) => {
        const file = JSON.parse(text) as JsonObject;
        return [`${this.#prefix}${name}`, JSON.stringify({ ...file, account: this.account(String(file["vendor"])) })];
      }),
    );
  }

  account(vendor: string): string {
    return `${this.#prefix}${vendor}`;
  }

  /** What an address in the scene's files is called in the stack. */
  address(plain: string): string {
    return this.account(plain);
  }

  has(address: string): boolean {
    return address.startsWith(this.#prefix);
  }

  /** A text in which the scene's accounts are named like their vendors. */
  plain(text: string): string {
    return text.replaceAll(this.#prefix, "");
  }

  /** Address in the scene's files → what belongs to it, out of what the whole stack has. */
  of<T>(all: Readonly<Record<string, T>>): Record<string, T> {
    return Object.fromEntries(
      Object.entries(all)
        .filter(([address]) => this.has(address))
        .map(([address, value]) => [this.plain(address), value]),
    );
  }

  get accounts(): Record<string, Record<string, unknown>> {
    return Object.fromEntries(
      VENDORS.map((vendor) => [this.account(vendor), { vendor, ...this.vendors.accounts[vendor] }]),
    );
  }

  get environment(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.vendors.environment).map(([name, value]) => {
        const account = this.account(name.split("_")[0] ?? "");
        return [`${account.toUpperCase().replaceAll("-", "_")}_${name}`, value];
      }),
    );
  }
}

export async function startScenes(count: number): Promise<Scene[]> {
  const scenes: Scene[] = [];
  for (let number = 1; number <= count; number += 1) scenes.push(new Scene(await startVendors(), number));
  return scenes;
}

/** What all scenes together put into a stack. */
export const configOf = (scenes: readonly Scene[]) => ({
  config: { accounts: Object.assign({}, ...scenes.map(({ accounts }) => accounts)) as Record<string, unknown> },
  environment: Object.assign({}, ...scenes.map(({ environment }) => environment)) as Record<string, string>,
});

export const closeScenes = async (scenes: readonly Scene[]): Promise<void> => {
  await Promise.all(scenes.map(({ vendors }) => vendors.close()));
};

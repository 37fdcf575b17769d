/** A project in git with two applied files, its pull requests, and runs of `catalogue apply` that may be killed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { EXIT } from "../../provider/cli/exit-codes.js";
import type { Review } from "../../provider/review/digest.js";
import type { Receipt } from "../../provider/review/receipt.js";
import { type Output, outputOf } from "../../tools/local/processes.ts";
import { Stack } from "../../tools/local/stack.ts";
import { GitProject } from "../support/git-project.js";
import { providersEnd } from "./processes.js";
import { startVendors, type Vendors } from "./sandboxes.js";

export const polar = (price: number): Record<string, string> => ({
  "polar.yaml": JSON.stringify({
    vendor: "polar",
    products: {
      pro: {
        name: "Pro",
        recurring_interval: "month",
        prices: [{ amount_type: "fixed", price_amount: price }],
      },
    },
  }),
});

/** `more`: prices besides the first one, by their number. */
export const sequence = (archived: boolean, more: readonly number[] = []): Record<string, string> => {
  const price = (amount: string) => ({
    name: `Platform at ${amount}`,
    currency: "EUR",
    billingFrequency: "MONTHLY",
    billingType: "IN_ADVANCE",
    structure: { pricingType: "FIXED", price: amount },
  });
  return {
    "sequence.yaml": JSON.stringify({
      vendor: "sequence",
      products: {
        platform: {
          name: "Platform",
          listPrices: {
            first: { ...price("99.00"), archived },
            ...Object.fromEntries(more.map((number) => [`price${number}`, price(`${number}.00`)])),
          },
        },
      },
    }),
  };
};

/** A project with two applied files, and its pull requests. */
export class Scene {
  readonly project: GitProject<Stack>;
  readonly vendors: Vendors;
  #count = 0;

  private constructor(project: GitProject<Stack>, vendors: Vendors) {
    this.project = project;
    this.vendors = vendors;
  }

  static async create(): Promise<Scene> {
    const vendors = await startVendors();
    const stack = await Stack.create({
      catalogue: { ...polar(2900), ...sequence(false) },
      config: { accounts: vendors.accounts },
      environment: vendors.environment,
    });
    const scene = new Scene(new GitProject(stack), vendors);
    await stack.upOk();
    vendors.clear();
    return scene;
  }

  get stack(): Stack {
    return this.project.stack;
  }

  async close(): Promise<void> {
    await providersEnd(this.stack);
    this.stack.remove();
    await this.vendors.close();
  }

  /** Opens a pull request, and keeps its review. Without credentials, and without a request. */
  async pullRequest(name: string, files: Readonly<Record<string, string>>): Promise<Review> {
    this.project.branch(name, files);
    return this.review(name);
  }

  /** Of what is checked out. */
  async review(name: string): Promise<Review> {
    const { environment } = this.stack;
    this.stack.environment = {};
    const path = this.project.kept(`${name}.json`);
    const reviewed = await this.stack.catalogue("review", "--stack", "dev", "--output", path);
    this.stack.environment = environment;
    this.project.git("checkout", "--quiet", "main");
    expect(reviewed.stderr).toBe("");
    expect([EXIT.fine, EXIT.changes]).toContain(reviewed.code);
    return JSON.parse(readFileSync(join(this.stack.folder, path), "utf8")) as Review;
  }

  args(names: readonly string[], receipt: string): string[] {
    const approved = names.flatMap((name) => ["--approved", this.project.kept(`${name}.json`)]);
    return ["apply", "--stack", "dev", ...approved, "--receipt", receipt];
  }

  async apply(...names: readonly string[]): Promise<{ output: Output; receipt: Receipt; writes: string[] }> {
    this.#count += 1;
    const receipt = this.project.kept(`receipt-${this.#count}.json`);
    const before = this.vendors.writes().length;
    const output = await this.stack.catalogue(...this.args(names, receipt));
    return {
      output,
      receipt: JSON.parse(readFileSync(join(this.stack.folder, receipt), "utf8")) as Receipt,
      writes: this.vendors.writes().slice(before),
    };
  }

  get polarPrices(): unknown[] {
    return this.vendors.polar.products.all().map(({ prices }) => prices);
  }
}

/** Kills the command and the CLI with it, once a request of the pattern has come; the vendor acts on it or not. */
export async function killedApply(scene: Scene, names: readonly string[], at: RegExp, acts: boolean): Promise<void> {
  const { stack, vendors } = scene;
  const child = stack.startCatalogue(scene.args(names, scene.project.kept("killed.json")), { detached: true });
  let struck = false;
  for (const sandbox of vendors.all)
    sandbox.misbehave = (request) => {
      if (struck || !at.test(`${request.method} ${request.path}`)) return undefined;
      struck = true;
      if (acts) expect(sandbox.answer(request).status).toBeLessThan(300);
      process.kill(-(child.pid ?? Number.NaN), "SIGKILL");
      return "hang";
    };
  const { code, text } = await outputOf(child);
  expect({ struck, code }, text).toEqual({ struck: true, code: null });
  await providersEnd(stack);
  for (const sandbox of vendors.all) sandbox.misbehave = undefined;
  await stack.recover();
}

export const inScene = async (run: (scene: Scene) => Promise<void>): Promise<void> => {
  const scene = await Scene.create();
  try {
    await run(scene);
  } finally {
    await scene.close();
  }
};

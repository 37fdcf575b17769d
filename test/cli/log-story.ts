/** A random repository with a catalogue, and what each of its commits has left behind. */
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { GitFolder } from "../support/git-folder.ts";
import { Random } from "../support/random.ts";

export interface Product {
  readonly id: number;
  key: string;
  file: string;
  /** Its own amount; of the template of its file; of the stack. */
  amount: number | "template" | "value";
  archived: boolean;
  /** In the commit of the rename only. */
  renamedFrom?: string;
}

export interface Model {
  folder: string;
  templates: Record<string, number>;
  value: number;
  products: Product[];
}

/** What one commit of the branch left behind. */
export interface Made {
  readonly hash: string;
  readonly model: Model;
  readonly broken: boolean;
  /** Commits of a merged branch, oldest first, each with what it left behind. */
  readonly merged: readonly { readonly hash: string; readonly model: Model }[];
}

const STEPS = 28;

export class Story {
  readonly random: Random;
  readonly repository = new GitFolder();
  readonly made: Made[] = [];
  model: Model = { folder: "catalogue", templates: { a: 1000, b: 2000 }, value: 3000, products: [] };
  #ids = 0;
  #keys = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.repository.write("Pulumi.yaml", "name: catalogue\nruntime: nodejs\n");
    for (let count = 0; count < 4; count += 1) this.#add();
    this.#commit();
    while (this.made.length < STEPS) this.#step();
  }

  #step(): void {
    for (const product of this.model.products) delete product.renamedFrom;
    // What changes in a broken commit is seen in the next one, where nothing is renamed.
    if (this.made.at(-1)?.broken) this.#reprice();
    else if (this.random.chance(0.1)) {
      this.#merge();
      return;
    } else {
      const isBroken = this.random.chance(0.1);
      if (isBroken) this.#reprice();
      else this.#edit();
      this.#commit(isBroken);
      return;
    }
    this.#commit();
  }

  #edit(): void {
    const { random, model } = this;
    const { products } = model;
    const one = random.pick(products);
    switch (random.below(12)) {
      case 0:
      case 1:
        this.#reprice();
        return;
      case 2:
        one.renamedFrom = one.key;
        one.key = this.#key();
        // A price may change with it.
        if (random.chance(0.5)) one.amount = this.#amount();
        return;
      case 3:
        one.key = this.#key();
        return;
      case 4:
        one.file = random.pick(Object.keys(model.templates));
        return;
      case 5: {
        const from = random.pick(Object.keys(model.templates));
        const to = `f${this.made.length}`;
        model.templates[to] = model.templates[from] as number;
        delete model.templates[from];
        for (const product of products) if (product.file === from) product.file = to;
        return;
      }
      case 6:
        model.folder = `folder-${this.made.length}`;
        return;
      case 7:
        model.templates[random.pick(Object.keys(model.templates))] = this.#amount();
        return;
      case 8:
        model.value = this.#amount();
        return;
      case 9:
        one.archived = !one.archived;
        return;
      case 10:
        if (products.length > 2) products.splice(products.indexOf(one), 1);
        return;
      default:
        this.#add();
    }
  }

  #reprice(): void {
    const choice = this.random.below(4);
    this.random.pick(this.model.products).amount = choice === 0 ? "template" : choice === 1 ? "value" : this.#amount();
  }

  #add(): void {
    const { random, model } = this;
    const taken = new Set(model.products.map(({ key }) => key));
    // A key that somebody had before may come again.
    const before = this.made.flatMap((made) => made.model.products.map(({ key }) => key));
    const free = before.filter((key) => !taken.has(key));
    const key = free.length > 0 && random.chance(0.6) ? random.pick(free) : this.#key();
    const file = random.pick(Object.keys(model.templates));
    this.#ids += 1;
    model.products.push({ id: this.#ids, key, file, amount: this.#amount(), archived: false });
  }

  #key(): string {
    this.#keys += 1;
    return `key-${this.#keys}`;
  }

  #amount(): number {
    return 100 * (1 + this.random.below(200));
  }

  #merge(): void {
    const { repository } = this;
    repository.git("checkout", "--quiet", "-b", `branch-${this.made.length}`);
    const merged = Array.from({ length: 1 + this.random.below(2) }, () => {
      if (this.random.chance(0.3)) this.model.value = this.#amount();
      else this.random.pick(this.model.products).amount = this.#amount();
      this.#write();
      return { hash: repository.commit("On a branch", "Branch"), model: structuredClone(this.model) };
    });
    repository.git("checkout", "--quiet", "main");
    const hash = repository.merge(`branch-${this.made.length}`, "Merge a branch");
    this.made.push({ hash, model: structuredClone(this.model), broken: false, merged });
  }

  #commit(broken = false): void {
    this.#write();
    if (broken) this.repository.write(`${this.model.folder}/broken.yaml`, "vendor: polar\nproducts: {\n");
    const hash = this.repository.commit("On main");
    this.made.push({ hash, model: structuredClone(this.model), broken, merged: [] });
  }

  #write(): void {
    const { repository, model } = this;
    const last = this.made.at(-1)?.model.folder;
    if (last !== undefined && last !== model.folder)
      renameSync(join(repository.path, last), join(repository.path, model.folder));
    rmSync(join(repository.path, model.folder), { recursive: true, force: true });
    for (const [file, amount] of Object.entries(model.templates)) {
      const products = model.products.filter((product) => product.file === file);
      repository.write(
        `${model.folder}/${file}.yaml`,
        [
          "vendor: polar",
          `x-price: &price [{ amount_type: fixed, price_amount: ${amount} }]`,
          // So that git sees what became of the file when it is renamed, and when it is empty.
          `# ${file === "a" || file === "b" ? file : "renamed"} ${"x".repeat(400)}`,
          ...(products.length === 0 ? ["products: {}"] : ["products:", ...products.map(line)]),
          "",
        ].join("\n"),
      );
    }
    repository.write("Pulumi.dev.yaml", `config:\n  catalogue:values: { amount: ${model.value} }\n`);
  }
}

function line({ id, key, amount, archived, renamedFrom }: Product): string {
  const prices =
    amount === "template"
      ? "*price"
      : `[{ amount_type: fixed, price_amount: ${amount === "value" ? '"$' + '{amount}"' : amount} }]`;
  const rename = renamedFrom === undefined ? "" : `, lifecycle: { renamedFrom: ${renamedFrom} }`;
  return (
    `  ${key}: { name: Product ${id}, description: The product ${id}, recurring_interval: month, ` +
    `prices: ${prices}, archived: ${archived}${rename} }`
  );
}

/** Texts of YAML as many people write them: random values in random styles, with comments, anchors and templates. */
import type { Random } from "./random.js";

export interface TextOptions {
  /** Anchors, aliases and `<<`. */
  readonly anchors: boolean;
  readonly placeholders: boolean;
}

interface Style extends TextOptions {
  readonly step: number;
  readonly listStep: number;
  readonly padded: boolean;
  readonly comments: boolean;
  readonly blanks: boolean;
}

/** A catalogue of some products with fields, members, lists and prices. */
export function randomYaml(random: Random, options: TextOptions): string {
  const writer = new Writer(random, {
    ...options,
    step: random.pick([2, 2, 2, 4, 3]),
    listStep: random.pick([0, 2, 2]),
    padded: random.chance(0.7),
    comments: random.chance(0.7),
    blanks: random.chance(0.6),
  });
  const lines = writer.catalogue();
  const text = `${lines.join("\n")}${random.chance(0.85) ? "\n" : ""}`;
  return random.chance(0.2) ? text.replaceAll("\n", "\r\n") : text;
}

const TEXTS = [
  ...[
    "Platform",
    "Platform, monthly (2024)",
    "EUR",
    "yes",
    "no",
    "null",
    "~",
    "10.00",
    "1e3",
    "0x1f",
    "2024-01-01",
    "",
  ],
  ...[
    "a: b",
    "a #b",
    "# c",
    " lead",
    "trail ",
    "it's",
    'say "hi"',
    "ünï cödé 👩‍💻",
    "back\\slash",
    "[x",
    "{y",
    "*z",
    "&w",
  ],
  ...[
    "- dash",
    "? what",
    "!tag",
    "%dir",
    "@at",
    "`tick",
    "a,b",
    "a, b",
    "1:30",
    "two\nlines",
    "three\n\nlines\n",
    "|",
    ">",
  ],
];
const PLAIN = ["Platform", "EUR", "MONTHLY", "a-b", "API calls", "x_y", "Ünï"];
const NAMES = ["name", "label", "currency", "unit", "price", "amount", "note", "from", "to", "kind", "tier", "code"];
const KEYS = ["monthly", "yearly", "large-teams", "m-2024", "legacy", "basic", "pro", "team", "x1", "a_b"];

export const randomText = (random: Random): string => random.pick(TEXTS);

class Writer {
  readonly #random: Random;
  readonly #style: Style;
  readonly #anchors: { readonly name: string; readonly map: boolean }[] = [];
  #count = 0;
  /** Anchors whose node is being written: an alias of them would be in itself. */
  readonly #open = new Set<string>();

  constructor(random: Random, style: Style) {
    this.#random = random;
    this.#style = style;
  }

  catalogue(): string[] {
    const lines = [...this.#comment(0), "vendor: sequence"];
    if (this.#style.anchors)
      for (let index = this.#random.below(3); index >= 0; index -= 1)
        lines.push(...this.#pair(`x-t${index}`, 0, () => this.#map(3, 2), true));
    lines.push(...this.#gap(), "products:");
    for (const key of this.#keys(1 + this.#random.below(4)))
      lines.push(...this.#gap(), ...this.#comment(this.#style.step), ...this.#entry(key, this.#style.step, true));
    if (this.#random.chance(0.3)) lines.push(...this.#gap(), "meters: {}", ...this.#comment(0));
    return lines;
  }

  #entry(key: string, indent: number, withPrices: boolean): string[] {
    const anchor = this.#anchor(true, 0.3);
    const inner = indent + this.#style.step;
    const lines = [`${" ".repeat(indent)}${key}:${anchor.text}${this.#lineComment()}`];
    lines.push(...this.#merge(inner));
    for (const name of this.#names(1 + this.#random.below(5)))
      lines.push(...this.#comment(inner), ...this.#pair(name, inner, () => this.#value(2)));
    if (withPrices && this.#random.chance(0.7)) {
      lines.push(`${" ".repeat(inner)}listPrices:${this.#lineComment()}`);
      for (const price of this.#keys(1 + this.#random.below(3)))
        lines.push(...this.#comment(inner + this.#style.step), ...this.#entry(price, inner + this.#style.step, false));
    }
    anchor.close();
    return lines;
  }

  #merge(indent: number): string[] {
    const maps = this.#anchors.filter(({ name, map }) => map && !this.#open.has(name)).map(({ name }) => name);
    if (maps.length === 0 || !this.#random.chance(0.4)) return [];
    const pad = " ".repeat(indent);
    return this.#random.chance(0.2)
      ? [`${pad}<<: [*${this.#random.pick(maps)}, *${this.#random.pick(maps)}]`]
      : [`${pad}<<: *${this.#random.pick(maps)}${this.#lineComment()}`];
  }

  /** A key with a value, which is written in lines or on one line. */
  #pair(name: string, indent: number, value: () => unknown, anchored = false): string[] {
    const pad = " ".repeat(indent);
    const alias = anchored ? undefined : this.#alias();
    if (alias !== undefined) return [`${pad}${name}: *${alias}${this.#lineComment()}`];
    const made = value();
    const anchor = this.#anchor(isMap(made), anchored ? 1 : 0.1);
    const head = `${pad}${name}:${anchor.text}`;
    const lines = this.#after(head, made, indent, false);
    anchor.close();
    return lines;
  }

  #after(head: string, value: unknown, indent: number, inList: boolean): string[] {
    const inner = indent + (inList ? 2 : Array.isArray(value) ? this.#style.listStep : this.#style.step);
    const isFilled = typeof value === "object" && value !== null && Object.keys(value).length > 0;
    if (!isFilled || this.#random.chance(0.4)) {
      const block = typeof value === "string" ? this.#blockText(value, indent + 2) : undefined;
      if (block) return [`${head} ${block[0]}`, ...block.slice(1)];
      if (value === null && this.#random.chance(0.3)) return [`${head}${this.#lineComment()}`];
      if (isFilled && this.#random.chance(0.2)) return this.#flowLines(head, value, inner + 2);
      return [`${head} ${this.#flow(value, false)}${this.#lineComment()}`];
    }
    const lines = [`${head}${this.#lineComment()}`];
    if (Array.isArray(value)) {
      for (const item of value) {
        lines.push(...this.#comment(inner));
        lines.push(...this.#item(item, inner));
      }
      return lines;
    }
    for (const [name, item] of Object.entries(value)) {
      lines.push(...this.#comment(inner));
      lines.push(...this.#after(`${" ".repeat(inner)}${name}:`, item, inner, false));
    }
    return lines;
  }

  #item(item: unknown, indent: number): string[] {
    const dash = `${" ".repeat(indent)}-`;
    if (!isMap(item) || Object.keys(item).length === 0 || this.#random.chance(0.4))
      return [`${dash} ${this.#flow(item, false)}${this.#lineComment()}`];
    const inner = indent + 2;
    return Object.entries(item).flatMap(([name, value], index) =>
      index === 0
        ? this.#after(`${dash} ${name}:`, value, inner, false)
        : [...this.#comment(inner), ...this.#after(`${" ".repeat(inner)}${name}:`, value, inner, false)],
    );
  }

  #flow(value: unknown, inside: boolean): string {
    if (Array.isArray(value)) return `[${value.map((item) => this.#flow(item, true)).join(", ")}]`;
    if (isMap(value)) {
      const pad = this.#style.padded && Object.keys(value).length > 0 ? " " : "";
      const members = Object.entries(value).map(([name, item]) => `${name}: ${this.#flow(item, true)}`);
      return `{${pad}${members.join(", ")}${pad}}`;
    }
    if (typeof value !== "string") return String(value);
    if (PLAIN.includes(value) && this.#random.chance(0.8)) return value;
    const inQuotes = /[\n\\\p{C}]/u.test(value) || this.#random.chance(0.7);
    return inQuotes && !inside
      ? JSON.stringify(value)
      : inQuotes
        ? JSON.stringify(value)
        : `'${value.replaceAll("'", "''")}'`;
  }

  /** Brackets over several lines. */
  #flowLines(head: string, value: object, indent: number): string[] {
    const pad = " ".repeat(indent);
    const items = Array.isArray(value)
      ? value.map((item) => this.#flow(item, true))
      : Object.entries(value).map(([name, item]) => `${name}: ${this.#flow(item, true)}`);
    const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
    const trailing = this.#random.chance(0.5);
    return [
      `${head} ${open}${this.#lineComment()}`,
      ...items.flatMap((item, index) => [
        ...this.#comment(indent),
        `${pad}${item}${index < items.length - 1 || trailing ? "," : ""}${this.#lineComment()}`,
      ]),
      `${" ".repeat(Math.max(indent - 2, 1))}${close}${this.#lineComment()}`,
    ];
  }

  #blockText(value: string, indent: number): string[] | undefined {
    if (!value.includes("\n") || !this.#random.chance(0.7)) return undefined;
    const body = value.replace(/\n$/, "").split("\n");
    const sign = value.endsWith("\n") ? "|" : "|-";
    return [
      `${sign}${this.#lineComment()}`,
      ...body.map((line) => (line === "" ? "" : " ".repeat(indent) + line)),
      ...(this.#style.blanks && this.#random.chance(0.3) ? [""] : []),
    ];
  }

  #value(depth: number): unknown {
    const kind = this.#random.below(depth > 0 ? 9 : 6);
    if (kind < 2) return this.#random.pick(PLAIN);
    if (kind === 2) return this.#random.pick(TEXTS);
    if (kind === 3) return this.#random.pick([0, 1, 4900, -3, 0.5, 12.25]);
    if (kind === 4) return this.#random.pick([true, false, null]);
    if (kind === 5)
      return this.#style.placeholders ? this.#random.pick(["${price}", "from ${price}", "$${x}"]) : "1.50";
    if (kind < 8) return this.#map(this.#random.below(4), depth - 1);
    return Array.from({ length: this.#random.below(4) }, () => this.#value(depth - 1));
  }

  #map(size: number, depth: number): Record<string, unknown> {
    return Object.fromEntries(this.#names(size).map((name) => [name, this.#value(depth)]));
  }

  #names = (count: number): string[] => this.#some(NAMES, count);
  #keys = (count: number): string[] => this.#some(KEYS, count);

  #some(from: readonly string[], count: number): string[] {
    return [...new Set(Array.from({ length: count }, () => this.#random.pick(from)))];
  }

  #anchor(map: boolean, chance: number): { readonly text: string; readonly close: () => void } {
    if (!this.#style.anchors || !this.#random.chance(chance)) return { text: "", close: () => undefined };
    this.#count += 1;
    const name = `n${this.#count}`;
    this.#anchors.push({ name, map });
    this.#open.add(name);
    return { text: ` &${name}`, close: () => void this.#open.delete(name) };
  }

  #alias(): string | undefined {
    const done = this.#anchors.filter(({ name }) => !this.#open.has(name));
    return done.length > 0 && this.#random.chance(0.15) ? this.#random.pick(done).name : undefined;
  }

  #gap = (): string[] => (this.#style.blanks && this.#random.chance(0.7) ? [""] : []);
  #comment(indent: number): string[] {
    if (!this.#style.comments || !this.#random.chance(0.15)) return [];
    this.#count += 1;
    return [`${" ".repeat(indent)}# note ${this.#count}: it's "so"`];
  }
  #lineComment(): string {
    if (!this.#style.comments || !this.#random.chance(0.15)) return "";
    this.#count += 1;
    return ` # ${this.#count} ü`;
  }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The sample catalogue, and one archiving edit of it for each kind. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "./repository.ts";

export type Files = Readonly<Record<string, string>>;

export const sampleFiles = (): Files =>
  Object.fromEntries(
    readdirSync(join(ROOT, "catalogue"))
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => [name, readFileSync(join(ROOT, "catalogue", name), "utf8")]),
  );

/** `catalogue:values` for the sample. */
export const SAMPLE_VALUES = (
  parse(readFileSync(join(ROOT, "Pulumi.sample.yaml"), "utf8")) as {
    config: { "catalogue:values": Record<string, string> };
  }
).config["catalogue:values"];

export interface ArchivingEdit {
  readonly kind: string;
  readonly address: string;
  readonly file: string;
  /** The entry's line after which `archived: true` is put. */
  readonly after: string;
  /** The one request that it must lead to. */
  readonly request: (id: string) => string;
}

export const ARCHIVING_EDITS: readonly ArchivingEdit[] = [
  {
    kind: "sequence:Product",
    address: "sequence/storage",
    file: "sequence.yaml",
    after: "    name: Storage",
    request: (id) => `POST /products/${id}/archive`,
  },
  {
    kind: "sequence:ListPrice",
    address: "sequence/platform/monthly-usd",
    file: "sequence.yaml",
    after: "        name: Platform, monthly (US)",
    request: (id) => `POST /list-prices/${id}/archive`,
  },
  {
    kind: "fynn:Product",
    address: "fynn/onboarding",
    file: "fynn.yaml",
    after: "    name: Onboarding",
    request: (id) => `PUT /catalogue/products/${id}/archive`,
  },
  {
    kind: "fynn:PricePlan",
    address: "fynn/seat/yearly",
    file: "fynn.yaml",
    after: "        internalName: Seat, yearly",
    request: (id) => `PUT /price-plans/${id}/archive`,
  },
  {
    kind: "polar:Product",
    address: "polar/pro-yearly",
    file: "polar.yaml",
    after: "    name: Pro, yearly",
    request: (id) => `PATCH /v1/products/${id}`,
  },
  {
    kind: "polar:Meter",
    // No active product may use it.
    address: "polar/active-projects",
    file: "polar.yaml",
    after: "    name: Active projects",
    request: (id) => `PATCH /v1/meters/${id}`,
  },
];

/** The files with `archived: true` in the edit's entry. */
export function archive(files: Files, { file, after }: ArchivingEdit): Files {
  const text = files[file] ?? "";
  const line = `${after}\n`;
  if (!text.includes(line)) throw new Error(`${file} does not hold the line ${after}`);
  const indentation = /^ */.exec(after)?.[0] ?? "";
  return { ...files, [file]: text.replace(line, `${line}${indentation}archived: true\n`) };
}

/** A price of the sample before and after an edit, as the line stands in the file. */
export interface PriceEdit {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export const PRICE_EDITS: readonly PriceEdit[] = [
  {
    file: "polar.yaml",
    before: "      - { amount_type: fixed, price_amount: 2900 }",
    after: "      - { amount_type: fixed, price_amount: 3400 }",
  },
  {
    file: "polar.yaml",
    before: "            - { min_seats: 10, price_per_seat: 1400 }",
    after: "            - { min_seats: 10, price_per_seat: 1450 }",
  },
  {
    file: "sequence.yaml",
    before: '            - { price: "0.001", isPricePercentage: false }',
    after: '            - { price: "0.0012", isPricePercentage: false }',
  },
  { file: "fynn.yaml", before: "        price: { amount: 900 }", after: "        price: { amount: 950 }" },
];

export function changePrice(files: Files, { file, before, after }: PriceEdit): Files {
  const text = files[file] ?? "";
  if (text.split(before).length !== 2) throw new Error(`${file} does not hold this line once: ${before}`);
  return { ...files, [file]: text.replace(before, after) };
}

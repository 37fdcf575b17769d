/**
 * `node tools/types/types.ts [--check]`: the classes of provider/resources/, one file a vendor, from the kinds' field
 * tables.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe } from "../../dist/provider/fields/json-schema.js";
import type { Member, Members, ObjectShape, Shape, UnionShape } from "../../dist/provider/fields/shape.js";
import { memberOf } from "../../dist/provider/kinds/absence.js";
import type { Kind } from "../../dist/provider/kinds/kind.js";
import type { Vendor } from "../../dist/provider/kinds/vendor.js";
import { typeToken } from "../../dist/provider/pulumi/resource-text.js";
import { parentArgument } from "../../dist/provider/pulumi/typed-args.js";
import { isClearable } from "../../dist/provider/validation/schema.js";
import { registry } from "../../dist/provider/vendors/registry.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = join(ROOT, "provider/resources");
const HEAD = "/** Made by tools/types/types.ts from the field tables: change those, and run `npm run fix`. */";

/** Members of every resource, which no field may be called. */
const TAKEN = ["id", "urn", "address", "account", "archived", "lifecycle"];

const LIFECYCLE = "What happens to the object over time; nothing of it reaches the vendor.";

/** "SEAT_BASED", "listPrices" → "SeatBased", "ListPrices" */
const pascal = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + (/[a-z]/.test(part) ? part.slice(1) : part.slice(1).toLowerCase()))
    .join("");

/** "prices" → "price": what one item of a list is called. */
const singular = (name: string): string => name.replace(/ies$/, "y").replace(/(?<!s)s$/, "");

const className = ({ type }: Kind): string => type.slice(type.indexOf(":") + 1);
const quoted = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));

const comment = (text: string, source?: string): string => {
  const lines = [...text.split("\n"), ...(source ? ["", `@see ${source}`] : [])].map((line) =>
    line.replaceAll("*/", "*\\/"),
  );
  return lines.length === 1
    ? `/** ${lines[0]} */`
    : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`;
};

/** The declarations of one vendor's file by their names, each before those that it needs. */
class Declarations {
  readonly #texts = new Map<string, string>();

  add(name: string, text: () => string): string {
    if (this.#texts.has(name)) throw new Error(`types: two declarations are called ${name}`);
    this.#texts.set(name, "");
    this.#texts.set(name, text());
    return name;
  }

  has(name: string): boolean {
    return this.#texts.has(name);
  }

  get text(): string {
    return [...this.#texts.values()].join("\n\n");
  }
}

/** The type of a shape; objects and unions become declarations called after their place. */
function typeOf(shape: Shape, name: string, all: Declarations, source: string | undefined): string {
  const inner = (one: Shape, as: string): string => `pulumi.Input<${typeOf(one, as, all, source)}>`;
  switch (shape.type) {
    case "text":
      return "string";
    case "decimal":
      return shape.orInteger ? "string | number" : "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "choice": {
      const known = shape.values.map((value) => JSON.stringify(value)).join(" | ");
      return shape.open ? `OpenChoice<${known}>` : known;
    }
    case "list":
      return `readonly ${inner(shape.of, singular(name))}[]`;
    case "map":
      return `{ readonly [key: string]: ${inner(shape.of, singular(name))} }`;
    case "either":
      return [...new Set(shape.of.map((one, index) => typeOf(one, `${name}${index + 1}`, all, source)))].join(" | ");
    case "open":
      return shape.outer === undefined ? "unknown" : shape.outer === "list" ? "readonly unknown[]" : "Anything";
    case "object":
      return objectType(shape, name, [], all, source);
    case "named":
      return all.has(shape.name) ? shape.name : typeOf(shape.of(), shape.name, all, source);
    case "union":
      return unionType(shape, name, all, source);
  }
}

function unionType(
  { cases, tag, tagDoc }: UnionShape,
  name: string,
  all: Declarations,
  source: string | undefined,
): string {
  return all.add(name, () => {
    const names = Object.entries(cases).map(([value, one]) => {
      const tagMember = `${comment(tagDoc, source)}\nreadonly ${quoted(tag)}: ${JSON.stringify(value)};`;
      return objectType(one, `${name}${pascal(value)}`, [tagMember], all, source);
    });
    return `export type ${name} = ${names.join(" | ")};`;
  });
}

function objectType(
  { members, exactlyOne = [], open }: ObjectShape,
  name: string,
  tag: readonly string[],
  all: Declarations,
  source: string | undefined,
): string {
  const grouped = exactlyOne.flat();
  const types = (some: Members): string => memberTypes(some, name, all, source).join("\n");
  return all.add(name, () => {
    const rest = types(Object.fromEntries(Object.entries(members).filter(([key]) => !grouped.includes(key))));
    const body = [...tag, rest, open ? "readonly [member: string]: unknown;" : ""].join("\n");
    const groups = exactlyOne.map((group) =>
      types(Object.fromEntries(group.map((key) => [key, { ...(members[key] as Member), required: true }]))),
    );
    if (groups.length === 0) return `export interface ${name} {\n${body}\n}`;
    return `export type ${name} = {\n${body}\n} & ${groups.map((group) => `ExactlyOne<{\n${group}\n}>`).join(" & ")};`;
  });
}

/** Members of an object that is sent; `isNullable` says which may be null to be cleared. */
function memberTypes(
  members: Members,
  name: string,
  all: Declarations,
  source: string | undefined,
  isNullable: (key: string) => boolean = () => false,
): string[] {
  return Object.entries(members)
    .filter(([, { readOnly }]) => !readOnly)
    .map(([key, member]) => {
      const page = member.source ?? source;
      const value = typeOf(member.shape, `${name}${pascal(key)}`, all, page);
      const absent = member.required ? "" : `${isNullable(key) ? " | null" : ""} | undefined`;
      const doc = comment(describe(withoutSource(member)), page);
      return `${doc}\nreadonly ${quoted(key)}${member.required ? "" : "?"}: pulumi.Input<${value}${absent}>;`;
    });
}

const withoutSource = ({ source: _page, ...member }: Member): Member => member;

function kindText(kind: Kind, vendor: Vendor, all: Declarations): void {
  const name = className(kind);
  const [fields, args] = [`${name}Fields`, `${name}Args`];
  const argument = kind.parent && parentArgument(kind.parent.type);
  const parent = kind.parent && registry.kind(kind.parent.type)?.kind;
  const ours = Object.fromEntries(Object.entries(kind.fields).filter(([, { fromParent }]) => !fromParent));
  const members = Object.fromEntries(Object.entries(ours).map(([key, field]) => [key, memberOf(field)]));
  const isNullable = (key: string): boolean => ours[key] !== undefined && isClearable(ours[key]);
  for (const key of Object.keys(ours)) {
    if (TAKEN.includes(key) || key === argument)
      throw new Error(`types: a field of ${kind.type} cannot be called ${key}`);
  }
  const member = (doc: string, text: string, page?: string): string => `${comment(doc, page)}\nreadonly ${text};`;
  const outputs = Object.entries(kind.fields).map(([key, { doc, fromParent }]) => {
    const type = fromParent ? "pulumi.Output<string>" : `Filled<${fields}[${JSON.stringify(key)}]>`;
    return `${comment(doc)}\ndeclare readonly ${quoted(key)}: ${type};`;
  });
  const address = parent
    ? `the address of the ${parent.title}, a slash, and this name`
    : "the account, a slash, and this name";
  all.add(
    name,
    () => `${comment(`A ${kind.title} of ${vendor.title}. Its address is ${address}.`)}
export class ${name} extends CatalogueResource {
static readonly __pulumiType = ${JSON.stringify(typeToken(kind.type))};
declare readonly __pulumiType: typeof ${name}.__pulumiType;
${outputs.join("\n")}

/** Ends the program when the arguments are not in order, with a sentence for each mistake. */
constructor(name: string, args: ${args}, options: pulumi.CustomResourceOptions = {}) {
super(typed(${JSON.stringify(kind.type)}, name, args), options);
}

/** Whether a value is a resource of this kind, be it from the YAML or from the program. */
static override isInstance(value: unknown): value is ${name} {
return kindOf(value) === ${JSON.stringify(kind.type)};
}
}`,
  );

  const owner = parent
    ? member(
        `The ${parent.title} that it belongs to; ` +
          `one from the YAML is \`catalogue.get(${vendor.name}.${className(parent)}, …)\`.`,
        `${argument}: ${className(parent)}`,
      )
    : member("The account, as in catalogue:accounts. Default: the vendor's name.", "account?: string | undefined");
  const archived = `true archives the ${kind.title} at the vendor. ${kind.docs.archived}\nDefault: false`;
  all.add(
    args,
    () => `export interface ${args} extends ${fields} {
${owner}
${member(archived, "archived?: boolean | undefined", kind.docs.page)}
${member(LIFECYCLE, `lifecycle?: Lifecycle<keyof ${fields}> | undefined`)}
}`,
  );
  all.add(fields, () => {
    const doc = comment(`What a ${kind.title} has at ${vendor.title}.`);
    const types = memberTypes(members, name, all, undefined, isNullable);
    return `${doc}\nexport interface ${fields} {\n${types.join("\n")}\n}`;
  });
}

function vendorText(vendor: Vendor): string {
  const all = new Declarations();
  for (const kind of vendor.kinds) kindText(kind, vendor, all);
  const body = all.text;
  const used = ["Anything", "ExactlyOne", "Filled", "Lifecycle", "OpenChoice"].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(body),
  );
  return `${HEAD}
import type * as pulumi from "@pulumi/pulumi";
import { kindOf } from "../pulumi/entry-of.js";
import { CatalogueResource } from "../pulumi/resource.js";
import { typed } from "../pulumi/typed.js";
import type { ${used.join(", ")} } from "../pulumi/typed-args.js";

${body}
`;
}

const formatted = (name: string, text: string): string =>
  execFileSync(join(ROOT, "node_modules/.bin/biome"), ["format", `--stdin-file-path=provider/resources/${name}`], {
    cwd: ROOT,
    input: text,
    encoding: "utf8",
  });

const index = `${HEAD}\n${registry.vendors
  .map(({ name }) => name)
  .sort()
  .map((name) => `export * as ${name} from "./${name}.js";`)
  .join("\n")}\n`;
const files = new Map([
  ...registry.vendors.map((vendor): [string, string] => [`${vendor.name}.ts`, vendorText(vendor)]),
  ["index.ts", index],
]);

mkdirSync(FOLDER, { recursive: true });
const leftOver = readdirSync(FOLDER).filter((name) => !files.has(name));
const stale = [...files].flatMap(([name, text]) => {
  const [path, fresh] = [join(FOLDER, name), formatted(name, text)];
  if (existsSync(path) && readFileSync(path, "utf8") === fresh) return [];
  if (!process.argv.includes("--check")) writeFileSync(path, fresh);
  return [name];
});
if (!process.argv.includes("--check")) for (const name of leftOver) rmSync(join(FOLDER, name));
else if (stale.length + leftOver.length > 0) {
  console.error(
    `out of date in provider/resources/: ${[...stale, ...leftOver].join(", ")}\n  what to do: run npm run fix`,
  );
  process.exitCode = 1;
}

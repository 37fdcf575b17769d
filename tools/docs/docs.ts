/**
 * `node tools/docs/docs.ts [--check]`: generates the parts of docs/ that come from the code. They are between
 * `<!-- begin … -->` and `<!-- end -->`; the rest of each page is written by hand.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inWords } from "../../dist/provider/fields/json-schema.js";
import type { Member, Members, Shape } from "../../dist/provider/fields/shape.js";
import { clearingOf, memberOf } from "../../dist/provider/kinds/absence.js";
import type { Field } from "../../dist/provider/kinds/field.js";
import type { Kind } from "../../dist/provider/kinds/kind.js";
import type { Vendor } from "../../dist/provider/kinds/vendor.js";
import { UNFIT_RULE } from "../../dist/provider/review/acceptance.js";
import { ACCOUNT_RULE } from "../../dist/provider/review/rules/account-moved.js";
import { REVIEW_RULES } from "../../dist/provider/review/rules/index.js";
import { CODES } from "../../dist/provider/validation/codes.js";
import { registry } from "../../dist/provider/vendors/registry.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const EXAMPLES = join(ROOT, "test/catalogue/problems");

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), `|${head.map(() => "---").join("|")}|`, ...rows].join("\n");

/** Every code with an example of its message and remedy. */
function problems(): string {
  const rules = registry.vendors.flatMap(({ title, kinds }) =>
    kinds.flatMap((kind) =>
      (kind.rules ?? []).map(({ code, doc }): [string, string] => [code, `${title}, ${kind.title}: ${doc}`]),
    ),
  );
  const all = new Map([...Object.entries(CODES), ...rules]);
  const rows = [...all]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, doc]) => row(`\`${code}\``, doc, ...example(code)));
  return table(["code", "meaning", "for example", "what to do"], rows);
}

function example(code: string): [string, string] {
  const path = join(EXAMPLES, code, "expected.txt");
  if (!existsSync(path)) return ["", ""];
  const block =
    readFileSync(path, "utf8")
      .split("\n\n")
      .find((problem) => problem.includes(`[${code}]`)) ?? "";
  const message = /\]: (.*)/.exec(block)?.[1] ?? "";
  const help = / help: (.*)/.exec(block)?.[1] ?? "";
  return [message, help];
}

const WHEN_CHANGED: Record<Field["fate"], string> = {
  update: "in place",
  replace: "**a new object**; the old one is archived",
  fixed: "refused",
};

function whenRemoved(field: Field, vendor: Vendor): string {
  const settings = Object.fromEntries(
    Object.entries(vendor.settings).map(([name, { default: value }]) => [name, value ?? null]),
  );
  const resting = field.absence?.means;
  if (resting !== undefined && field.fate === "replace")
    return `**a new object** ${resting === null ? "without it" : `with \`${JSON.stringify(resting)}\``}`;
  const clear = clearingOf(field, settings);
  if (clear === "never") return field.required ? "required" : "cannot be cleared";
  if (clear === "null") return "sent as `null`";
  if (clear === "omit") return "omitted from the PUT";
  return `sent as \`${JSON.stringify(clear.value)}\``;
}

/** What happens to members that the entry does not name. */
function unnamed({ shape, fate, unnamed: what }: Field): string {
  if (what === "kept")
    return "*Members that the entry does not name* are not changed; a list in it is written as a whole.";
  if (fate !== "update" || what === undefined)
    return shape.type === "list" ? "*Written as a whole:* items that the entry does not list are lost." : "";
  if (shape.type === "list")
    return "*Written as a whole:* items that the entry does not list and members that its items do not name are lost.";
  // A value that is only the id of another object has no other members.
  const isId = shape.type === "object" && Object.keys(shape.members).join() === "id";
  return isId ? "" : "*Written as a whole:* members that the entry does not name are lost.";
}

const described = ({ doc, unit, default: fallback, source }: Member): string =>
  [
    doc,
    unit ? `*Unit:* ${unit}.` : "",
    fallback === undefined || fallback === null ? "" : `*Default:* \`${JSON.stringify(fallback)}\`.`,
    source ? `[page](${source})` : "",
  ]
    .filter((part) => part !== "")
    .join(" ");

/** A kind's fields, and a table for each value with members of its own. */
function fields(kind: Kind, vendor: Vendor): string {
  const own = Object.entries(kind.fields).filter(([, field]) => !field.fromParent);
  const rows = own.map(([name, field]) => {
    const changed = field.replaceOn
      ? `in place; with another \`${field.replaceOn.join("`, `")}\` **a new object**`
      : WHEN_CHANGED[field.fate];
    return row(
      `\`${name}\`${field.required ? " (required)" : ""}`,
      inWords(field.shape),
      changed,
      whenRemoved(field, vendor),
      [described(memberOf(field)), unnamed(field)].filter((part) => part !== "").join(" "),
    );
  });
  const main = table(["field", "value", "when changed", "when removed", "meaning"], rows);
  const shown: Shown = new Map();
  return [main, ...own.flatMap(([name, field]) => inner({ path: name }, field.shape, shown))].join("\n\n");
}

/** The path of a value, and the tag of the union that contains it. */
interface Place {
  readonly path: string;
  readonly tag?: string;
}
/** The place of the table of each named shape, by name: a shape that contains itself is shown once. */
type Shown = Map<string, Place>;

const below = ({ path, ...rest }: Place, more: string): Place => ({ ...rest, path: path + more });
const heading = ({ path, tag }: Place): string => `\`${path}\`${tag ? ` with \`${tag}\`` : ""}`;

function inner(place: Place, shape: Shape, shown: Shown): string[] {
  switch (shape.type) {
    case "list":
      return inner(below(place, "[]"), shape.of, shown);
    case "object":
      return members(place, shape.members, shown);
    case "union":
      return Object.entries(shape.cases).flatMap(([tag, variant]) =>
        members({ path: place.path, tag: `${shape.tag}: ${tag}` }, variant.members, shown),
      );
    case "named": {
      const before = shown.get(shape.name);
      if (before) return [`${heading(place)}: the same members as ${heading(before)}.`];
      shown.set(shape.name, place);
      return inner(place, shape.of(), shown);
    }
    default:
      return [];
  }
}

function members(place: Place, all: Members, shown: Shown): string[] {
  const writable = Object.entries(all).filter(([, { readOnly }]) => !readOnly);
  if (writable.length === 0) return [];
  const rows = writable.map(([key, member]) =>
    row(`\`${key}\`${member.required ? " (required)" : ""}`, inWords(member.shape), described(member)),
  );
  return [
    `${heading(place)}:`,
    table(["member", "value", "meaning"], rows),
    ...writable.flatMap(([key, { shape }]) => inner(below(place, `.${key}`), shape, shown)),
  ];
}

function settings(vendor: Vendor): string {
  const rows = Object.entries(vendor.settings).map(([name, member]) =>
    row(`\`${name}\``, inWords(member.shape), `\`${JSON.stringify(member.default ?? null)}\``, member.doc),
  );
  return table(["setting", "value", "default", "meaning"], rows);
}

/** A section for each rule, in the order of their codes. */
function rules(): string {
  const sections = [...REVIEW_RULES, { ...ACCOUNT_RULE, looksAt: "accounts" }, { ...UNFIT_RULE, looksAt: "both" }].map(
    ({ code, doc, severity, example: said, remedy, looksAt }) =>
      [
        `### \`${code}\``,
        doc,
        [
          `- severity: ${severity}`,
          `- looks at: ${LOOKS_AT[looksAt]}`,
          `- for example: ${escaped(said)}`,
          `- what to do: ${remedy}`,
        ].join("\n"),
      ].join("\n\n"),
  );
  return sections.join("\n\n");
}

const LOOKS_AT: Readonly<Record<string, string>> = {
  catalogue: "the catalogue; also reported by `catalogue validate`",
  change: "a change",
  accounts: "the accounts in the configuration of the stack",
  both: "the acceptances of both",
};

const escaped = (text: string): string => text.replaceAll("<", "&lt;");

/** The text between two marks, by their name: "problems", "rules", "fields polar:Product", "settings fynn". */
function part(name: string): string {
  const [what, of = ""] = name.split(" ");
  if (what === "problems") return problems();
  if (what === "rules") return rules();
  const vendor = registry.vendor(of.split(":")[0] ?? "");
  const kind = registry.kind(of)?.kind;
  if (what === "settings" && vendor) return settings(vendor);
  if (what === "fields" && vendor && kind) return fields(kind, vendor);
  throw new Error(`docs: there is no part "${name}"`);
}

const stale: string[] = [];
for (const name of readdirSync(join(ROOT, "docs")).filter((file) => file.endsWith(".md"))) {
  const path = join(ROOT, "docs", name);
  const text = readFileSync(path, "utf8");
  const fresh = text.replace(
    /(<!-- begin (.+?) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_all, begin: string, what: string, end: string) => `${begin}\n${part(what)}\n\n${end}`,
  );
  if (fresh === text) continue;
  if (process.argv.includes("--check")) stale.push(name);
  else writeFileSync(path, fresh);
}
if (stale.length > 0) {
  console.error(`out of date in docs/: ${stale.join(", ")}\n  what to do: run npm run fix`);
  process.exitCode = 1;
}

/** A price list as text for a terminal, and as Markdown. */
import CliTable from "cli-table3";
import wrapAnsi from "wrap-ansi";
import type { CatalogueList, ListedAccount, ListedEntry } from "../catalogue-list.js";
import { codeSpan, markdownText, oneLine } from "./escape.js";
import { capitalized } from "./summary.js";

/** "Price list of stack dev", "Price list of the files in ./catalogue, with the values of dev". */
function titleOf({ source }: CatalogueList): string {
  if (source.from === "stack") return `price list of stack ${source.stack}`;
  const values = source.values === undefined ? "without values of a stack" : `with the values of ${source.values}`;
  return `price list of the files in ${source.directory}, ${values}`;
}

/** "polar (Polar, production)" */
const accountTitle = ({ name, vendorTitle, environment }: ListedAccount): string =>
  `${name} (${[vendorTitle, ...(environment === undefined ? [] : [environment])].join(", ")})`;

/** In words, and since when where that is known. */
function stateLines({ state, archivedElsewhere, archivedBy }: ListedEntry): string[] {
  if (state === "active") return ["active"];
  if (state === "below-archived") return ["active, but its", "product is archived"];
  return [
    ...(archivedElsewhere ? ["archived in the", "dashboard"] : ["archived"]),
    ...(archivedBy === undefined ? [] : [`(${archivedBy.slice(0, 10)} or before)`]),
  ];
}

const priceLines = ({ prices }: ListedEntry): string[] =>
  prices.flatMap(({ text, tiers = [] }) => [oneLine(text), ...tiers.map((line) => `  ${oneLine(line)}`)]);

/** Columns of a terminal that are used where they are not known, and at least. */
const COLUMNS = 130;
const LEAST = 90;
const NAME = 26;
const STATE = 22;
const ID = 38;

/** A table for each account; prices are indented below their products. */
export function listText(list: CatalogueList, columns = COLUMNS): string {
  const price = Math.max(LEAST, columns) - NAME - ID - 4;
  const tables = list.accounts.map((account) => {
    const hasStates = account.entries.some(({ state }) => state !== "active");
    const widths = hasStates ? [NAME, price - STATE > 24 ? price - STATE : 24, STATE, ID] : [NAME, price, ID];
    const table = new CliTable({ ...PLAIN, colWidths: widths, head: headOf(hasStates) });
    for (const entry of account.entries) table.push(cellsOf(entry, hasStates).map(wrapped(widths)));
    const lines = account.entries.length === 0 ? "(nothing)" : trimmed(table.toString());
    return `${oneLine(accountTitle(account))}\n\n${lines}`;
  });
  return `${[oneLine(capitalized(titleOf(list))), ...tables].join("\n\n")}\n`;
}

const cellsOf = (entry: ListedEntry, hasStates: boolean): readonly (readonly string[])[] => {
  const { parent, name, kindTitle, address, id } = entry;
  const prices = priceLines(entry);
  return [
    [`${parent === undefined ? "" : "  "}${oneLine(name)}`],
    prices.length === 0 ? [`(${kindTitle})`] : prices,
    ...(hasStates ? [stateLines(entry)] : []),
    [address, ...(id === undefined ? [] : [id])].map((text) => oneLine(text)),
  ];
};

/** What is longer than its column goes on in the next line: no address and no id is cut. */
const wrapped =
  (widths: readonly number[]) =>
  (lines: readonly string[], column: number): string =>
    lines
      .flatMap((line) => {
        const indentation = /^ */.exec(line)?.[0] ?? "";
        const width = (widths[column] ?? COLUMNS) - indentation.length;
        return wrapAnsi(line.trimStart(), width, { hard: true })
          .split("\n")
          .map((part) => `${indentation}${part}`);
      })
      .join("\n");

const headOf = (hasStates: boolean): string[] => ["Name", "Price", ...(hasStates ? ["State"] : []), "Address, id"];

const trimmed = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");

const NO_LINES = [
  ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
  ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid"],
];
const PLAIN = {
  chars: { ...Object.fromEntries(NO_LINES.map((name) => [name, ""])), middle: "  " },
  style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
};

/** A table for each account. */
export function listMarkdown(list: CatalogueList): string {
  const tables = list.accounts.map((account) =>
    [
      `#### ${markdownText(accountTitle(account))}`,
      "",
      "| Name | Price | State | Address | Id |",
      "| --- | --- | --- | --- | --- |",
      ...account.entries.map(markdownRow),
    ].join("\n"),
  );
  return `${[`### ${markdownText(capitalized(titleOf(list)))}`, ...tables].join("\n\n")}\n`;
}

function markdownRow(entry: ListedEntry): string {
  const prices = priceLines(entry).map((line) => markdownText(line.trim()));
  const cells = [
    `${entry.parent === undefined ? "" : "— "}${markdownText(entry.name)}`,
    prices.join("<br>") || markdownText(`(${entry.kindTitle})`),
    markdownText(stateLines(entry).join(" ")),
    codeSpan(entry.address),
    entry.id === undefined ? "—" : codeSpan(entry.id),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Items of maps and lists as splices: added, and taken away. */
import type { Json } from "../../fields/shape.js";
import { type Form, flowText, keyText, listItemText, pairText, type Style } from "./print.js";
import { isBlank, lineEndAt, lineStartAt, nextLine, type Splice } from "./splice.js";
import type { Collection, Item } from "./tokens.js";

/** A new item. `name`: its key in a map. */
export interface NewItem {
  readonly name?: string;
  readonly value: Json;
  readonly form: Form;
}

interface Text {
  readonly text: string;
  readonly style: Style;
}

/** Adds an item to a collection that has items, before the one at `index`, or at the end. */
export function addedItem({ text, style }: Text, collection: Collection, item: NewItem, index: number): Splice[] {
  if (collection.flow) return addedInFlow({ text, style }, collection, item, index);
  const { indent, items } = collection;
  const lines = blockLines(item, indent, style);
  const next = items[index];
  if (index === 0 && next) {
    // Before the first one: its comments stay with it, above both.
    const added = `${lines.trimStart()}${style.eol}${" ".repeat(indent)}`;
    return [{ start: next.begin, end: next.begin, text: added }];
  }
  const previous = items[Math.min(index, items.length) - 1] as Item;
  const isLast = index >= items.length;
  const at = isLast ? afterComments(text, afterItem(text, previous), collection) : afterItem(text, previous);
  const gap = isLast && isSpaced(text, collection) ? style.eol : "";
  const isEnd = at === text.length && !text.endsWith("\n");
  const added = isEnd ? `${style.eol}${gap}${lines}` : `${gap}${lines}${style.eol}`;
  return [{ start: at, end: at, text: added }];
}

const blockLines = ({ name, value, form }: NewItem, indent: number, style: Style): string =>
  name === undefined ? listItemText(value, indent, style, form) : pairText(name, value, indent, style, form);

const flowItem = ({ name, value }: NewItem, style: Style): string =>
  name === undefined ? flowText(value, style) : `${keyText(name, style)}: ${flowText(value, style)}`;

/** The beginning of the line after an item. */
const afterItem = (text: string, { end }: Item): number => (text[end - 1] === "\n" ? end : nextLine(text, end));

/** Comments right below the last item belong to the collection, as far as their indentation shows it. */
function afterComments(text: string, from: number, { indent, kind }: Collection): number {
  // A list may have the indentation of the map around it.
  const least = kind === "list" ? indent + 1 : indent;
  let at = from;
  while (at < text.length) {
    const line = text.slice(at, lineEndAt(text, at));
    const column = line.search(/\S/);
    if (column < least || line[column] !== "#") return at;
    at = nextLine(text, at);
  }
  return at;
}

/** Whether a blank line is above the last item of several, with its comments. */
function isSpaced(text: string, { items, kind }: Collection): boolean {
  if (items.length < 2 || kind === "list") return false;
  let start = lineStartAt(text, (items.at(-1) as Item).begin);
  while (start > 0) {
    const above = lineStartAt(text, start - 1);
    const line = text.slice(above, start).trim();
    if (!line.startsWith("#")) return line === "";
    start = above;
  }
  return false;
}

function addedInFlow({ text, style }: Text, { items, end }: Collection, item: NewItem, index: number): Splice[] {
  const written = flowItem(item, style);
  const next = items[index];
  if (next) {
    const start = lineStartAt(text, next.begin);
    const own = isBlank(text.slice(start, next.begin));
    const gap = own ? style.eol + text.slice(start, next.begin) : " ";
    return [{ start: next.begin, end: next.begin, text: `${written},${gap}` }];
  }
  const last = items.at(-1) as Item;
  const start = lineStartAt(text, last.begin);
  const lineEnd = lineEndAt(text, last.end);
  const comma = /^[ \t]*,/.exec(text.slice(last.end))?.[0].length;
  // The closing bracket is on a line below: the item gets a line too.
  if (isBlank(text.slice(start, last.begin)) && lineEnd < end - 1) {
    const line = `${style.eol}${text.slice(start, last.begin)}${written}${comma === undefined ? "" : ","}`;
    const separated = comma === undefined ? [{ start: last.end, end: last.end, text: "," }] : [];
    return [...separated, { start: lineEnd, end: lineEnd, text: line }];
  }
  return [{ start: last.end, end: last.end, text: `, ${written}` }];
}

/** Takes away one item of several, with the comment in its line. */
export function removedItem(text: string, collection: Collection, item: Item): Splice[] {
  const { flow, items } = collection;
  const index = items.indexOf(item);
  return flow ? removedFromFlow(text, items, index) : removedLines(text, item, items[index + 1]);
}

function removedLines(text: string, item: Item, next: Item | undefined): Splice[] {
  const start = lineStartAt(text, item.begin);
  if (!isBlank(text.slice(start, item.begin))) {
    // It is on the line of a dash. What follows takes its place.
    const lineEnd = text[item.end - 1] === "\n" ? item.end - 1 : lineEndAt(text, item.end);
    const between = text.slice(lineEnd, next?.begin ?? lineEnd);
    return [{ start: item.begin, end: next && isBlank(between) ? next.begin : lineEnd, text: "" }];
  }
  const end = text[item.end - 1] === "\n" ? item.end : nextLine(text, item.end);
  const atEnd = end === text.length && !text.endsWith("\n");
  // One blank line is enough between what is above and what is below.
  const above = lineStartAt(text, start - 1);
  const isGap = start > 0 && isBlank(text.slice(above, start));
  const isGapBelow = end === text.length || isBlank(text.slice(end, nextLine(text, end)));
  const from = isGap && isGapBelow ? above : start;
  return [{ start: atEnd && from > 0 ? lineEndAt(text, lineStartAt(text, from - 1)) : from, end, text: "" }];
}

function removedFromFlow(text: string, items: readonly Item[], index: number): Splice[] {
  const [item, next, previous] = [items[index] as Item, items[index + 1], items[index - 1]];
  const start = lineStartAt(text, item.begin);
  const comma = /^\s*,/.exec(text.slice(item.end))?.[0].length ?? 0;
  const [end, lineEnd] = [item.end + comma, lineEndAt(text, item.end + comma)];
  const rest = text.slice(end, lineEnd);
  // On lines of its own: they go, with the comment at their end.
  if (isBlank(text.slice(start, item.begin)) && /^[ \t]*(?:#.*)?$/.test(rest) && start > 0 && (next || comma > 0))
    return [{ start, end: nextLine(text, lineEnd), text: "" }];
  if (next) {
    const between = text.slice(end, next.begin);
    return [{ start: item.begin, end: isBlank(between) ? next.begin : end, text: "" }];
  }
  const before = text.slice(previous?.end ?? item.begin, item.begin);
  return [{ start: /^\s*,\s*$/.test(before) && previous ? previous.end : item.begin, end: item.end, text: "" }];
}

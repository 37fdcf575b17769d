/** A value that takes the place of another, as splices. */
import { isAlias, isScalar, type Node } from "yaml";
import type { Json } from "../../fields/shape.js";
import { type Form, flowText, isCollectionValue, type ScalarType, type Style, scalarText, valueText } from "./print.js";
import { lineEndAt, lineStartAt, type Splice } from "./splice.js";
import type { Step, Tree } from "./tree.js";

/** Writes a value in place of that of an item, with its anchor and tag. Comments in the line of the key stay. */
export function replaced(tree: Tree, step: Step, value: Json): Splice[] {
  const { item, collection, inFlow } = step;
  const { text, style } = tree;
  const old = item.value;
  const like = likeOf(old);
  if (inFlow) {
    const written = isCollectionValue(value) ? flowText(value, style) : scalarText(value, style, like, true);
    return onOneLine(item, written);
  }
  const form: Form = formOf(tree, old, value);
  const inList = collection.kind === "list";
  const column = item.start === undefined ? collection.indent : item.start - lineStartAt(text, item.start);
  const at = { indent: collection.indent, column, inList, ...(like ? { like } : {}) };
  const { head, body } = valueText(value, at, style, inList && Array.isArray(value) ? "flow" : form);
  if (item.start === undefined)
    return [
      ...(head === "" ? [] : onOneLine(item, head)),
      ...(body === undefined ? [] : [lineBelow(text, item.indicator ?? item.end, body, style)]),
    ];
  return placed(tree, step, head, body);
}

/** Where nothing is written yet, or on one line. */
function onOneLine({ start, end, indicator }: Step["item"], written: string): Splice[] {
  if (start !== undefined) return [{ start, end, text: written }];
  return indicator === undefined
    ? [{ start: end, end, text: `: ${written}` }]
    : [{ start: indicator, end: indicator, text: ` ${written}` }];
}

const lineBelow = (text: string, offset: number, body: string, { eol }: Style): Splice => {
  const end = lineEndAt(text, offset);
  return { start: end, end, text: eol + body };
};

function placed({ text, style }: Tree, { item, collection }: Step, head: string, body: string | undefined): Splice[] {
  const [start, end] = [item.start as number, item.end];
  const lines = body === undefined ? "" : style.eol + body;
  // A block text ends with the end of its last line.
  const ended = text[end - 1] === "\n";
  const last = ended ? lineEndAt(text, lineStartAt(text, end - 1)) : end;
  const indicator = item.indicator ?? start;
  if (item.ownLine) {
    const keyEnd = lineEndAt(text, indicator);
    // An anchor or a tag in the line of the key goes, and a comment stays.
    const properties = /^(?:[ \t]+[&!]\S*)*/.exec(text.slice(indicator, keyEnd))?.[0].length ?? 0;
    return [
      { start: indicator, end: indicator + properties, text: head === "" ? "" : ` ${head}` },
      { start: keyEnd, end: last, text: lines },
    ];
  }
  if (body === undefined) return [{ start, end: last, text: head }];
  const first = lineEndAt(text, start);
  // `key: |` and `- a: 1`, with the lines below.
  if (first < last) {
    if (head !== "") return [{ start, end: last, text: `${head}${lines}` }];
    return collection.kind === "list"
      ? [{ start, end: last, text: body.trimStart() }]
      : [{ start: indicator, end: last, text: lines }];
  }
  const from = head === "" ? indicator : start;
  return [
    { start: from, end, text: head },
    { start: first, end: first, text: lines },
  ];
}

/** Brackets stay brackets, and a map or a list in lines stays in lines. */
function formOf(tree: Tree, old: Node | undefined, value: Json): Form {
  if (!isCollectionValue(value) || old === undefined) return "auto";
  const shown = isAlias(old) ? (tree.aliases.targets.get(old) ?? old) : old;
  const collection = tree.collection(shown);
  if (!collection) return "auto";
  return collection.flow ? "flow" : "block";
}

const likeOf = (old: Node | undefined): ScalarType | undefined =>
  isScalar(old) && typeof old.value === "string" && old.type !== undefined && old.type !== "PLAIN"
    ? (old.type as ScalarType)
    : undefined;

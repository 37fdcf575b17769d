/** Mistakes with brackets and braces: not closed, not opened, and commas between their items. */

import type { LibraryError } from "./library.js";
import { commentInText } from "./line.js";
import { lastBefore, type Source } from "./source.js";
import type { SyntaxViolation } from "./violation.js";

/** A bracket that is not closed or not opened, or a wrong comma between brackets. */
export function bracketViolation(source: Source, { code, pos: [pos] }: LibraryError): SyntaxViolation | undefined {
  const character = source.text[pos] ?? "";
  if (code === "UNEXPECTED_TOKEN" && /[}\]]/.test(character)) {
    return {
      ...{ code: "unclosed-bracket", range: [pos, pos + 1] },
      message: `nothing opens the bracket that \`${character}\` closes`,
      remedy: `remove it, or write the \`${character === "}" ? "{" : "["}\` that belongs to it`,
    };
  }
  if (character === "," && code === "UNEXPECTED_TOKEN") {
    return {
      ...{ code: "missing-comma", range: [pos, pos + 1], alone: true },
      message: "there is one comma too many, or nothing between two commas",
      remedy: "remove this comma, or write the `key: value` that belongs before it",
    };
  }
  const around = source.brackets.findLast(({ start, end, closed }) => closed && start < pos && pos < end);
  if (code === "MISSING_CHAR" && around) {
    const word = /^[^\s,:]*/.exec(source.text.slice(pos, pos + 100))?.[0] ?? "";
    return {
      ...{ code: "missing-comma", range: [pos, pos + word.length], alone: true },
      message: `a comma is missing before \`${word}\``,
      remedy: `write \`, ${word}\`: fields in braces are separated by commas`,
    };
  }
  const braces = source.brackets.findLast(({ start, end, open }) => open === "{" && start < pos && pos < end);
  if (code === "MULTILINE_IMPLICIT_KEY" && braces) {
    const { start, text } = source.rowAt(pos);
    return {
      ...{ code: "missing-comma", range: [pos, start + text.length], alone: true },
      message: "a comma is missing at the end of this line",
      remedy: `write \`${text.trim()},\`: fields in braces are separated by commas`,
    };
  }
  const open = lastBefore(
    source.brackets.filter(({ closed }) => !closed),
    pos,
  );
  if (!open || code === "BLOCK_IN_FLOW") return undefined;
  const close = open.open === "{" ? "}" : "]";
  const row = source.rowAt(open.start);
  const cut = /([^,:{}[\]]+?)\s+(#[\p{L}\p{N}][^,}\]]*)/u.exec(row.text.slice(open.start - row.start));
  if (cut) {
    const comment = open.start + cut.index + cut[0].length - (cut[2] ?? "").length;
    return {
      ...commentInText((cut[1] ?? "").trim(), (cut[2] ?? "").trim()),
      range: [comment, row.start + row.text.length],
    };
  }
  const [from, to] = [source.rowIndex(open.start) + 1, source.rowIndex(pos) + 1];
  const below =
    to > from ? `; if a \`${close}\` is on a line below, indent all lines up to it more than line ${from}` : "";
  return {
    ...{ code: "unclosed-bracket", range: [open.start, open.start + 1] },
    message: `the \`${open.open}\` that opens here is not closed`,
    remedy: `write the closing \`${close}\`${below}`,
  };
}

/** Mistakes with quotes: not closed, closed too early, and escapes that YAML does not know. */
import type { LibraryError } from "./library.js";
import { lastBefore, type Source } from "./source.js";
import { quoted, type SyntaxViolation } from "./violation.js";

/** A quote that is not closed, or that is closed before the string ends. */
export function quoteViolation(source: Source, { code, pos: [pos] }: LibraryError): SyntaxViolation | undefined {
  const quote = lastBefore(source.quotes, pos);
  if (!quote) return undefined;
  const { start, end, open } = quote;
  const row = source.rowAt(start);
  if (!quote.closed && pos >= start) {
    return {
      ...{ code: "unclosed-quote", range: [start, start + row.text.length - (start - row.start)] },
      message: `the quote (\`${open}\`) that opens here is not closed`,
      remedy: `write the closing \`${open}\` at the end of the string, on the same line`,
    };
  }
  const spansRows = source.rowIndex(end) > row.index;
  if (code !== "UNEXPECTED_TOKEN" && code !== "MISSING_CHAR" && code !== "BLOCK_IN_FLOW") return undefined;
  if (source.text.slice(end, pos).trim() !== "" || pos < end || source.text[pos] === "#") return undefined;
  if (spansRows) {
    return {
      ...{ code: "unclosed-quote", range: [start, start + row.text.length - (start - row.start)] },
      message: `the quote (\`${open}\`) that opens here is only closed on line ${source.rowIndex(end) + 1}`,
      remedy: `write the closing \`${open}\` at the end of the string, on the same line`,
    };
  }
  const inBrackets = source.brackets.some((bracket) => bracket.start < start && bracket.end > start);
  if (inBrackets) return undefined;
  const written = row.text.slice(start - row.start);
  const inner = written.length > 1 && written.endsWith(open) ? written.slice(1, -1) : written;
  const other = inner.includes("'") && !inner.includes('"') ? `"${inner}"` : quoted(inner);
  return {
    ...{ code: "text-after-quote", range: [start, start + written.length], alone: true },
    message: `the string ends at its second \`${open}\`, but more text follows`,
    remedy: `use other quotes around it: \`${other}\``,
  };
}

export function badEscape(source: Source, pos: number): SyntaxViolation | undefined {
  const sequence = /^\\?.?/su.exec(source.text.slice(pos, pos + 3))?.[0] ?? "\\";
  const quote = lastBefore(source.quotes, pos);
  const inner = quote?.closed ? source.text.slice(quote.start + 1, quote.end - 1) : undefined;
  const other = inner !== undefined && !inner.includes("\n") ? `: \`'${inner.replaceAll("'", "''")}'\`` : "";
  return {
    ...{ code: "bad-escape", range: [pos, pos + sequence.length], alone: true },
    message: `\`${sequence}\` in double quotes is not an escape that YAML knows`,
    remedy:
      `write two backslashes instead of one, or use single quotes, ` +
      `where a backslash has no special meaning${other}`,
  };
}

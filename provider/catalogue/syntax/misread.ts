/** Values that YAML reads in another way than they were meant, without an error. */
import { isScalar, type Pair, type Scalar } from "yaml";
import { closest } from "../../validation/did-you-mean.js";
import type { Violation } from "../../validation/violation.js";
import { commentInText } from "./line.js";
import { quoted } from "./violation.js";

/** Length to which a comment is read. */
const MAX_COMMENT = 500;

/** `used`: the names of all aliases. */
export function misread(scalar: Scalar, text: string, used: ReadonlySet<string>): Violation | undefined {
  return cutByComment(scalar, text) ?? cutByAnchor(scalar, used) ?? cutByTag(scalar) ?? typographicQuotes(scalar);
}

/** `name: Monthly #1 plan`, `label: #ff0000` */
function cutByComment({ range, value, type }: Scalar, text: string): Violation | undefined {
  if (!range || (type !== "PLAIN" && type !== "QUOTE_DOUBLE" && type !== "QUOTE_SINGLE" && value !== null))
    return undefined;
  if (value !== null && text[range[1]] !== " " && text[range[1]] !== "\t") return undefined;
  const rest = text.slice(range[1], range[1] + MAX_COMMENT).split("\n", 1)[0] ?? "";
  const comment = (value === null ? /^:?[ \t]*(#[\p{L}\p{N}].*)/u : /^[ \t]+(#[\p{L}\p{N}].*)/u)
    .exec(rest)?.[1]
    ?.trimEnd();
  return comment === undefined ? undefined : commentInText(value === null ? "" : String(value), comment);
}

/** `name: &Co plan`: an anchor that no alias uses was meant as part of the string. */
function cutByAnchor(scalar: Scalar, used: ReadonlySet<string>): Violation | undefined {
  const { anchor, value, type } = scalar;
  if (anchor === undefined || type !== "PLAIN" || used.has(anchor)) return undefined;
  const whole = quoted(`&${anchor}${value === null ? "" : ` ${String(value)}`}`);
  return {
    code: "bad-anchor",
    message: `\`&${anchor}\` is read as an anchor, but no \`*${anchor}\` uses it`,
    remedy: `put the whole value in quotes: \`${whole}\`; or remove \`&${anchor}\``,
  };
}

/** `name: ! Monthly` */
const cutByTag = ({ tag, value }: Scalar): Violation | undefined =>
  tag !== "!"
    ? undefined
    : {
        code: "unknown-tag",
        message: "`!` is read as a YAML tag",
        remedy: `put the whole value in quotes: \`${quoted(`! ${String(value ?? "")}`)}\`; or remove the \`!\``,
      };

/** `name: “Monthly”`, as word processors write quotes. */
function typographicQuotes({ type, value }: Scalar): Violation | undefined {
  const inner = type === "PLAIN" ? /^(?:[“”„«»](.*)[“”»«]|[‘’‚](.*)[‘’])$/s.exec(String(value)) : null;
  if (!inner) return undefined;
  return {
    code: "typographic-quotes",
    message: "YAML does not know these quotes, so they would be part of the string",
    remedy:
      `write straight quotes: \`${quoted(inner[1] ?? inner[2] ?? "")}\`; ` +
      `or, if they belong to the string, \`${quoted(String(value))}\``,
  };
}

/** `{ price: 12,50 }`: in braces a comma ends the value. Returns the number that was meant. */
export function cutByComma({ value }: Pair, next: Pair | undefined): string | undefined {
  if (
    !next ||
    !isScalar(value) ||
    value.type !== "PLAIN" ||
    !isScalar(next.key) ||
    (isScalar(next.value) ? next.value.value !== null : next.value !== null)
  )
    return undefined;
  const [whole, rest] = [value.source ?? "", next.key.source ?? ""];
  if (!/^-?[0-9]+$/.test(whole) || !/^[0-9]+$/.test(rest)) return undefined;
  return next.key.range?.[0] === (value.range?.[1] ?? 0) + 1 ? `${whole}.${rest}` : undefined;
}

/** `*montly`, and `**Monthly**` */
export function unknownAlias(name: string, anchors: ReadonlySet<string>): Violation {
  const code = "unknown-alias";
  const quotes = `put the value in quotes: \`${quoted(`*${name}`)}\``;
  if (!/^[\w.-]+$/.test(name))
    return {
      code,
      message: "a value that begins with `*` is read as an alias",
      remedy: quotes.replace("the value", "the whole value"),
    };
  const message = `there is no anchor \`&${name}\` above this line`;
  if (anchors.has(name))
    return {
      code,
      message: `\`&${name}\` is defined below this line`,
      remedy: `move \`&${name}\` and its value above this line`,
    };
  const meant = closest(name, anchors);
  if (meant !== undefined)
    return { code, message, remedy: `did you mean \`*${meant}\`? Or, if the \`*\` belongs to the value, ${quotes}` };
  return { code, message, remedy: `write \`&${name}\` above this line, before the value to use; or ${quotes}` };
}

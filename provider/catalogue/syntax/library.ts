/** What is said for each error of the YAML library when nothing better is known of its cause. None of the library's own words is shown. */
import type { ErrorCode } from "yaml";
import type { Trouble } from "../../validation/text.js";

const ANCHOR = {
  code: "bad-anchor",
  remedy:
    "write `&name value` for an anchor and `*name` alone to use it, or put a text that begins with & or * into quotes",
} as const;
const INDENTATION = {
  code: "bad-indentation",
  message: "the indentation fits no line above",
  remedy: "give lines of one level the same number of spaces, and lines below a key more than the key",
} as const;

export const LIBRARY: Readonly<Record<ErrorCode, Trouble>> = {
  ALIAS_PROPS: { ...ANCHOR, message: "an alias (`*name`) has an anchor or a tag of its own" },
  BAD_ALIAS: { ...ANCHOR, message: "an anchor or alias has no name" },
  MULTIPLE_ANCHORS: { ...ANCHOR, message: "a value has two anchors" },
  BAD_PROP_ORDER: {
    ...ANCHOR,
    message: "an anchor or a tag stands before the sign of its value",
    remedy: "write it after the `-`, `?` or `:`",
  },
  MULTIPLE_TAGS: {
    code: "unknown-tag",
    message: "a value has two tags",
    remedy: "remove both: a catalogue needs no tags",
  },
  TAG_RESOLVE_FAILED: {
    code: "unknown-tag",
    message: "the value has a YAML tag",
    remedy: "remove the tag: a catalogue needs none",
  },
  BAD_COLLECTION_TYPE: {
    code: "unknown-tag",
    message: "the tag does not fit its value",
    remedy: "remove the tag: a catalogue needs none",
  },
  BAD_DIRECTIVE: {
    code: "bad-directive",
    message: "a line that begins with % is an instruction for YAML readers, and this one is not known",
    remedy: "remove the line, or put a text that begins with % into quotes",
  },
  BAD_DQ_ESCAPE: {
    code: "bad-escape",
    message: "a backslash in double quotes begins an escape, and this one is not known",
    remedy: "write two backslashes (`\\\\`) for one, or use single quotes",
  },
  BAD_INDENT: INDENTATION,
  TAB_AS_INDENT: {
    code: "tab-indentation",
    message: "a tab indents this line",
    remedy: "indent with spaces, two for each level",
  },
  BAD_SCALAR_START: {
    code: "reserved-character",
    message: "a text without quotes cannot begin with this character",
    remedy: 'put the text into quotes: `"…"`',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: "unquoted-colon",
    message: "a second key follows on the line of the first",
    remedy: "put a text that holds `: ` into quotes, or begin a new line with the second key",
  },
  MULTILINE_IMPLICIT_KEY: {
    code: "missing-colon",
    message: "this line is not of the form `key: value`",
    remedy: "write `key: value` on one line; put `# ` before a comment; remove the line if it does not belong here",
  },
  BLOCK_IN_FLOW: {
    code: "unquoted-colon",
    message: "a value between brackets goes on in a way that only fits outside of them",
    remedy: "put a text that holds `: ` into quotes, and separate `key: value` pairs with commas",
  },
  DUPLICATE_KEY: { code: "duplicate-key", message: "a key is used twice in this map", remedy: "remove one of the two" },
  KEY_OVER_1024_CHARS: {
    code: "bad-key",
    message: "the key is longer than 1,024 characters",
    remedy: "use at most 250 characters",
  },
  NON_STRING_KEY: { code: "bad-key", message: "a key must be a plain text", remedy: "write the key as text" },
  MULTIPLE_DOCS: {
    code: "several-documents",
    message: "a second YAML document begins here",
    remedy: "remove the line with `---`; or, if two files were meant, put what follows into a file of its own",
  },
  RESOURCE_EXHAUSTION: { code: "too-deep", message: "values are nested too deep", remedy: "write flatter values" },
  MISSING_CHAR: {
    code: "yaml-syntax",
    message: "something is missing before this place: a colon, a comma, a space, a quote or a bracket",
    remedy: "write `key: value` on a line of its own, or `{ key: value, key: value }`, and close what was opened",
  },
  UNEXPECTED_TOKEN: {
    code: "yaml-syntax",
    message: "the value ends before this place, so what follows cannot be read",
    remedy: 'put the whole value into quotes (`key: "…"`), or begin a new line with the next key',
  },
  IMPOSSIBLE: {
    code: "yaml-syntax",
    message: "this place cannot be read as YAML",
    remedy: "write `key: value`, one to a line, with lower levels indented by two more spaces",
  },
};

/** Message and remedy for each error code of the YAML library, used when no better cause is found. */
import type { ErrorCode } from "yaml";
import type { Violation } from "../../validation/violation.js";

/** An error of the library. Its message is not used. */
export interface LibraryError {
  readonly code: ErrorCode;
  readonly pos: readonly [number, number];
}

const ANCHOR = {
  code: "bad-anchor",
  remedy:
    "write `&name value` for an anchor and `*name` alone to use it; or put a value that begins with & or * in quotes",
} as const;
const INDENTATION = {
  code: "bad-indentation",
  message: "the indentation does not match any line above",
  remedy: "indent all lines of one level by the same number of spaces, and lines below a key more than the key",
} as const;

export const LIBRARY: Readonly<Record<ErrorCode, Violation>> = {
  ALIAS_PROPS: { ...ANCHOR, message: "an alias (`*name`) has an anchor or a tag of its own" },
  BAD_ALIAS: { ...ANCHOR, message: "an anchor or alias has no name" },
  MULTIPLE_ANCHORS: { ...ANCHOR, message: "a value has two anchors" },
  BAD_PROP_ORDER: {
    ...ANCHOR,
    message: "an anchor or a tag is written before the `-`, `?` or `:` of its value",
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
    message: "a line that begins with % is a YAML directive, and this directive is not known",
    remedy: "remove the line; or put a value that begins with % in quotes",
  },
  BAD_DQ_ESCAPE: {
    code: "bad-escape",
    message: "a backslash in double quotes begins an escape, and this escape is not known",
    remedy: "write two backslashes (`\\\\`) instead of one, or use single quotes",
  },
  BAD_INDENT: INDENTATION,
  TAB_AS_INDENT: {
    code: "tab-indentation",
    message: "this line is indented with a tab",
    remedy: "indent with spaces, two for each level",
  },
  BAD_SCALAR_START: {
    code: "reserved-character",
    message: "a value without quotes cannot begin with this character",
    remedy: 'put the value in quotes: `"…"`',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: "unquoted-colon",
    message: "a second key follows on the line of the first",
    remedy: "put a value that contains `: ` in quotes, or begin a new line with the second key",
  },
  MULTILINE_IMPLICIT_KEY: {
    code: "missing-colon",
    message: "this line does not have the form `key: value`",
    remedy: "write `key: value` on one line; put `# ` before a comment; remove the line if it does not belong here",
  },
  BLOCK_IN_FLOW: {
    code: "unquoted-colon",
    message: "a value between brackets contains a colon followed by a space",
    remedy: "put a value that contains `: ` in quotes, and separate `key: value` pairs with commas",
  },
  DUPLICATE_KEY: { code: "duplicate-key", message: "a key is used twice in this map", remedy: "remove one of the two" },
  KEY_OVER_1024_CHARS: {
    code: "bad-key",
    message: "the key is longer than 1,024 characters",
    remedy: "use at most 250 characters",
  },
  NON_STRING_KEY: { code: "bad-key", message: "a key must be a string", remedy: "write the key as a string" },
  MULTIPLE_DOCS: {
    code: "several-documents",
    message: "a second YAML document begins here",
    remedy: "remove the line with `---`; or put what follows in a file of its own",
  },
  RESOURCE_EXHAUSTION: { code: "too-deep", message: "values are nested too deeply", remedy: "write flatter values" },
  MISSING_CHAR: {
    code: "yaml-syntax",
    message: "something is missing before this place: a colon, a comma, a space, a quote or a bracket",
    remedy:
      "write `key: value` on a line of its own, or `{ key: value, key: value }`, and close every quote and bracket",
  },
  UNEXPECTED_TOKEN: {
    code: "yaml-syntax",
    message: "the value ends before this place, so what follows cannot be read",
    remedy: 'put the whole value in quotes (`key: "…"`), or begin a new line with the next key',
  },
  IMPOSSIBLE: {
    code: "yaml-syntax",
    message: "this place cannot be read as YAML",
    remedy: "write each `key: value` on a line of its own, and indent each lower level by two more spaces",
  },
};

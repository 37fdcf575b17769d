/** Messages never contain the words of the YAML library: each of its error codes has a message of ours. */
import { describe, expect, it } from "vitest";
import { Composer, type ErrorCode, Parser } from "yaml";
import { LIBRARY } from "../../provider/catalogue/syntax/library.js";
import { libraryPhrases, libraryWords } from "../support/library-words.js";
import { problemsOf } from "./malformed.js";

/** A text that makes the library report the code; or why none does. */
const EXAMPLES: Readonly<Record<ErrorCode, string | { readonly never: string }>> = {
  ALIAS_PROPS: "a: &x 1\nb: &y *x\n",
  BAD_ALIAS: "a: & b\n",
  BAD_DIRECTIVE: "%YAML one two\n---\na: 1\n",
  BAD_DQ_ESCAPE: 'a: "\\q"\n',
  BAD_INDENT: "a:\n    b: 1\n  c: 2\n",
  BAD_PROP_ORDER: "&x ? b\n: c\n",
  BAD_SCALAR_START: "a: @b\n",
  BLOCK_AS_IMPLICIT_KEY: "a: b: c\n",
  BLOCK_IN_FLOW: "a: { b: c: d }\n",
  DUPLICATE_KEY: { never: "we find keys that are used twice ourselves (uniqueKeys is off)" },
  IMPOSSIBLE: { never: "the library's word for a state that cannot be" },
  KEY_OVER_1024_CHARS: `${"k".repeat(1_100)}: 1\n`,
  MISSING_CHAR: 'a: "b\n',
  MULTILINE_IMPLICIT_KEY: "a\nb: 1\n",
  MULTIPLE_ANCHORS: "a: &x &y b\n",
  MULTIPLE_DOCS: { never: "we look for a second document ourselves" },
  MULTIPLE_TAGS: "a: !!str !!int b\n",
  NON_STRING_KEY: { never: "only with the option stringKeys" },
  RESOURCE_EXHAUSTION: { never: "a text that nests so deep is refused before" },
  TAB_AS_INDENT: "a:\n\tb: 1\n",
  TAG_RESOLVE_FAILED: "a: !b c\n",
  UNEXPECTED_TOKEN: 'a: "b" c\n',
  BAD_COLLECTION_TYPE: { never: "known tags are not resolved (resolveKnownTags is off)" },
};
const codes = Object.keys(EXAMPLES) as ErrorCode[];

function reported(text: string): ErrorCode[] {
  const options = {
    version: "1.2",
    schema: "core",
    resolveKnownTags: false,
    prettyErrors: false,
    uniqueKeys: false,
  } as const;
  const documents = [...new Composer(options).compose(new Parser().parse(text), true, text.length)];
  return documents.flatMap(({ errors, warnings }) => [...errors, ...warnings].map(({ code }) => code));
}

describe("the YAML library", () => {
  it("has sentences that this test knows", () => {
    expect(libraryPhrases.length).toBeGreaterThan(40);
    expect(libraryPhrases).toContain("Nested mappings are not allowed in compact mappings");
  });

  it.each(codes)("%s has words of ours and a remedy", (code) => {
    const example = EXAMPLES[code];
    const { message, remedy } = LIBRARY[code];
    const shown = [message, remedy];
    if (typeof example === "string") {
      expect(reported(example)).toContain(code);
      // Of a file, as the user sees it; the missing vendor is another matter.
      const problems = problemsOf(example).filter((problem) => !problem.message.includes("its vendor"));
      expect(problems).not.toEqual([]);
      for (const problem of problems) shown.push(problem.message, problem.remedy);
    }
    for (const text of shown) {
      expect(text).not.toBe("");
      expect(text).not.toMatch(libraryWords);
    }
  });
});

import { describe, expect, it } from "vitest";
import { EXIT } from "../../provider/cli/exit-codes.ts";
import { exitCodeOf, parseFailOn, VERDICT } from "../../provider/review/verdict.ts";
import { change, finding, review } from "./reviews.ts";

const CODES = ["times-ten", "big-change"];

describe("the exit code", () => {
  const changed = review({ changes: [change()] });
  const noted = review({ changes: [change()], findings: [finding({ severity: "note" })] });
  const blocked = review({ changes: [change()], findings: [finding({ severity: "block" })] });

  it("is one of the exit codes of all commands", () => {
    expect(VERDICT).toEqual({
      nothing: EXIT.fine,
      failed: EXIT.problems,
      changes: EXIT.changes,
      blocked: EXIT.blocked,
    });
  });

  it("is 0 for nothing, 2 for changes, 3 for findings that block, 1 for errors", () => {
    expect(exitCodeOf(review())).toBe(0);
    expect(exitCodeOf(review({ messages: [{ severity: "warning", text: "x" }] }))).toBe(0);
    expect(exitCodeOf(changed)).toBe(2);
    expect(exitCodeOf(noted)).toBe(2);
    expect(exitCodeOf(blocked)).toBe(3);
    expect(exitCodeOf(review({ findings: [finding({ severity: "block" })] }))).toBe(3);
    expect(exitCodeOf({ ...blocked, source: { from: "preview", failed: true } })).toBe(1);
    expect(exitCodeOf({ ...blocked, messages: [{ severity: "error", text: "x" }] })).toBe(1);
    expect(exitCodeOf(review({ changes: [change({ messages: [{ severity: "error", text: "x" }] })] }))).toBe(1);
  });

  it("follows --fail-on", () => {
    const code = (text: string, of = noted): number => exitCodeOf(of, parseFailOn(text, CODES));
    expect(code("none", blocked)).toBe(2);
    expect(code("block")).toBe(2);
    expect(code("warn")).toBe(2);
    expect(code("note")).toBe(3);
    expect(code("note", blocked)).toBe(3);
    expect(code("warn", blocked)).toBe(3);
    expect(code("big-change")).toBe(3);
    expect(code("times-ten")).toBe(2);
    expect(code("times-ten", blocked)).toBe(2);
    expect(code(" block , times-ten ", blocked)).toBe(3);
  });
});

describe("--fail-on refuses", () => {
  it.each([
    ["time-ten", "--fail-on: `time-ten` is neither a code of a rule nor a severity: did you mean `times-ten`?"],
    ["warn,bigchange", "--fail-on: `bigchange` is neither a code of a rule nor a severity: write `big-change`"],
    ["", "--fail-on is empty: write codes of rules, block, warn, note, or none"],
    [" , ", "--fail-on is empty: write codes of rules, block, warn, note, or none"],
    ["none,warn", "--fail-on: `none` cannot be combined with other words: write `none` alone"],
    ["xyzzy", "neither a code of a rule nor a severity: write one of the codes in docs/problems.md"],
  ])("%j", (text, message) => {
    expect(() => parseFailOn(text, CODES)).toThrow(message);
  });
});

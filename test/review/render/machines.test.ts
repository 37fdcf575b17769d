/** SARIF and the annotations of GitHub. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { githubAnnotations } from "../../../provider/review/render/github.ts";
import { sarif } from "../../../provider/review/render/sarif.ts";
import { runs } from "../../support/runs.ts";
import { fullReview } from "../full.ts";
import { hostileNames } from "../hostile.ts";
import { arbitraryReview, change, finding, review } from "../reviews.ts";

const { $schema, id, ...schema } = JSON.parse(
  readFileSync(new URL("../schemas/sarif-2.1.0-rtm.5.json", import.meta.url), "utf8"),
);
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
const texts = fc.oneof(fc.constantFrom(...hostileNames(500, 5)), fc.string({ unit: "grapheme", maxLength: 20 }));
const RULES = [{ code: "big-change", doc: "A price changes by much.", remedy: "Check the amount." }];

describe("SARIF", () => {
  it("is valid by the official schema, with every finding and error in it", () => {
    fc.assert(
      fc.property(arbitraryReview(texts), (one) => {
        const log = JSON.parse(sarif(one, RULES));
        expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
        const { results, tool } = log.runs[0];
        const errors = [...one.messages, ...one.changes.flatMap(({ messages }) => messages)].filter(
          ({ severity }) => severity === "error",
        );
        expect(results).toHaveLength(one.findings.length + errors.length);
        for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
      }),
      { numRuns: runs(200) },
    );
  });

  it("has levels, places, rules with help, and the line that accepts", () => {
    const log = JSON.parse(
      sarif(
        review({
          changes: [change({ place: { file: "catalogue/my file.yaml", line: 7 } })],
          findings: [
            finding({ severity: "note", address: "polar/pro", accept: "lifecycle: { accept: { big-change: x } }" }),
            finding({ code: "times-ten", severity: "block", title: "Pro", message: "ten {0} [x](https://evil.test)" }),
          ],
        }),
        RULES,
      ),
    );
    const { results, tool } = log.runs[0];
    expect(results[0]).toMatchObject({ ruleId: "times-ten", level: "error" });
    expect(results[0].message.text).toBe("Pro: ten {{0}} [x]\u200b(https://evil.test). What to do: check the amount");
    expect(results[1]).toMatchObject({
      ruleId: "big-change",
      level: "note",
      locations: [
        { physicalLocation: { artifactLocation: { uri: "catalogue/my%20file.yaml" }, region: { startLine: 7 } } },
      ],
      properties: { accept: "lifecycle: { accept: { big-change: x } }" },
    });
    expect(tool.driver.rules[0]).toEqual({
      id: "big-change",
      shortDescription: { text: "A price changes by much." },
      help: { text: "Check the amount." },
    });
  });
});

/** As the runner reads a command: github.com/actions/runner, ActionCommand.cs. */
function parse(line: string): { level: string; properties: Record<string, string>; message: string } {
  const [, level = "", properties = "", message = ""] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const decoded = (text: string): string =>
    text
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%25", "%");
  return {
    level,
    properties: Object.fromEntries(
      properties.split(",").map((part) => {
        const [name = "", ...value] = part.split("=");
        return [name, decoded(value.join("="))];
      }),
    ),
    message: decoded(message),
  };
}

describe("GitHub annotations", () => {
  it("are one line each, whatever the texts are, and at most 10", () => {
    fc.assert(
      fc.property(arbitraryReview(texts), (one) => {
        const lines = githubAnnotations(one).split("\n");
        expect(lines.pop()).toBe("");
        expect(lines.length).toBeLessThanOrEqual(10);
        for (const line of lines) {
          const { level, properties } = parse(line);
          expect(["error", "warning", "notice"]).toContain(level);
          expect(Object.keys(properties).filter((name) => !["file", "line", "title"].includes(name))).toEqual([]);
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it("are the worst ones first, at the place of the finding or of its change", () => {
    const notes = Array.from({ length: 12 }, () => finding({ severity: "note" }));
    const lines = githubAnnotations(
      review({
        changes: [
          change({
            place: { file: "a,b:c%.yaml", line: 7 },
            messages: [{ severity: "error", text: "refused\nby the vendor" }],
          }),
        ],
        findings: [
          ...notes,
          finding({ severity: "warn", address: "polar/pro" }),
          finding({
            code: "times-ten",
            severity: "block",
            title: "Pro",
            message: "10 % :: more",
            accept: "lifecycle: {}",
          }),
        ],
      }),
    )
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(10);
    const at = { file: "a,b:c%.yaml", line: "7" };
    expect(lines.slice(0, 4).map(parse)).toEqual([
      { level: "error", properties: { ...at, title: "Pro" }, message: "refused; by the vendor" },
      {
        level: "error",
        properties: { title: "times-ten: Pro" },
        message: "10 % :: more\ncheck the amount\nTo accept exactly this: lifecycle: {}",
      },
      {
        level: "warning",
        properties: { ...at, title: "big-change" },
        message: "the price rises by 60 %\ncheck the amount",
      },
      { level: "notice", properties: { title: "big-change" }, message: "the price rises by 60 %\ncheck the amount" },
    ]);
    expect(lines[0]).toBe("::error file=a%2Cb%3Ac%25.yaml,line=7,title=Pro::refused; by the vendor");
  });

  it("are none without findings and messages", () => {
    expect(githubAnnotations(review({ changes: [change()] }))).toBe("");
    expect(githubAnnotations(fullReview("name"))).not.toBe("");
  });
});

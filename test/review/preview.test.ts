/** What is handed in as a preview: of other versions and tools, cut off, failed, and with more than the catalogue. */
import { describe, expect, it } from "vitest";
import { parsePreview, previewOfEvents } from "../../provider/review/preview.js";
import { exitCodeOf } from "../../provider/review/verdict.js";
import { review } from "../../provider/review.js";
import { UNKNOWN } from "../../provider/validation/engine-words.js";

const TYPE = "pulumi-nodejs:dynamic/polar:Product";
const urnOf = (type: string, name: string): string => `urn:pulumi:dev::catalogue::${type}::${name}`;
const fields = (amount: unknown) => ({
  account: "polar",
  address: "polar/pro",
  archived: false,
  name: "Pro",
  owner: "catalogue/dev",
  recurring_interval: "month",
  prices: [{ amount_type: "fixed", price_currency: "usd", price_amount: amount }],
});
const oldState = (amount: unknown, rest: object = {}) => ({
  urn: urnOf(TYPE, "polar/pro"),
  type: TYPE,
  id: "id-1",
  inputs: fields(amount),
  outputs: { ...fields(amount), live: { host: "h" } },
  ...rest,
});
const newState = (amount: unknown) => ({ urn: urnOf(TYPE, "polar/pro"), type: TYPE, inputs: fields(amount) });
const step = (op: string, rest: object) => ({ op, urn: urnOf(TYPE, "polar/pro"), ...rest });
const UPDATE = step("update", { oldState: oldState(2_000), newState: newState(2_500) });
const DIGEST = { config: {}, steps: [UPDATE], duration: 1, changeSummary: { update: 1 } };

const of = (digest: object) => review({ preview: JSON.stringify({ duration: 1, ...digest }), directory: "/nowhere" });
const SUMMARY = { sequence: 9, summaryEvent: { isPreview: true, result: "succeeded" } };
const EVENT = {
  sequence: 1,
  resourcePreEvent: { metadata: { op: "update", urn: UPDATE.urn, old: oldState(2_000), new: newState(2_500) } },
};
const lines = (...events: readonly unknown[]): string => events.map((event) => JSON.stringify(event)).join("\n");

describe("what is no preview", () => {
  it.each([
    ["nothing", "", "the preview is empty"],
    ["text of a preview", "Previewing update (dev):\n  ~ polar:Product polar/pro update\n", "not the output of"],
    ["JSON that is cut off", JSON.stringify(DIGEST).slice(0, -40), "not the output of"],
    ["a workflow with steps", '{"steps":[{"uses":"actions/checkout@v4"}]}', "not the output of"],
    ["an empty list of steps", '{"steps":[]}', "not the output of"],
    ["a configuration", '{"config":{"a":"b"}}', "not the output of"],
    ["an export of a stack", '{"version":3,"deployment":{"resources":[]}}', "not the output of"],
    ["null", "null", "not the output of"],
    ["a list", "[]", "not the output of"],
    ["lines of other JSON", '{"sequence":1}\n{"level":"info"}', "not the output of"],
  ])("%s", (_what, text, words) => {
    expect(() => parsePreview(text)).toThrow(words);
    expect(() => parsePreview(text)).toThrow("what to do: ");
  });

  it("the output of a run, which is over", () => {
    const text = lines(EVENT, { sequence: 2, summaryEvent: { isPreview: false, result: "succeeded" } });
    expect(() => parsePreview(text)).toThrow("this is the output of a run, which has made its changes already");
  });
});

describe("a preview without changes", () => {
  it("has no steps, with and without a summary of them", () => {
    for (const text of ['{"config":{},"duration":5}', '{"steps":[],"changeSummary":{"same":3}}']) {
      expect(parsePreview(text).steps).toEqual([]);
      expect(exitCodeOf(review({ preview: text, directory: "/nowhere" }))).toBe(0);
    }
  });
});

describe("events", () => {
  it("that are whole", () => {
    const made = review({ preview: lines(EVENT, SUMMARY), directory: "/nowhere" });
    expect(made.source).toMatchObject({ failed: false });
    expect(made.changes).toHaveLength(1);
    expect(previewOfEvents([EVENT, SUMMARY])).toEqual(parsePreview(lines(EVENT, SUMMARY)));
  });

  it.each([
    ["none", []],
    ["some", [EVENT]],
  ])("that end before the summary, %s of them: the review is not complete", (_what, events) => {
    const made = review({ preview: [{ sequence: 0, preludeEvent: { config: {} } }, ...events], directory: "/nowhere" });
    expect(made.source).toMatchObject({ failed: true });
    expect(made.messages[0]).toMatchObject({ severity: "error", text: expect.stringContaining("ends before") });
    expect(exitCodeOf(made)).toBe(1);
  });

  it("of a preview that failed without a word", () => {
    const made = review({
      preview: lines({ sequence: 1, summaryEvent: { isPreview: true, result: "failed" } }),
      directory: "/nowhere",
    });
    expect(made.source).toMatchObject({ failed: true });
    expect(exitCodeOf(made)).toBe(1);
  });
});

describe("an error of the preview", () => {
  const trace = [
    "error: Running program '/x/index.js' failed with an unhandled exception:",
    "Error: no price at noon",
    "    at \u001b[90mfile:///x/\u001b[39mindex.js:1:7",
    "\u001b[90m    at ModuleJob.run (node:internal/modules/esm/module_job:561:25)\u001b[39m",
    "    at async Promise.all (index 0)",
    "    at new Promise (<anonymous>)",
    "    at Stack.init (/x/node_modules/@pulumi/runtime/stack.ts:79:28) {",
    "  code: 'ERR_X',",
    "  url: 'file:///x'",
    "}",
    "  at noon: 12:00 is the time that the program named",
    "",
  ].join("\n");

  it("is shown without the stack trace, and with all other lines", () => {
    const made = of({ diagnostics: [{ severity: "error", message: trace }] });
    expect(made.messages).toEqual([
      {
        severity: "error",
        text:
          "Running program '/x/index.js' failed with an unhandled exception:\nError: no price at noon\n\n" +
          "  at noon: 12:00 is the time that the program named",
      },
    ]);
    expect(exitCodeOf(made)).toBe(1);
  });
});

describe("steps", () => {
  it.each([
    "read",
    "refresh",
    "import",
    "create-replacement",
    "discard-replaced",
    "remove-pending-replace",
  ])("%s changes nothing by itself", (op) => {
    const made = of({ steps: [step(op, { oldState: oldState(2_000), newState: newState(2_500) })] });
    expect(made).toMatchObject({ changes: [], messages: [] });
  });

  it("that this version does not know are named", () => {
    const made = of({
      steps: [
        step("transmogrify", { oldState: oldState(2_000), newState: newState(2_500) }),
        step("toString", { oldState: oldState(2_000), newState: newState(2_500) }),
        {
          op: "create",
          urn: urnOf("pulumi-nodejs:dynamic/polar:Coupon", "polar/half"),
          newState: { type: "pulumi-nodejs:dynamic/polar:Coupon", inputs: {} },
        },
      ],
    });
    expect(made.messages.map(({ severity, text }) => `${severity}: ${text.split("\n")[0]}`)).toEqual([
      "warning: polar/pro: this version does not know the step `transmogrify`, so the review does not show what " +
        "happens to it",
      "warning: polar/pro: this version does not know the step `toString`, so the review does not show what happens " +
        "to it",
      "warning: polar/half: this version does not know the kind polar:Coupon, so the review does not show what " +
        "happens to it",
    ]);
  });

  it("of other resources are counted, and not shown", () => {
    const other = (name: string, op: string) => ({
      op,
      urn: urnOf("aws:s3/bucket:Bucket", name),
      newState: { type: "aws:s3/bucket:Bucket", inputs: {} },
    });
    const stack = { op: "create", urn: urnOf("pulumi:pulumi:Stack", "dev"), newState: { type: "pulumi:pulumi:Stack" } };
    expect(of({ steps: [stack, other("a", "same")] }).messages).toEqual([]);
    expect(of({ steps: [stack, other("a", "create"), other("b", "same")] }).messages).toEqual([
      { severity: "info", text: "1 other resource of the program changes; the review is of the catalogue alone" },
    ]);
    expect(of({ steps: [other("a", "create"), other("b", "delete")] }).messages).toEqual([
      { severity: "info", text: "2 other resources of the program change; the review is of the catalogue alone" },
    ]);
  });

  it("without states, or with states of other shapes, are no reason to stop", () => {
    for (const state of [undefined, null, 5, [], {}, { type: TYPE }, { type: TYPE, inputs: null, outputs: "x" }])
      for (const op of ["create", "update", "replace", "delete", "same"])
        expect(of({ steps: [step(op, { oldState: state, newState: state })] }).version).toBe(1);
  });

  it("with an amount that is not known yet, or secret", () => {
    for (const amount of [UNKNOWN, "[secret]"]) {
      const made = of({ steps: [step("update", { oldState: oldState(2_000), newState: newState(amount) })] });
      expect(made.changes).toHaveLength(1);
      expect(made.changes[0]?.action).toBe("update");
    }
  });
});

describe("a replacement, as the engine announces it", () => {
  const old = (retain: boolean) => oldState(2_000, { delete: true, ...(retain ? { retainOnDelete: true } : {}) });
  const yearly = { ...newState(2_000), inputs: { ...fields(2_000), recurring_interval: "year" } };
  const steps = (retain: boolean) => [
    step("create-replacement", { oldState: { ...old(retain), delete: false }, newState: yearly }),
    step("replace", { oldState: old(retain), newState: yearly }),
    step("delete-replaced", { oldState: old(retain) }),
  ];
  const calls = (made: ReturnType<typeof of>): unknown[] =>
    made.changes.map(({ action, requests }) => [action, requests?.map(({ method }) => method)]);

  it("archives the old object", () => {
    expect(calls(of({ steps: steps(false) }))).toEqual([["replace", ["POST", "PATCH"]]]);
  });

  it("leaves the old object as it is with `onRemove: retain`", () => {
    const made = of({ steps: steps(true) });
    expect(calls(made)).toEqual([["replace", ["POST"]]]);
    expect(made.changes[0]?.consequences[0]).toContain("stays as it is");
  });
});

describe("the object that an earlier replacement has left", () => {
  const leftover = step("delete-replaced", { oldState: oldState(2_000, { delete: true }) });

  it("is archived: the entry is still there", () => {
    const same = step("same", { oldState: oldState(2_500), newState: newState(2_500) });
    for (const steps of [[same, leftover], [leftover, same], [leftover]]) {
      const made = of({ steps });
      expect(made.changes).toHaveLength(1);
      expect(made.changes[0]).toMatchObject({
        action: "archive",
        removed: false,
        id: "id-1",
        requests: [{ method: "PATCH", path: "/v1/products/id-1", fields: expect.arrayContaining(["is_archived"]) }],
      });
      expect(made.changes[0]?.sentence).toMatch(/^the old product of an earlier replacement is archived/);
      // It is no loss of a price.
      expect(made.findings).toEqual([]);
    }
  });

  it("stays where the state says so", () => {
    const stays = step("delete-replaced", { oldState: oldState(2_000, { delete: true, retainOnDelete: true }) });
    expect(of({ steps: [stays] })).toMatchObject({ changes: [], messages: [] });
  });

  it("stands beside a change of the entry", () => {
    const made = of({ steps: [UPDATE, leftover] });
    expect(made.changes.map(({ action }) => action).sort()).toEqual(["archive", "update"]);
    expect(made.priceList).toHaveLength(1);
  });
});

/** What was approved is applied, and nothing else: pull requests, merges, kills and drift, with the real CLI. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EXIT } from "../../provider/cli/exit-codes.js";
import type { Review } from "../../provider/review/digest.js";
import { inScene, killedApply, polar, type Scene, sequence } from "./approved-scene.js";

/** The words of a refusal, and that nothing was sent. */
function expectRefused({ output, receipt, writes }: Awaited<ReturnType<Scene["apply"]>>, words: RegExp): void {
  expect(output.text).toMatch(words);
  expect(receipt.notApproved.join("\n")).toMatch(words);
  expect({ code: output.code, result: receipt.result, writes }).toEqual({
    code: EXIT.notApproved,
    result: "not-approved",
    writes: [],
  });
  expect(receipt.next.join("")).not.toBe("");
}

describe.concurrent("what was approved", () => {
  it("is applied with its requests, ids and what was read back; a re-run has nothing to do", () =>
    inScene(async (scene) => {
      const reviewed = await scene.pullRequest("a", { ...polar(3900), ...sequence(true, [109]) });
      expect(scene.vendors.requests()).toEqual([]);
      // Another commit with the same content.
      scene.project.merge("a", "squash");
      const { output, receipt, writes } = await scene.apply("a");
      expect(output.code, output.text).toBe(EXIT.fine);
      expect(receipt).toMatchObject({ result: "applied", commit: scene.project.head, messages: [], next: [] });
      const planned = reviewed.changes.flatMap(({ requests }) => requests ?? []);
      expect(receipt.changes.flatMap(({ requests }) => requests)).toHaveLength(planned.length);
      expect([...writes].sort()).toEqual(planned.map(({ method, path }) => `${method} ${path}`).sort());
      const ids = await scene.stack.ids();
      for (const change of receipt.changes)
        expect(change).toMatchObject({ outcome: "done", readBack: "equal", id: ids[change.address] });
      const again = await scene.apply("a");
      expect(again).toMatchObject({ receipt: { result: "nothing-to-do", changes: [] }, writes: [] });
      expect(again.output.code).toBe(EXIT.fine);
    }));

  it("is not applied by an older commit again, and not in other values, nor after somebody has changed it", () =>
    inScene(async (scene) => {
      await scene.pullRequest("a", polar(3900));
      const first = scene.project.merge("a");
      expect((await scene.apply("a")).receipt.result).toBe("applied");
      await scene.pullRequest("back", polar(2900));
      scene.project.merge("back");
      expect((await scene.apply("back")).receipt.result).toBe("applied");
      // The job of the first merge is run again: its change is one that was approved once.
      scene.project.git("checkout", "--quiet", first);
      expectRefused(await scene.apply("a"), /already has the later commit/);
      scene.project.git("checkout", "--quiet", "main");
      // Nobody has seen these values together.
      await scene.pullRequest("c", polar(4900));
      scene.project.branch("d", polar(5900));
      scene.project.merge("d");
      expectRefused(await scene.apply("c"), /prices\[0\]\.price_amount: approved 2900 → 4900, now 2900 → 5900/);
      await scene.review("d");
      // Somebody changes the price in the dashboard, and no refresh has seen it.
      const [product] = scene.vendors.polar.products.all();
      const [price] = (product?.["prices"] ?? []) as object[];
      scene.vendors.polar.products.put({ ...product, prices: [{ ...price, price_amount: 3333 }] });
      expectRefused(await scene.apply("d"), /was 2900 when the change was approved.* changed it to 3333/);
      scene.vendors.polar.products.put({ ...product });
      expect((await scene.apply("d")).receipt.result).toBe("applied");
    }));

  it("is refused whole where a part was not approved, in the words of the review, and by `review` too", () =>
    inScene(async (scene) => {
      await scene.pullRequest("a", polar(3900));
      scene.project.branch("b", sequence(false, [109]));
      scene.project.merge("a");
      scene.project.merge("b");
      const refused = await scene.apply("a");
      expectRefused(refused, /Platform \/ Platform at 109\.00: new.*|no approved review has a change of it/);
      expect(refused.output.text).not.toContain("USD 29.00 → 39.00 per month: approved");
      const approved = ["--approved", scene.project.kept("a.json"), "--save-plan", scene.project.kept("plan.json")];
      const reviewed = await scene.stack.catalogue("review", "--stack", "dev", ...approved);
      expect(reviewed.code).toBe(EXIT.notApproved);
      expect(reviewed.stderr).toContain("what to do: review what would be done now");
      // The way on: what would be done now is shown, approved, and applied by the plan.
      await scene.review("now");
      const now = ["--approved", scene.project.kept("now.json"), "--save-plan", scene.project.kept("plan.json")];
      expect((await scene.stack.catalogue("review", "--stack", "dev", ...now)).code).toBe(EXIT.fine);
      await scene.stack.upOk("--plan", scene.project.kept("plan.json"));
      expect(scene.vendors.writes()).toHaveLength(2);
      expect(await scene.stack.steps()).toEqual([]);
    }));

  it("that stops on the way: the receipt says how far it came, and a re-run does the rest", () =>
    inScene(async (scene) => {
      await scene.pullRequest("a", { ...polar(3900), ...sequence(false, [109]) });
      scene.project.merge("a");
      const { sequence: vendor } = scene.vendors;
      vendor.misbehave = ({ method, path }) =>
        method === "POST" && path === "/list-prices" ? { status: 422, body: { message: "not today" } } : undefined;
      const stopped = await scene.apply("a");
      vendor.misbehave = undefined;
      expect(stopped.output.code, stopped.output.text).toBe(EXIT.problems);
      expect(stopped.output.text).toContain("not today");
      expect(stopped.receipt).toMatchObject({ result: "failed", notApproved: [], next: [expect.any(String)] });
      const { changes } = stopped.receipt;
      const at = (address: string) => changes.find((change) => change.address === address);
      expect(at("sequence/platform/price109")).toMatchObject({
        outcome: "failed",
        readBack: "not-read",
        requests: [{ method: "POST", path: "/list-prices", status: 422 }],
      });
      // Either was begun first.
      const polarIsDone = at("polar/pro")?.outcome === "done";
      expect(at("polar/pro")?.readBack).toBe(polarIsDone ? "equal" : "not-read");
      const again = await scene.apply("a");
      expect(again.receipt.result, again.output.text).toBe("applied");
      expect(again.receipt.changes).toHaveLength(polarIsDone ? 1 : 2);
      expect(scene.polarPrices).toEqual([[expect.objectContaining({ price_amount: 3900 })]]);
    }));

  it("is applied after midnight, by a clock that is a day ahead of the review's", () =>
    inScene(async (scene) => {
      await scene.pullRequest("a", { ...polar(3900), ...sequence(true, [109]) });
      scene.project.merge("a", "rebase");
      const clock = join(scene.stack.folder, "kept/tomorrow.cjs");
      writeFileSync(clock, TOMORROW);
      scene.stack.environment = { ...scene.stack.environment, NODE_OPTIONS: `--require ${clock}` };
      const { output, receipt } = await scene.apply("a");
      expect(output.code, output.text).toBe(EXIT.fine);
      expect(Date.parse(receipt.started)).toBeGreaterThan(Date.now() + 12 * 3_600_000);
    }));
});

const TOMORROW = `
const Today = Date, ahead = 24 * 3600 * 1000;
globalThis.Date = class extends Today {
  constructor(...args) { args.length === 0 ? super(Today.now() + ahead) : super(...args); }
  static now() { return Today.now() + ahead; }
};
`;

describe.concurrent("two pull requests that were reviewed side by side", () => {
  it.each([
    ["a", "b"],
    ["b", "a"],
  ] as const)("merged as %s, %s, with kills in between: each is applied once, and nothing else", (first, second) =>
    inScene(async (scene) => {
      for (const [round, kill] of KILLS.entries()) {
        const price = 3900 + 1000 * round;
        const before = await objectsOf(scene);
        const reviews = [
          await scene.pullRequest("a", polar(price)),
          await scene.pullRequest("b", sequence(true, [109, 110, 111].slice(0, round + 1))),
        ];
        scene.project.merge(first);
        await killedApply(scene, [first], kill.at[first], kill.acts);
        scene.project.merge(second);
        // The killed run's change is still to be made, so both are approved.
        if (kill.isRepeated) await killedApply(scene, [first, second], kill.at[second], kill.acts);
        const { output, receipt } = await scene.apply(first, second);
        expect(output.code, output.text).toBe(EXIT.fine);
        expect(receipt.result).toBe("applied");
        expect(await scene.stack.steps()).toEqual([]);
        // Everything that was sent was approved; repeated after a kill, it makes nothing twice.
        const approved = new Set(reviews.flatMap(requestsIn));
        expect(scene.vendors.writes().filter((request) => !approved.has(request))).toEqual([]);
        const after = await objectsOf(scene);
        expect(after.length - before.length).toBe(1);
        expect(scene.polarPrices).toEqual([[expect.objectContaining({ price_amount: price })]]);
        scene.vendors.clear();
      }
    }));
});

const requestsIn = ({ changes }: Review): string[] =>
  changes.flatMap(({ requests }) => (requests ?? []).map(({ method, path }) => `${method} ${path}`));

const objectsOf = async ({ vendors }: Scene) => [
  ...vendors.polar.products.all(),
  ...vendors.sequence.prices.all(),
  ...vendors.sequence.products.all(),
];

/** Where the runs are killed: with the request answered or not; in the writes or in the reads before them. */
const KILLS = [
  { at: { a: /^PATCH \/v1\/products/, b: /^POST \/list-prices$/ }, acts: true, isRepeated: true },
  { at: { a: /^PATCH \/v1\/products/, b: /^POST \/list-prices/ }, acts: false, isRepeated: false },
  { at: { a: /^GET \/v1\/products/, b: /^GET \/list-prices/ }, acts: false, isRepeated: false },
] as const;

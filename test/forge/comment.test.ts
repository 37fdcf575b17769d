/** `catalogue comment` against forges on real sockets: which comment is written, and which is never touched. */
import { afterEach, describe, expect, it } from "vitest";
import { markerOf } from "../../provider/forge/comment/marker.js";
import { change } from "../review/reviews.js";
import { FakeForge } from "../support/forge/comments.js";
import { receipt } from "../support/forge/receipts.js";
import { CHANGED, comment, found, KINDS, named, of, type Run } from "../support/forge/speaking.js";

let forge: FakeForge;
afterEach(() => forge.stop());

const run = (what: Run) => comment(forge, what);

describe.each(KINDS)("%s", (kind) => {
  const start = async (): Promise<void> => {
    forge = await FakeForge.start(kind);
  };

  it("one comment, found again and edited in place; nothing is sent when nothing has changed", async () => {
    await start();
    expect(await run({ run: 1, says: CHANGED })).toEqual({ do: "post", warnings: [] });
    const [first] = forge.shown();
    expect(first?.body).toContain("Preview of the stack dev.");
    expect(await run({ run: 2, says: CHANGED })).toMatchObject({ do: "unchanged" });
    expect(forge.count(/^(PATCH|PUT|DELETE) /)).toBe(0);
    expect(forge.count(/^POST (?!\/graphql)/)).toBe(1);
    const says = { changes: [change({ sentence: "the name changes" })] };
    expect(await run({ run: 3, says })).toMatchObject({ do: "edit" });
    expect(forge.shown()).toEqual([first]);
    expect(first?.body).toContain("the name changes");
  });

  it("no comment when there never was anything to say; one that is there says so", async () => {
    await start();
    expect(await run({ run: 1 })).toMatchObject({ do: "nothing" });
    expect(forge.thread(7)).toEqual([]);
    await run({ run: 2, says: CHANGED });
    expect(await run({ run: 3 })).toMatchObject({ do: "edit" });
    expect(forge.shown()).toHaveLength(1);
    expect(forge.shown()[0]?.body).toContain("### No changes");
  });

  it("stacks whose names begin alike have comments of their own", async () => {
    await start();
    await run({ run: 1, stack: "dev-eu", says: CHANGED });
    await run({ run: 1, stack: "dev", says: CHANGED });
    await run({ run: 2, stack: "dev" });
    const texts = forge.shown().map(({ body }) => body);
    expect(texts).toHaveLength(2);
    expect(texts[0]).toContain("### 1 ");
    expect(texts[1]).toContain("### No changes");
  });

  it("copies of others, quotes and other comments of the same identity are never touched", async () => {
    await start();
    await run({ run: 5, says: CHANGED });
    const copy = forge.shown()[0]?.body ?? "";
    const others = [
      forge.add(7, "mallory", copy),
      forge.add(7, "other-bot[bot]", `I quote:\n\n> ${copy}`),
      forge.add(7, forge.me, `Another workflow quotes:\n${copy}`),
    ];
    const before = others.map((comment) => ({ ...comment }));
    forge.thread(7).shift();
    expect(await run({ run: 4, says: CHANGED })).toMatchObject({ do: "post" });
    expect(await run({ run: 5, says: found("times-ten") })).toMatchObject({ do: "post" });
    expect(others).toEqual(before);
  });

  it("an older run writes nothing, and a repeated attempt of the same run does", async () => {
    await start();
    await run({ run: 13, says: CHANGED });
    const says = { changes: [change({ sentence: "old" })] };
    expect(await run({ run: 12, attempt: 3, says })).toMatchObject({ do: "outdated" });
    expect(forge.shown()[0]?.body).not.toContain("old");
    expect(await run({ run: 13, attempt: 2, says })).toMatchObject({ do: "edit" });
    const back = await run({ run: 13, attempt: 1, says: CHANGED });
    // GitLab repeats jobs, not pipelines, and numbers them not at all.
    expect(back.do).toBe(kind === "github" ? "outdated" : "edit");
  });

  it("a run of an older commit writes nothing, also where the newer run has left no trace", async () => {
    await start();
    await run({ run: 13, says: CHANGED, head: "a" });
    forge.heads.set(7, "c");
    expect(await run({ run: 15, says: CHANGED, head: "c" })).toMatchObject({ do: "unchanged" });
    const says = { changes: [change({ sentence: "late" })] };
    expect(await run({ run: 14, says, head: "b" })).toMatchObject({ do: "overtaken" });
    expect(forge.shown()[0]?.body).not.toContain("late");
  });

  it("a new finding is a new comment, and the old one is hidden; a known one is not", async () => {
    await start();
    await run({ run: 1, says: found("big-change") });
    expect(await run({ run: 2, says: found("big-change", "times-ten") })).toMatchObject({ do: "post" });
    expect(forge.thread(7)).toHaveLength(2);
    expect(forge.shown()).toHaveLength(1);
    expect(forge.shown()[0]?.body).toContain("times-ten");
    const says = { ...CHANGED, findings: [named("big-change"), named("times-ten", { message: "other words" })] };
    expect(await run({ run: 3, says })).toMatchObject({ do: "edit" });
    const again = { ...CHANGED, findings: [named("big-change"), named("times-ten", { accept: "1 -> 10" })] };
    expect(await run({ run: 4, says: again })).toMatchObject({ do: "post" });
    expect(forge.thread(7)).toHaveLength(3);
    expect(forge.shown()).toEqual([forge.thread(7)[2]]);
  });

  it("resolved findings are struck through in exactly one run, and in its repetitions", async () => {
    await start();
    await run({ run: 1, says: found("big-change", "times-ten") });
    expect(await run({ run: 2, says: found("big-change") })).toMatchObject({ do: "edit" });
    expect(forge.shown()[0]?.body).toContain("~~times-ten: About times-ten~~");
    expect(forge.shown()[0]?.body).not.toContain("~~big-change");
    expect(await run({ run: 2, attempt: 2, says: found("big-change") })).toMatchObject({ do: "unchanged" });
    expect(await run({ run: 3, says: found("big-change") })).toMatchObject({ do: "edit" });
    expect(forge.shown()[0]?.body).not.toContain("~~");
    await run({ run: 4 });
    expect(forge.shown()[0]?.body).toContain("~~big-change: About big-change~~");
  });

  it("text from outside ends neither the marker nor the list of resolved findings, and mentions nobody", async () => {
    await start();
    const title = "--> </details> ~~ @everyone <!-- @team/all #1";
    const findings = [named("big-change", { title, address: title })];
    await run({ run: 1, stack: "d --> @everyone", says: { ...CHANGED, findings, ...of("d --> @everyone") } });
    await run({ run: 2, says: of("d --> @everyone") });
    const [first] = forge.shown();
    expect(first?.body).toMatch(/^<!-- billing-catalogue:1:[\w-]+ -->\n/);
    expect(first?.body.split("\n").slice(1).join("\n")).not.toMatch(/<!--|-->|@(everyone|team)|[^&]#1/);
    expect(markerOf(first?.body ?? "")?.of).toBe("stack d --> @everyone");
    expect(await run({ run: 3, says: of("d --> @everyone") })).toMatchObject({ do: "edit" });
    expect(forge.shown()).toHaveLength(1);
  });

  it("thousands of long findings fit", async () => {
    await start();
    const findings = Array.from({ length: 2_000 }, (_, index) => named(`code-${index}`, { title: "ü".repeat(400) }));
    await run({ run: 1, says: { ...CHANGED, findings } });
    const more = [...findings, named("one-more")];
    expect(await run({ run: 2, says: { ...CHANGED, findings: more } })).toMatchObject({ do: "edit" });
    await run({ run: 3 });
    for (const { body } of forge.thread(7)) expect(Buffer.byteLength(body)).toBeLessThan(65_536);
    expect(forge.shown()).toHaveLength(1);
  });

  it("all pages of comments are read", async () => {
    await start();
    for (let index = 0; index < 120; index++) forge.add(7, "dana", `remark ${index}`);
    await run({ run: 1, says: CHANGED });
    for (let index = 0; index < 250; index++) forge.add(7, "dana", `remark ${index}`);
    expect(await run({ run: 2 })).toMatchObject({ do: "edit" });
    expect(forge.thread(7)).toHaveLength(371);
  });

  it("labels: ours are exchanged, the worst of several stacks counts, others stay", async () => {
    await start();
    forge.labels.set(7, ["bug", "catalogue: mine"]);
    const labels = (): readonly string[] => (forge.labels.get(7) ?? []).slice(2);
    await run({ run: 1, says: CHANGED, labels: true });
    expect(labels()).toEqual(["catalogue: changes"]);
    const says = { ...CHANGED, findings: [named("times-ten", { severity: "block" })] };
    await run({ run: 1, stack: "eu", says, labels: true });
    expect(labels()).toEqual(["catalogue: blocked"]);
    await run({ run: 2, labels: true });
    expect(labels()).toEqual(["catalogue: blocked"]);
    await run({ run: 2, stack: "eu", labels: true });
    expect(labels()).toEqual(["catalogue: no changes"]);
    expect(forge.labels.get(7)?.slice(0, 2)).toEqual(["bug", "catalogue: mine"]);
  });

  it("a receipt is news: a new comment, and the review is hidden", async () => {
    await start();
    await run({ run: 1, says: CHANGED, labels: true });
    expect(await run({ run: 2, receipt: receipt(), labels: true })).toMatchObject({ do: "post" });
    expect(forge.labels.get(7)).toEqual(["catalogue: applied"]);
    expect(forge.shown()).toHaveLength(1);
    const body = forge.shown()[0]?.body;
    expect(body).toContain("### Applied: 1 change of stack dev, with 1 request; read back: 1 equal");
    expect(body).toContain("`price_7`");
    expect(await run({ run: 2, receipt: receipt(), labels: true })).toMatchObject({ do: "unchanged" });
    expect(await run({ run: 3, labels: true })).toMatchObject({ do: "nothing" });
    expect(forge.labels.get(7)).toEqual(["catalogue: applied"]);
    expect(await run({ run: 4, receipt: receipt({ result: "failed" }), labels: true })).toMatchObject({ do: "post" });
    expect(forge.labels.get(7)).toEqual(["catalogue: not applied"]);
    expect(forge.shown()).toHaveLength(1);
  });

  it.each([
    ["the connection ends", {}],
    ["502", { status: 502 }],
  ])("a lost answer makes no second comment: %s", async (_name, how) => {
    await start();
    const on = kind === "github" ? /^POST .*\/comments$/ : /^POST .*\/notes$/;
    forge.faults.push({ on, done: true, ...how });
    expect(await run({ run: 1, says: CHANGED })).toMatchObject({ do: "post" });
    expect(forge.thread(7)).toHaveLength(1);
    forge.faults.push({ on, times: 2, ...how });
    expect(await run({ run: 2, says: found("times-ten") })).toMatchObject({ do: "post" });
    expect(forge.thread(7)).toHaveLength(2);
    expect(forge.shown()).toHaveLength(1);
  });

  it("5xx and limits are waited for, within a bound", async () => {
    await start();
    forge.faults.push({ on: /^GET .*\/(comments|notes)$/, times: 2, status: 503 });
    const limit = { message: "You have exceeded a secondary rate limit", headers: { "retry-after": "1" } };
    forge.faults.push({ on: /^POST .*\/(comments|notes)$/, times: 2, status: kind === "github" ? 403 : 429, ...limit });
    await run({ run: 1, says: CHANGED });
    expect(forge.thread(7)).toHaveLength(1);
    forge.faults.push({ on: /^GET .*\/(comments|notes)$/, times: 100, status: 503 });
    const before = forge.requests.length;
    await expect(run({ run: 2, says: CHANGED })).rejects.toThrow(/could not read the (comments|notes) .*\(503: /);
    expect(forge.requests.length - before).toBeLessThan(8);
  });

  it("a limit that lasts too long is an error that says so", async () => {
    await start();
    const reset = `${Math.floor(Date.now() / 1_000) + 3_000}`;
    const headers = { "retry-after": "3000", "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
    const status = kind === "github" ? 403 : 429;
    forge.faults.push({ on: /^GET .*\/(comments|notes)$/, times: 100, status, headers });
    await expect(run({ run: 1, says: CHANGED })).rejects.toThrow(/what to do: run the job again later/);
    expect(forge.count(/^GET .*\/(comments|notes)$/)).toBe(1);
  });

  it("what the token may not do: an error for the comment, a warning for labels and old comments", async () => {
    await start();
    const rights = kind === "github" ? /pull-requests: write/ : /scope api/;
    const on = /^POST .*\/(comments|notes)$/;
    forge.faults.push({ on, status: 403, message: "Resource not accessible by integration" });
    await expect(run({ run: 1, says: CHANGED })).rejects.toThrow(rights);
    forge.faults.push({ on: /(\/labels$|PUT .*merge_requests\/7$)/, status: 403 });
    const { warnings } = await run({ run: 1, says: CHANGED, labels: true });
    expect(warnings).toEqual([expect.stringMatching(rights)]);
    expect(forge.shown()).toHaveLength(1);
  });

  it("an old comment that could not be hidden is hidden by the next run", async () => {
    await start();
    await run({ run: 1, says: CHANGED });
    const [old] = forge.shown();
    forge.faults.push({ on: new RegExp(`minimizeComment|notes/${old?.id}$`), status: 403 });
    const { warnings } = await run({ run: 2, says: found("times-ten") });
    expect(warnings).toHaveLength(1);
    expect(forge.shown()).toHaveLength(2);
    expect(await run({ run: 3, says: found("times-ten") })).toMatchObject({ do: "unchanged", warnings: [] });
    expect(forge.shown()).toHaveLength(1);
    expect(forge.shown()[0]?.body).toContain("times-ten");
  });
});

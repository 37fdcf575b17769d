/** The one issue about the drift of a stack. */
import { afterEach, describe, expect, it } from "vitest";
import { speakOfDrift } from "../../provider/forge/comment/drift-issue.js";
import { pipelineOf } from "../../provider/forge/pipeline.js";
import { change, finding, review } from "../review/reviews.js";
import { FakeForge } from "../support/forge/comments.js";
import { clientOf, KINDS } from "../support/forge/speaking.js";

let forge: FakeForge;
afterEach(() => forge.stop());

/** A nightly run; `sentences` of what has drifted. */
async function drift(run: number, sentences: readonly string[], { stack = "dev", failed = false } = {}) {
  const pipeline = pipelineOf(forge.environment(run));
  const client = clientOf(pipeline);
  const changes = sentences.map((sentence) => change({ sentence }));
  const said = { review: review({ source: { from: "drift", stack, failed }, changes }), found: changes.length > 0 };
  const speaker = { client, me: await client.me(), pause: 0, warn: () => {} };
  return (await speakOfDrift(speaker, said, pipeline)).do;
}

const open = () => forge.issues.filter((issue) => issue.open);

describe.each(KINDS)("%s", (kind) => {
  it("is opened, updated, and closed with a note", async () => {
    forge = await FakeForge.start(kind);
    expect(await drift(1, [])).toBe("nothing");
    expect(await drift(2, ["the price fell"])).toBe("open");
    expect(open()).toMatchObject([{ title: "Catalogue drift of stack dev" }]);
    expect(open()[0]?.body).toContain("the price fell");
    expect(await drift(3, ["the price fell"])).toBe("unchanged");
    expect(await drift(4, ["the name changed"])).toBe("edit");
    expect(await drift(3, ["the price fell"])).toBe("outdated");
    expect(open()[0]?.body).toContain("the name changed");
    expect(await drift(5, [], { failed: true })).toBe("unchanged");
    expect(open()).toHaveLength(1);
    expect(await drift(6, [])).toBe("close");
    expect(open()).toEqual([]);
    const [issue] = forge.issues;
    expect(forge.thread(`issue ${issue?.number}`).map(({ body }) => body)).toEqual(["There is no drift any more."]);
    expect(await drift(7, ["the price fell"])).toBe("open");
    expect(forge.issues).toHaveLength(2);
  });

  it("is that of the stack and of our identity, on any page; no other is touched", async () => {
    forge = await FakeForge.start(kind);
    await drift(1, ["the price fell"], { stack: "dev-eu" });
    const body = forge.issues[0]?.body ?? "";
    const others = ["mallory", forge.me].map((author, index) => ({
      number: 400 + index,
      author,
      title: "A copy",
      body: author === forge.me ? `> ${body}` : body,
      open: true,
    }));
    forge.issues.unshift(...others.map((issue) => ({ ...issue })));
    const fill = { author: forge.me, title: "Other", body: "", open: true };
    for (let index = 0; index < 230; index++) forge.issues.unshift({ number: 500 + index, ...fill });
    expect(await drift(2, ["the price rose"], { stack: "dev" })).toBe("open");
    expect(await drift(2, ["the price rose"], { stack: "dev-eu" })).toBe("edit");
    expect(await drift(3, [], { stack: "dev-eu" })).toBe("close");
    expect(forge.issues.filter(({ title }) => title === "A copy")).toEqual(others);
    expect(open().filter(({ title }) => title.startsWith("Catalogue"))).toMatchObject([{ author: forge.me }]);
  });

  it("is opened once when answers are lost", async () => {
    forge = await FakeForge.start(kind);
    forge.faults.push({ on: /^POST .*\/issues$/, done: true });
    await drift(1, ["the price fell"]);
    expect(open()).toHaveLength(1);
    forge.faults.push({ on: /^POST .*\/(comments|notes)$/, done: true, status: 502 });
    await drift(2, []);
    expect(forge.thread(`issue ${forge.issues[0]?.number}`)).toHaveLength(1);
  });

  it("needs a right of its own", async () => {
    forge = await FakeForge.start(kind);
    forge.faults.push({ on: /^POST .*\/issues$/, status: 403 });
    await expect(drift(1, [], {})).resolves.toBe("nothing");
    const words = kind === "github" ? /open an issue in acme\/shop \(403.*\n.*issues: write/ : /scope api/;
    await expect(drift(1, [finding().message])).rejects.toThrow(words);
  });
});

/** A receipt as Markdown: what it says, and that text from outside stays text within the limit. */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { FORGES, type ForgeName } from "../../../provider/review/render/forges.js";
import { receiptMarkdown } from "../../../provider/review/render/receipt-markdown.js";
import { receipt, receiptChange } from "../../support/forge/receipts.js";
import { runs } from "../../support/runs.js";
import { hostileNames } from "../hostile.js";

const NAMES = Object.keys(FORGES) as ForgeName[];

type Root = ReturnType<typeof fromMarkdown>;

/** The tree without what text and code contain, and the text outside of code. */
function parse(text: string): { structure: string; prose: string } {
  const prose: string[] = [];
  const structureOf = (node: Root | Root["children"][number]): string => {
    if (node.type === "text") prose.push(node.value);
    if ("children" in node) return `${node.type}(${node.children.map((child) => structureOf(child)).join(",")})`;
    return node.type === "html" ? `html ${node.value}` : node.type;
  };
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return { structure: structureOf(tree), prose: prose.join("\n") };
}

describe("receiptMarkdown", () => {
  it("applied: the changes with ids, what was sent, and that it was read back", () => {
    const text = receiptMarkdown(receipt({ commit: "0123456789abcdef0123" }), {
      forge: "github",
      run: "https://github.com/acme/shop/actions/runs/9",
    });
    expect(text).toBe(
      [
        "### Applied: 1 change of stack dev, with 1 request; read back: 1 equal",
        "Commit `0123456789ab`. [The run](https://github.com/acme/shop/actions/runs/9).",
        "- **Platform / monthly** (list price, `price_7`): done, read back: equal. " +
          "EUR 99.00 → 109.00 per month (+10.1 %), in place",
        "<details>\n<summary>What was sent (1)</summary>",
        "- **Platform / monthly**: `PUT /list-prices/price_7: 200`",
        "</details>\n",
      ].join("\n\n"),
    );
  });

  it("stopped: where, what the vendor shows, and first of all what to do", () => {
    const text = receiptMarkdown(
      receipt({
        result: "failed",
        changes: [
          receiptChange({
            readBack: "differs",
            differences: [{ path: "name", before: "A", after: "B", money: false }],
          }),
          receiptChange({ title: "Pro", outcome: "failed", readBack: "not-read", requests: [] }),
        ],
        messages: [{ severity: "error", text: "the vendor refused" }],
        next: ["run the workflow again"],
      }),
      { forge: "github" },
    );
    const order = ["### Stopped: 1 of 2 changes", "What to do:", "- run the workflow again", "read back: different"];
    const places = order.map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).toContain("  - name: applied A, the vendor shows B");
    expect(text).toContain("**Pro** (list price, `price_7`): failed.");
    expect(text).toContain("- Error: the vendor refused");
  });

  it("refused before anything was sent: what was not approved, and no changes", () => {
    const text = receiptMarkdown(
      receipt({
        result: "not-approved",
        changes: [receiptChange({ outcome: "not-begun", readBack: "not-read", requests: [] })],
        notApproved: ["Pro: the price rises"],
      }),
      { forge: "gitlab" },
    );
    expect(text).toContain("Not approved:\n\n- Pro: the price rises");
    expect(text).not.toContain("Platform");
  });

  it("text from outside is text: hostile names change nothing of the structure, and mention nobody", () => {
    const text = (name: string, forge: ForgeName): string => {
      const change = receiptChange({ title: name, sentence: name, kindTitle: name, address: name, id: name });
      return receiptMarkdown(
        receipt({
          stack: name,
          commit: name,
          result: "failed",
          changes: [{ ...change, requests: [{ method: "PUT", path: name, status: null }] }],
          notApproved: [name],
          next: [name],
          messages: [{ severity: "error", text: name }],
        }),
        { forge, run: `https://x/](${name})` },
      );
    };
    hostileNames(runs(1_000), 20_261_127)
      .filter((name) => name.trim() !== "")
      .forEach((name, index) => {
        const forge = NAMES[index % NAMES.length] ?? "github";
        const { structure, prose } = parse(text(name, forge));
        if (structure !== parse(text("Harmless", forge)).structure) expect({ name, forge }).toBeUndefined();
        expect(prose).not.toMatch(/@[\w{"-]|[#!&$]\d/);
      });
  });

  it.each(NAMES)("%s: thousands of long changes fit", (forge) => {
    const text = "ü".repeat(2_000);
    const changes = Array.from({ length: 3_000 }, () => receiptChange({ title: text, sentence: text }));
    const messages = Array.from({ length: 50 }, () => ({ severity: "error" as const, text }));
    const long = receipt({ changes, messages, notApproved: Array(50).fill(text), next: Array(50).fill(text) });
    const shown = receiptMarkdown(long, { forge, bytes: 60_000 });
    expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(Math.min(60_000, FORGES[forge].bytes));
    expect(shown).toMatch(/- … and [\d]+ more\n/);
  });
});

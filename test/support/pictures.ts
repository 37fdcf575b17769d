/** The pictures in docs/pictures: the review as a web page, and as a comment. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { ROOT } from "../../tools/local/repository.ts";
import { screenshot, startBrowser } from "./browser.ts";

const SCHEMES = ["light", "dark"] as const;
export const PICTURES = ["review", "comment"].flatMap((name) => SCHEMES.map((scheme) => `${name}-${scheme}`));
export const picturesOf = (name: string): string => join(ROOT, "docs/pictures", `${name}.png`);

/** The font of the browser has no arrow, which other fonts have. */
const DRAW_ARROWS = `
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const found = [];
while (texts.nextNode()) if (texts.currentNode.data.includes("→")) found.push(texts.currentNode);
for (const text of found) {
  const parts = text.data.split("→").flatMap((part, at) => {
    if (at === 0) return [part];
    const arrow = document.createElement("span");
    arrow.innerHTML = '<svg width="1em" height="0.7em" viewBox="0 0 14 10"><path d="M0 5h12M8 1l4 4-4 4" fill="none" ' +
      'stroke="currentColor" stroke-width="1.3"/></svg>';
    arrow.firstChild.style.display = "inline";
    return [arrow, part];
  });
  const whole = document.createElement("span");
  whole.append(...parts);
  text.replaceWith(whole);
}
`;

/** What is below is cut off. */
const TALLEST = 900;

const rendered = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });

/** A comment about as a forge shows it. */
const asComment = (markdown: string): string => `<!doctype html><meta charset="utf-8"><style>
:root { color-scheme: light dark; --line: light-dark(#d1d9e0, #3d444d) }
body { margin: 16px; font: 14px/1.5 sans-serif; background: light-dark(#fff, #0d1117) }
body { color: light-dark(#1f2328, #f0f6fc) }
main { border: 1px solid var(--line); border-radius: 6px; padding: 4px 16px }
table { border-collapse: collapse } th, td { border: 1px solid var(--line); padding: 6px 13px; text-align: left }
code { background: light-dark(#eff1f3, #2a3038); padding: 2px 4px; border-radius: 4px; font-size: 85% }
blockquote { margin: 0 0 16px; padding: 0 16px; border-left: 4px solid var(--line) }
</style><main>${rendered(markdown)}</main>`;

/** The pictures by name. */
export async function drawn(sources: { review: string; comment: string }): Promise<Record<string, Buffer>> {
  const folder = mkdtempSync(join(tmpdir(), "pictures-"));
  const browser = await startBrowser();
  const pictures: Record<string, Buffer> = {};
  try {
    for (const [name, html] of [
      ["review", sources.review],
      ["comment", asComment(sources.comment)],
    ] as const) {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, html);
      for (const colorScheme of SCHEMES) {
        const page = await browser.newPage({ viewport: { width: 900, height: TALLEST }, colorScheme });
        await page.goto(pathToFileURL(file).href);
        await page.evaluate(DRAW_ARROWS);
        const { height } = (await page.locator("main").boundingBox()) ?? { height: 400 };
        const clip = { x: 0, y: 0, width: 900, height: Math.min(Math.ceil(height) + 32, TALLEST) };
        pictures[`${name}-${colorScheme}`] = await screenshot(page, { clip });
        await page.close();
      }
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return pictures;
}

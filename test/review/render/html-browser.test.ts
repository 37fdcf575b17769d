/** The page in a real Chromium. Screenshots are left in node_modules/.cache/review-screenshots, to be looked at. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { AxeResults, RunOptions } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Review } from "../../../provider/review/digest.ts";
import { html } from "../../../provider/review/render/html.js";
import { screenshot, startBrowser } from "../../support/browser.ts";
import { fullReview } from "../full.ts";
import { failedPreview, fromFiles, large, nothing, showcase } from "./html-reviews.ts";

const SCREENSHOTS = fileURLToPath(new URL("../../../node_modules/.cache/review-screenshots/", import.meta.url));
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const WIDE = { viewport: { width: 1280, height: 1400 } };
const NARROW = { viewport: { width: 360, height: 1400 } };
const DARK = { ...WIDE, colorScheme: "dark" } as const;

const VIEWS: Readonly<Record<string, BrowserContextOptions>> = { wide: WIDE, narrow: NARROW, dark: DARK };

const HOSTILE = "<img src=http://evil.test/x.png>\"'</style><script src=//evil.test></script>".repeat(3);

const REVIEWS = {
  showcase,
  failed: failedPreview,
  files: fromFiles,
  nothing,
  long: fullReview("x".repeat(300)),
  hostile: fullReview(HOSTILE),
  many: large(300),
} satisfies Record<string, Review>;

type Name = keyof typeof REVIEWS;

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "review-html-"));
  mkdirSync(SCREENSHOTS, { recursive: true });
  for (const [name, review] of Object.entries(REVIEWS)) writeFileSync(join(folder, `${name}.html`), html(review));
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const urlOf = (name: Name): string => pathToFileURL(join(folder, `${name}.html`)).href;

/** Opens the page, without JavaScript as mail programs and strict browsers do, and closes it afterwards. */
async function open<T>(name: Name, view: BrowserContextOptions, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ javaScriptEnabled: false, ...view });
  try {
    const page = await context.newPage();
    await page.goto(urlOf(name));
    return await use(page);
  } finally {
    await context.close();
  }
}

const unfold = (page: Page) =>
  page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");

describe("accessibility", () => {
  const OPTIONS: RunOptions = {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
    preload: false,
  };

  const violations = (
    name: Name,
    view: BrowserContextOptions,
    before?: (page: Page) => Promise<unknown>,
    options: RunOptions = OPTIONS,
  ) =>
    open(name, { ...view, javaScriptEnabled: true, bypassCSP: true }, async (page) => {
      await before?.(page);
      await page.addScriptTag({ path: AXE });
      const results = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`);
      return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
    });

  const cases = (["showcase", "failed", "files", "nothing", "long", "hostile"] as const).flatMap((name) =>
    Object.keys(VIEWS).map((view) => [name, view] as const),
  );

  it.each(cases)("axe finds nothing in %s, %s", async (name, view) => {
    expect(await violations(name, VIEWS[view] ?? {}, unfold)).toEqual([]);
  });

  it("axe finds nothing in many", async () => {
    // The colours are those of the cases above, and to compare them takes long.
    const options = { ...OPTIONS, rules: { "color-contrast": { enabled: false } } };
    expect(await violations("many", WIDE, undefined, options)).toEqual([]);
  });

  it("axe would find something", async () => {
    const spoil = (page: Page) => page.addStyleTag({ content: "p, td, li { color: #ccc !important }" });
    expect((await violations("showcase", WIDE, spoil)).join()).toContain("color-contrast");
  });
});

describe("self-contained", () => {
  it.each(Object.keys(REVIEWS) as Name[])("%s requests nothing but itself, and its styles apply", async (name) => {
    const context = await browser.newContext(WIDE);
    const requests: string[] = [];
    const complaints: string[] = [];
    await context.route("**", (route) => {
      requests.push(route.request().url());
      return route.continue();
    });
    const page = await context.newPage();
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(urlOf(name), { waitUntil: "networkidle" });
    expect(await page.evaluate("getComputedStyle(document.body).maxWidth")).not.toBe("none");
    await context.close();
    expect(requests).toEqual([urlOf(name)]);
    expect(complaints).toEqual([]);
  });

  it("would not load what somebody adds", async () => {
    const text = html(showcase).replace(
      "<main>",
      '<main><img src="http://evil.test/x.png"><script>document.title="run"</script>',
    );
    const context = await browser.newContext(WIDE);
    const requests: string[] = [];
    await context.route("**", (route) => {
      requests.push(route.request().url());
      return route.continue();
    });
    const page = await context.newPage();
    writeFileSync(join(folder, "changed.html"), text);
    await page.goto(pathToFileURL(join(folder, "changed.html")).href, { waitUntil: "networkidle" });
    expect(await page.title()).not.toBe("run");
    await context.close();
    expect(requests).toHaveLength(1);
  });
});

describe("without JavaScript", () => {
  it("head, findings, cards and prices are seen, and folds open", () =>
    open("showcase", WIDE, async (page) => {
      for (const selector of ["h1", ".finding", ".card h4", ".card .delta", ".curve", ".impact li", ".price-list tr"])
        for (const element of await page.locator(selector).all())
          expect(await element.isVisible(), selector).toBe(true);
      const requests = page.locator(".requests").first();
      expect(await requests.isVisible()).toBe(false);
      await page.locator("summary", { hasText: "What is sent" }).first().click();
      expect(await requests.isVisible()).toBe(true);
    }));

  it("a link of the contents leads to its card", () =>
    open("many", WIDE, async (page) => {
      await page.locator(".glance a").nth(250).click();
      expect(page.url()).toMatch(/#change-251$/);
      const top = (await page.locator("#change-251").boundingBox())?.y ?? Number.NaN;
      expect(top).toBeGreaterThanOrEqual(0);
      expect(top).toBeLessThan(WIDE.viewport.height);
    }));
});

describe("on a narrow screen", () => {
  it.each(Object.keys(REVIEWS) as Name[])("%s does not scroll sideways at 320 and 360 pixels", async (name) => {
    for (const width of [320, 360])
      await open(name, { viewport: { width, height: 700 } }, async (page) => {
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      });
  });
});

describe("on paper", () => {
  it("shows what is folded on the screen, light even where the screen is dark", () =>
    open("showcase", DARK, async (page) => {
      const requests = page.locator(".requests").first();
      expect(await requests.isVisible()).toBe(false);
      const style = (name: string) => page.evaluate(`getComputedStyle(document.querySelector(".card")).${name}`);
      const ground = () => style("backgroundColor");
      expect(await ground()).not.toBe("rgb(255, 255, 255)");
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      expect(await requests.isVisible()).toBe(true);
      expect(await ground()).toBe("rgb(255, 255, 255)");
      expect(await style("printColorAdjust")).toBe("exact");
      expect(await style("breakInside")).toBe("avoid");
    }));

  it("prints to PDF", () =>
    open("showcase", WIDE, async (page) => {
      const file = await page.pdf({ format: "A4", path: join(SCREENSHOTS, "showcase.pdf") });
      expect(file.subarray(0, 5).toString()).toBe("%PDF-");
      const pages = file.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? [];
      expect(pages.length).toBeGreaterThan(1);
    }));
});

describe("what a screen reader says", () => {
  const golden = fileURLToPath(new URL("../golden/", import.meta.url));
  const names = readdirSync(golden)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length));

  it.each(names)("of the review %s is in its golden file", async (name) => {
    const text = html(JSON.parse(readFileSync(join(golden, `${name}.json`), "utf8")));
    const context = await browser.newContext(WIDE);
    const page = await context.newPage();
    await page.setContent(text);
    await unfold(page);
    const said = await page.locator("html").ariaSnapshot();
    await context.close();
    await expect(`${said}\n`).toMatchFileSnapshot(join(golden, `${name}.page.yaml`));
  });
});

describe("screenshots", () => {
  const shots = (["showcase", "failed", "many"] as const).flatMap((name) =>
    Object.keys(VIEWS).map((view) => [name, view] as const),
  );

  /** How many colours a picture has, and the share of the most frequent one. */
  const coloursIn = (picture: Buffer) =>
    open("nothing", { ...WIDE, javaScriptEnabled: true, bypassCSP: true }, (page) =>
      page.evaluate<{ different: number; share: number }>(`(async () => {
        const bytes = Uint8Array.fromBase64("${picture.toString("base64")}");
        const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
        canvas.drawImage(image, 0, 0);
        const counts = new Map();
        for (const pixel of new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer))
          counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
        return { different: counts.size, share: Math.max(...counts.values()) / (image.width * image.height) };
      })()`),
    );

  it("a blank picture would be seen", async () => {
    const context = await browser.newContext(WIDE);
    const colours = await coloursIn(await screenshot(await context.newPage()));
    await context.close();
    expect(colours).toEqual({ different: 1, share: 1 });
  });

  it.each(shots)("%s, %s, is not blank", async (name, view) => {
    const picture = await open(name, VIEWS[view] ?? {}, (page) =>
      screenshot(page, { path: join(SCREENSHOTS, `${name}-${view}.png`) }),
    );
    const colours = await coloursIn(picture);
    expect(colours.different).toBeGreaterThan(50);
    expect(colours.share).toBeLessThan(0.97);
  });
});

/**
 * A real Chromium from npm. Nothing of the machine is used but its kernel: @sparticuz/chromium holds the binary, its
 * libraries and a font. It holds them for Linux only; elsewhere it is the Chrome of the machine. Where the browser
 * cannot start, the test fails.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page, type PageScreenshotOptions } from "playwright-core";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache", import.meta.url));
const PACKAGE = import.meta.resolve("@sparticuz/chromium");

const ARGUMENTS = [
  // A container has no rights to make a sandbox within it; the pages are ours.
  "--no-sandbox",
  "--no-zygote",
  // Drawn by the processor: without these, one screenshot in two fails.
  "--in-process-gpu",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

export async function startBrowser(): Promise<Browser> {
  if (process.platform !== "linux") return await chromium.launch({ channel: "chrome" });
  const folder = unpacked();
  return await chromium.launch({
    executablePath: join(folder, "chromium"),
    args: ARGUMENTS,
    env: { ...process.env, LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: join(folder, "fonts") },
  });
}

/**
 * The folder with the unpacked browser. The package unpacks to the folder for temporary files, and takes what is there
 * for whole; so it gets an empty one, which is then renamed, as other test files may do the same at this moment.
 */
function unpacked(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", PACKAGE), "utf8"));
  const folder = join(CACHE, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const temporary = mkdtempSync(join(CACHE, "chromium-"));
  execFileSync(
    process.execPath,
    ["--input-type=module", "-e", `await (await import(${JSON.stringify(PACKAGE)})).default.executablePath()`],
    // The name of the runtime decides whether the package unpacks its libraries.
    { env: { ...process.env, TMPDIR: temporary, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" }, stdio: "pipe" },
  );
  const fonts = join(folder, "fonts");
  writeFileSync(
    join(temporary, "fonts", "fonts.conf"),
    `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${fonts}/cache</cachedir></fontconfig>`,
  );
  try {
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

const TRIES = 5;

/** A picture of the page. Chromium refuses one while the first frame of the page is not drawn yet. */
export async function screenshot(page: Page, options: PageScreenshotOptions = {}): Promise<Buffer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await page.screenshot(options);
    } catch (error) {
      if (tries === TRIES || !String(error).includes("Unable to capture screenshot")) throw error;
    }
  }
}

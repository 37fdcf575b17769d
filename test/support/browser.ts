/** A real Chromium from npm: nothing of the machine is used. Where it cannot start, the test fails. */
import { type Browser, chromium } from "playwright-core";

/** Tells the package to unpack the libraries that it brings; it reads it while it is loaded. */
const RUNTIME = "AWS_LAMBDA_JS_RUNTIME";

const ARGUMENTS = [
  // A container has no rights to make a sandbox within it; the pages are ours.
  "--no-sandbox",
  "--no-zygote",
  // Drawn by the processor: without these, one screenshot in many fails.
  "--in-process-gpu",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

export async function startBrowser(): Promise<Browser> {
  process.env[RUNTIME] ??= "nodejs22.x";
  const { default: binary } = await import("@sparticuz/chromium");
  return await chromium.launch({
    executablePath: await binary.executablePath(),
    args: ARGUMENTS,
  });
}

import { defineConfig } from "vitest/config";
import { ProgressReporter } from "./test/support/progress-reporter.ts";

/** Where a machine reads the result, if it wants one. */
const report = process.env["CATALOGUE_TEST_REPORT"];

const HOUR = 3_600_000;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/seed.ts"],
    // Work is bounded by counts, so that no test fails because a machine is slow. This only ends a test that hangs.
    testTimeout: HOUR,
    hookTimeout: HOUR,
    // Most of the time a test with the real CLI waits for it.
    maxWorkers: 3,
    // Of tests that are declared concurrent.
    maxConcurrency: 3,
    reporters: [
      "default",
      new ProgressReporter(),
      ...(report ? [["json", { outputFile: report }] as ["json", object]] : []),
    ],
  },
});

import { defineConfig } from "vitest/config";

/** Where a machine reads the result, if it wants one. */
const report = process.env["CATALOGUE_TEST_REPORT"];

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/seed.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Most of the time a test with the real CLI waits for it.
    maxWorkers: 3,
    // Of tests that are declared concurrent.
    maxConcurrency: 3,
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});

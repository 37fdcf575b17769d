import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { ProgressReporter } from "./test/support/progress-reporter.ts";

/** Where a machine reads the result, if it wants one. */
const report = process.env["CATALOGUE_TEST_REPORT"];

const HOUR = 3_600_000;

/** The files that take longest, the longest first: none of them shall run alone at the end. */
const LONGEST = [
  "e2e/existing-account",
  "e2e/fidelity",
  "e2e/approved",
  "e2e/backends",
  "e2e/crash",
  "e2e/new-and-old-objects",
  "e2e/secrets",
  "e2e/accounts",
  "e2e/adopt-command",
  "e2e/drift",
  "e2e/first-preview",
  "e2e/package",
  "e2e/faults",
  "e2e/entries",
  "e2e/pipeline",
  "e2e/pipeline-shell",
  "e2e/pipeline-gitlab",
  "review/render/hostile",
  "e2e/main-job",
  "e2e/law",
  "review/render/html-hostile",
  "review/render/html-browser",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const index = LONGEST.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
      return index === -1 ? LONGEST.length : index;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/seed.ts"],
    // Work is bounded by counts, so that no test fails because a machine is slow. This only ends a test that hangs.
    testTimeout: HOUR,
    hookTimeout: HOUR,
    // Most of the time a test with the real CLI waits for it.
    maxWorkers: 4,
    // Of tests that are declared concurrent.
    maxConcurrency: 3,
    reporters: [
      "default",
      new ProgressReporter(),
      ...(report ? [["json", { outputFile: report }] as ["json", object]] : []),
    ],
  },
});

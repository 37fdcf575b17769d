import type { Reporter, TestCase, TestModule } from "vitest/node";

const EVERY = 30_000;

/** Says every half minute how far the run is: some test files take minutes, and print nothing before they end. */
export class ProgressReporter implements Reporter {
  readonly #running = new Set<string>();
  #done = 0;
  #failed = 0;
  #timer: NodeJS.Timeout | undefined;

  onTestRunStart(): void {
    this.#timer = setInterval(() => this.#say(), EVERY);
  }

  onTestModuleStart({ relativeModuleId }: TestModule): void {
    this.#running.add(relativeModuleId);
  }

  onTestModuleEnd({ relativeModuleId }: TestModule): void {
    this.#running.delete(relativeModuleId);
  }

  onTestCaseResult(test: TestCase): void {
    this.#done += 1;
    if (test.result().state === "failed") this.#failed += 1;
  }

  onTestRunEnd(): void {
    clearInterval(this.#timer);
  }

  #say(): void {
    process.stderr.write(
      `[progress] ${this.#done} tests done, ${this.#failed} failed; running: ${[...this.#running].join(", ")}\n`,
    );
  }
}

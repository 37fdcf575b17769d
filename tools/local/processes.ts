/** Processes of the CLI and of the provider: their output, environment and end. */
import { type ChildProcess, spawnSync } from "node:child_process";

export interface Output {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both in the order of printing. */
  readonly text: string;
}

/** Whether a provider process runs under the pid. A process in state Z has ended. */
export function isProvider(pid: number): boolean {
  const { status, stdout } = spawnSync("ps", ["-o", "stat=,args=", "-p", String(pid)], { encoding: "utf8" });
  return status === 0 && !/^\s*Z/.test(stdout) && stdout.includes("dynamic-provider");
}

export function outputOf(child: ChildProcess): Promise<Output> {
  let [stdout, stderr, text] = ["", "", ""];
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    text += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    text += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(
        new Error(
          `the Pulumi CLI could not be started (${error.message}); ` +
            "run the tests with `npm test`, which finds, downloads or builds it",
        ),
      ),
    );
    child.once("close", (code) => resolve({ code, stdout, stderr, text }));
  });
}

/** The environment without credentials, proxies and Pulumi settings. */
export function commonEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name, value]) =>
      value !== undefined && !/^(PULUMI_|SEQUENCE_|FYNN_|POLAR_|NODE_OPTIONS|VITEST|https?_proxy|no_proxy)/i.test(name),
  ) as [string, string][];
  return {
    ...Object.fromEntries(kept),
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_SKIP_CHECKPOINTS: "",
  };
}

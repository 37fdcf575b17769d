/** A server that a test starts: a free port, until it answers or ends, and its end. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What a test has of a backend. */
export interface BackendServer {
  /** For `pulumi login`, PULUMI_BACKEND_URL and `backend.url` of Pulumi.yaml. */
  readonly url: string;
  /** What else the CLI needs to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const STARTS = 5;

/**
 * Starts a server at a free port of this machine. Another process may take the port before the server does; then it
 * ends, and another port is tried.
 */
export async function startServer(
  command: string,
  args: (port: number) => readonly string[],
  options: SpawnOptions,
  answers: (port: number) => Promise<boolean>,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  let said = "";
  for (let starts = 0; starts < STARTS; starts += 1) {
    const port = await freePort();
    const child = spawn(command, args(port), { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const ended = endOf(child);
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-4_000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    while (isRunning(child)) {
      if (await answers(port).catch(() => false)) return { port, close: () => close(child, ended) };
      await sleep(50);
    }
    await ended;
  }
  throw new Error(`${command} ended ${STARTS} times instead of serving:\n${said}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

const isRunning = ({ exitCode, signalCode, pid }: ChildProcess): boolean =>
  pid !== undefined && exitCode === null && signalCode === null;

const endOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  });

async function close(child: ChildProcess, ended: Promise<void>): Promise<void> {
  // Postgres ends at once, without waiting for its clients.
  if (isRunning(child)) child.kill("SIGINT");
  await ended;
}

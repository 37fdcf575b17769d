/** A backend of its own for the preview of a snapshot: temporary, without credentials, and removed afterwards. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { isObject, type JsonObject } from "../fields/shape.js";
import { registry } from "../vendors/registry.js";
import { credentialNamesIn } from "../without-secrets.js";
import { pulumiCommand } from "./cli.js";
import { plainStackFile } from "./plain-stack-file.js";
import type { Snapshot } from "./snapshot.js";
import { SNAPSHOT_OWNER } from "./snapshot-owner.js";

export interface SnapshotBackend {
  /** The name of the stack in it. */
  readonly stack: string;
  /** The stack's file of the project, without secrets. */
  readonly configFile: string;
  /** Variables for every command that uses it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Aborted when a signal ends this process. */
  readonly signal: AbortSignal;
}

/**
 * Runs something against the state of a snapshot. `folder`: that of the project, whose files are not changed. A signal
 * ends the run, removes everything, and then ends the process.
 *
 * @throws an Error that says what to do when the state or the stack's file cannot be used
 */
export async function withSnapshot<T>(
  snapshot: Snapshot,
  folder: string,
  run: (backend: SnapshotBackend) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const own = mkdtempSync(join(tmpdir(), "catalogue-snapshot-"));
  const remove = (): void => rmSync(own, { recursive: true, force: true, maxRetries: 3 });
  const handlers = ENDED.map(([signal, code]) => {
    // The second one does not wait until the engine has ended.
    const handler = (): void => (ended.signal.aborted ? process.exit(code) : ended.abort(code));
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  process.once("exit", remove);
  try {
    const backend = { ...(await prepared(snapshot, folder, own)), signal: ended.signal };
    ended.signal.throwIfAborted();
    return await run(backend);
  } finally {
    remove();
    process.off("exit", remove);
    for (const off of handlers) off();
    if (ended.signal.aborted) process.exit(ended.signal.reason as number);
  }
}

/** The exit codes of a command that a signal has ended. */
const ENDED = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const;

async function prepared(
  { project, stack, owner, state }: Snapshot,
  folder: string,
  own: string,
): Promise<Omit<SnapshotBackend, "signal">> {
  const name = stack.split("/").at(-1) ?? "";
  const [home, inner] = [join(own, "home"), join(own, "project")];
  for (const made of [home, inner, join(own, "state")]) mkdirSync(made);
  // Plugins that a program uses besides this package; nothing else of the person's settings.
  const plugins = join(process.env["PULUMI_HOME"] || join(homedir(), ".pulumi"), "plugins");
  if (existsSync(plugins)) symlinkSync(plugins, join(home, "plugins"));
  const environment = {
    ...Object.fromEntries(credentialNamesIn(process.env, registry).map((variable) => [variable, ""])),
    PULUMI_BACKEND_URL: pathToFileURL(join(own, "state")).href,
    PULUMI_HOME: home,
    PULUMI_CREDENTIALS_PATH: home,
    PULUMI_ACCESS_TOKEN: "",
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    [SNAPSHOT_OWNER]: owner,
  };
  const pulumi = (...args: readonly string[]): Promise<string> =>
    pulumiCommand(args, inner, `the snapshot of stack ${stack} cannot be used`, environment);
  // The name of a project is that of the snapshot's rows: their URNs contain it.
  writeFileSync(join(inner, "Pulumi.yaml"), JSON.stringify({ name: project, runtime: "nodejs" }));
  await pulumi("stack", "init", name, "--no-select");
  const configFile = join(inner, `Pulumi.${name}.yaml`);
  const made: unknown = parse(readFileSync(configFile, "utf8"));
  const salt = isObject(made) ? String(made["encryptionsalt"]) : "";
  writeFileSync(join(own, "state.json"), JSON.stringify(encryptedBy(salt, state)));
  await pulumi("stack", "import", "--stack", name, "--file", join(own, "state.json"));
  writeFileSync(configFile, plainStackFile(folder, stack, salt));
  return { stack: name, configFile, environment };
}

/** What stands for secret values in the rows is encrypted like any secret. */
const encryptedBy = (salt: string, { deployment, ...rest }: JsonObject): JsonObject => ({
  ...rest,
  deployment: {
    ...(isObject(deployment) ? deployment : {}),
    secrets_providers: { type: "passphrase", state: { salt } },
  },
});

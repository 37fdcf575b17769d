/** The stack: whether it exists, whether a run holds or has interrupted it, and what its state has. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join, resolve } from "node:path";
import { isObject, type Json } from "../../fields/shape.js";
import { pulumiCommand } from "../../pulumi/cli.js";
import { objectsOf, type StackObject } from "../../pulumi/engine.js";
import { selectedStack } from "../../pulumi/stack-at-hand.js";
import { counted } from "../../validation/words.js";
import { type Finding, failed, ok, problem, skipped, warning } from "./check.js";

export interface FoundStack {
  readonly findings: readonly Finding[];
  /** undefined: there is none, or it cannot be read. */
  readonly name?: string;
  readonly objects: readonly StackObject[];
}

export async function stackOf(folder: string, wanted: string | undefined): Promise<FoundStack> {
  let name: string;
  try {
    name = wanted ?? (await selectedStack(folder));
  } catch (error) {
    return { findings: [failed("stack", error)], objects: [] };
  }
  try {
    const what = `the state of stack ${name} could not be read`;
    const exported = JSON.parse(await pulumiCommand(["stack", "export", "--stack", name], folder, what)) as Json;
    const objects = objectsOf(exported);
    return {
      name,
      objects,
      findings: [ok("stack", `stack ${name} with ${counted(objects.length, "object")}`), pendingFinding(exported)],
    };
  } catch (error) {
    const { says, remedy } = failed("stack", error);
    const create = `create it: pulumi stack init ${name}; or name another one: --stack <name>`;
    return {
      findings: [problem("stack", says, says.includes("no stack named") ? create : (remedy ?? create))],
      objects: [],
    };
  }
}

/** Operations that a run has begun and not ended. */
function pendingFinding(exported: Json): Finding {
  const check = "pending-operations";
  const deployment = isObject(exported) ? exported["deployment"] : undefined;
  const pending = isObject(deployment) ? deployment["pending_operations"] : undefined;
  const names = (Array.isArray(pending) ? pending : []).map((one) => {
    const resource = isObject(one) && isObject(one["resource"]) ? one["resource"] : {};
    return `${String(isObject(one) ? one["type"] : "")} ${String(resource["urn"]).split("::").at(-1)}`;
  });
  if (names.length === 0) return ok(check, "no interrupted run");
  return warning(
    check,
    `a run was interrupted: ${names.slice(0, 3).join(", ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}`,
    "run `pulumi up`, which looks for what was made; afterwards `pulumi refresh --clear-pending-creates --yes` " +
      "removes the notes",
  );
}

/** A lock that a run holds, or has left behind. `url`: of the backend. */
export async function lockFinding(
  folder: string,
  stack: string,
  project: string,
  url: string | undefined,
): Promise<Finding> {
  const check = "lock";
  if (url?.startsWith("file://")) return fileLock(folder, stack, project, url);
  if (!url?.startsWith("http"))
    return skipped(
      check,
      "locks of this backend cannot be seen from here; a run that is refused because of one names it",
    );
  try {
    const stacks = JSON.parse(
      await pulumiCommand(["stack", "ls", "--json"], folder, "the list of stacks could not be read"),
    ) as Json;
    const own = (Array.isArray(stacks) ? stacks : []).filter(isObject).find((one) => one["name"] === stack);
    if (own?.["updateInProgress"] !== true) return ok(check, "no run holds the stack");
    return warning(check, "a run holds the stack", `wait for its end; if it was killed: ${cancel(stack)}`);
  } catch (error) {
    return failed(check, error, "warning");
  }
}

const cancel = (stack: string): string => `pulumi cancel --yes ${stack}`;

function fileLock(folder: string, stack: string, project: string, url: string): Finding {
  const check = "lock";
  const name = stack.split("/").at(-1) ?? stack;
  const at = join(pathOf(url, folder), ".pulumi/locks/organization", project, name);
  const locks = statSync(at, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(at).filter((file) => file.endsWith(".json"))
    : [];
  const [lock] = locks;
  if (lock === undefined) return ok(check, "no run holds the stack");
  const { pid, username, hostname: host, timestamp } = lockAt(join(at, lock));
  const who = `process ${pid ?? "?"} of ${username ?? "?"} on ${host ?? "?"} since ${timestamp ?? "?"}`;
  if (host === hostname() && typeof pid === "number" && !isAlive(pid))
    return problem(check, `a run that has ended holds the stack: ${who}`, `release it: ${cancel(stack)}`);
  return warning(check, `a run holds the stack: ${who}`, `wait for its end; if it was killed: ${cancel(stack)}`);
}

/** The folder of a file backend: "file://~/states", "file://./state", "file:///states". */
function pathOf(url: string, folder: string): string {
  const path = url.slice("file://".length).replace(/\?.*$/, "");
  return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : resolve(folder, path);
}

function lockAt(path: string): Readonly<Record<string, Json | undefined>> {
  try {
    const lock: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isObject(lock) ? lock : {};
  } catch {
    return {};
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

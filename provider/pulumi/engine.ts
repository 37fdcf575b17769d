/** What the provider process uses of the engine that started it: the log and the stack's state. */
import { execFile } from "node:child_process";
import { credentials } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineProto from "@pulumi/pulumi/proto/engine_pb.js";
import type { Report, StackState, StateRow } from "../accounts/runtime.js";
import { isObject } from "../fields/shape.js";
import { typeToken } from "./resource-text.js";
import { whileWriting } from "./while-writing.js";
import { withoutPassword } from "./without-password.js";

/** The engine's address is the first argument of the process; undefined when something else runs this code. */
export const engineAddress = (): string | undefined => process.argv[2]?.match(/^[\w.[\]:-]+:[0-9]+$/)?.[0];

/** Lines that the CLI shows, as information or as warnings; standard error when there is no engine. */
export function engineReport(): Report {
  const address = engineAddress();
  if (address === undefined)
    return { info: (text) => void console.error(text), warn: (text) => void console.error(`warning: ${text}`) };
  const client = new engineGrpc.EngineClient(address, credentials.createInsecure());
  const log = (severity: number, text: string): void => {
    const request = new engineProto.LogRequest();
    request.setSeverity(severity as Parameters<typeof request.setSeverity>[0]);
    request.setMessage(text);
    client.log(request, () => undefined);
  };
  return {
    info: (text) => log(engineProto.LogSeverity.INFO, text),
    warn: (text) => log(engineProto.LogSeverity.WARNING, text),
  };
}

const EXPORT_SECONDS = 60;
const TYPE_PREFIX = typeToken("");

/** The vendors' objects in this stack's state, from `pulumi stack export`, which works while `up` holds the lock. */
export const exportState = (owner: string): Promise<StackState> => whileWriting(() => exportOnce(owner));

function exportOnce(owner: string): Promise<StackState> {
  const args = ["stack", "export", "--non-interactive", "--stack", qualified(owner)];
  return new Promise((resolve, reject) => {
    execFile(
      "pulumi",
      args,
      { timeout: EXPORT_SECONDS * 1_000, maxBuffer: 1024 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error)
          reject(
            new Error(
              withoutPassword(stderr.trim().split("\n").at(-1) ?? "") ||
                `pulumi ${args.join(" ")}: ${error.message.split("\n", 1)[0]}`,
            ),
          );
        else {
          try {
            resolve(stackState(JSON.parse(stdout)));
          } catch {
            reject(new Error("pulumi stack export printed something other than a state"));
          }
        }
      },
    );
  });
}

/** The full name of `project/stack` in backends without organizations. */
const qualified = (owner: string): string => (owner.split("/").length === 2 ? `organization/${owner}` : owner);

interface Resource {
  readonly urn?: string;
  readonly id?: string;
  readonly type?: string;
  readonly delete?: boolean;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly modified?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface Deployment {
  /** Absent in a stack in which no run has ended yet. */
  readonly resources?: readonly Resource[];
  readonly pending_operations?: readonly { readonly resource?: Resource; readonly type?: string }[];
}

function deploymentOf(exported: unknown): Deployment {
  if (!isObject(exported) || !("deployment" in exported)) throw new Error("no deployment");
  return (exported["deployment"] ?? {}) as Deployment;
}

const resourcesOf = (exported: unknown): readonly Resource[] => deploymentOf(exported).resources ?? [];
const isOurs = ({ type }: Resource): boolean => type?.startsWith(TYPE_PREFIX) === true;
const isObjectRow = (row: Resource): boolean => isOurs(row) && typeof row.id === "string" && row.id !== "";

/** The rows in the output of `pulumi stack export`. Throws when the output is not a state. */
export function stackState(exported: unknown): StackState {
  const { pending_operations: pending } = deploymentOf(exported);
  const all = resourcesOf(exported);
  const current = new Set(all.filter((row) => row.delete !== true).map(({ urn }) => urn));
  return {
    rows: all.filter(isObjectRow).map(rowOf),
    creating: (pending ?? []).flatMap(({ resource, type }) =>
      type === "creating" && resource && isOurs(resource)
        ? [{ ...entryOf(resource), inputs: resource.inputs ?? {}, hasRow: current.has(resource.urn) }]
        : [],
    ),
  };
}

/** A vendor's object in a state, with all that its row holds. */
export interface StackObject extends StateRow {
  readonly urn: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** An earlier run has replaced the object, and could not archive it. */
  readonly isLeftover: boolean;
}

/** The vendors' objects in the output of `pulumi stack export`, in its order. Throws when the output is not a state. */
export function objectsOf(exported: unknown): StackObject[] {
  return resourcesOf(exported)
    .filter(isObjectRow)
    .map((resource) => ({
      ...rowOf(resource),
      urn: resource.urn ?? "",
      inputs: resource.inputs ?? {},
      outputs: resource.outputs ?? {},
      isLeftover: resource.delete === true,
    }));
}

/** The name of the stack in the same output, without its organization and project; undefined in an empty stack. */
export const stackNameOf = (exported: unknown): string | undefined =>
  resourcesOf(exported)
    .map(({ urn }) => /^urn:pulumi:([^:]+)::/.exec(urn ?? "")?.[1])
    .find((name) => name !== undefined);

const entryOf = ({ type = "", inputs = {}, outputs = {} }: Resource) => ({
  type: type.slice(TYPE_PREFIX.length),
  account: String(outputs["account"] ?? inputs["account"] ?? ""),
  address: String(outputs["address"] ?? inputs["address"] ?? ""),
});

function rowOf(resource: Resource): StateRow {
  const modified = Date.parse(resource.modified ?? "");
  return {
    ...entryOf(resource),
    id: resource.id ?? "",
    archived: resource.outputs?.["archived"] === true,
    ...whereItIs(resource.outputs ?? {}),
    ...(resource.protect === true ? { protected: true } : {}),
    ...(resource.retainOnDelete === true ? { retained: true } : {}),
    ...(Number.isNaN(modified) ? {} : { modified }),
  };
}

/** The host and the organization of an object, from the outputs of its row. */
export function whereItIs(outputs: Readonly<Record<string, unknown>>): {
  readonly host: string;
  readonly organization?: string;
} {
  const { host, organization } = isObject(outputs["live"]) ? outputs["live"] : {};
  return { host: typeof host === "string" ? host : "", ...(typeof organization === "string" ? { organization } : {}) };
}

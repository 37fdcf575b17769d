/**
 * A preview of the engine in one form: from `pulumi preview --json`, or from the events of the Automation API. Nothing
 * in it is trusted to be complete: a CLI of another version may leave members out.
 */
import { isObject, type Json, type JsonObject } from "../fields/shape.js";

export interface EnginePreview {
  /** All steps of resources of this project, those without changes included where the preview has them. */
  readonly steps: readonly EngineStep[];
  readonly diagnostics: readonly Diagnostic[];
  /** The stack's configuration by its full keys, as the engine prints it: secrets are "[secret]". */
  readonly config: Readonly<Record<string, string>>;
}

export interface EngineStep {
  /** "same", "create", "update", "replace", "delete", … */
  readonly op: string;
  readonly urn: string;
  readonly old?: EngineState;
  readonly new?: EngineState;
}

export interface EngineState {
  readonly urn: string;
  /** "pulumi-nodejs:dynamic/sequence:ListPrice" */
  readonly type: string;
  /** Empty: there is none yet. */
  readonly id: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** It was replaced in an earlier run, and is still to be deleted. */
  readonly pendingDelete: boolean;
}

export interface Diagnostic {
  readonly severity: "error" | "warning" | "info";
  /** In one color, without the engine's prefix. */
  readonly message: string;
  readonly urn?: string;
}

/**
 * What `pulumi preview --json` has printed.
 *
 * @throws an Error when the text is something else; it says what to do
 */
export function parsePreview(text: string): EnginePreview {
  const whole = parsed(text.trim());
  if (isObject(whole) && (Array.isArray(whole["steps"]) || isObject(whole["config"]))) return ofDigest(whole);
  // With PULUMI_ENABLE_STREAMING_JSON_PREVIEW the CLI prints an event on each line.
  const events = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(parsed);
  if (events.length > 0 && events.every((event) => isObject(event) && "sequence" in event))
    return previewOfEvents(events);
  throw new Error(
    `${text.trim() === "" ? "the preview is empty" : "this is not the output of pulumi preview --json"}\n` +
      "  what to do: run `pulumi preview --json --show-sames --stack <stack> > preview.json`, look at what it prints " +
      "on standard error if the file is empty, and name that file with --from",
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const ofDigest = ({ steps, diagnostics, config }: JsonObject): EnginePreview => ({
  steps: objectsOf(steps).map((step) => ({
    op: textOf(step["op"]),
    urn: textOf(step["urn"]),
    ...stateAt("old", step["oldState"]),
    ...stateAt("new", step["newState"]),
  })),
  diagnostics: objectsOf(diagnostics).flatMap(diagnosticOf),
  config: textsOf(config),
});

/** What the Automation API hands to `onEvent`, in this order. */
export function previewOfEvents(events: readonly unknown[]): EnginePreview {
  const members = (name: string): JsonObject[] =>
    events.flatMap((event) => {
      const member = isObject(event) ? event[name] : undefined;
      return isObject(member) ? [member] : [];
    });
  return {
    steps: members("resourcePreEvent").flatMap(({ metadata }) =>
      isObject(metadata)
        ? [
            {
              op: textOf(metadata["op"]),
              urn: textOf(metadata["urn"]),
              ...stateAt("old", metadata["old"]),
              ...stateAt("new", metadata["new"]),
            },
          ]
        : [],
    ),
    diagnostics: members("diagnosticEvent")
      .filter((diagnostic) => diagnostic["ephemeral"] !== true)
      .flatMap(diagnosticOf),
    config: textsOf(members("preludeEvent")[0]?.["config"]),
  };
}

function stateAt(name: "old" | "new", state: Json | undefined): { readonly [name in "old" | "new"]?: EngineState } {
  if (!isObject(state)) return {};
  return {
    [name]: {
      urn: textOf(state["urn"]),
      type: textOf(state["type"]),
      id: textOf(state["id"]),
      inputs: isObject(state["inputs"]) ? state["inputs"] : {},
      outputs: isObject(state["outputs"]) ? state["outputs"] : {},
      protect: state["protect"] === true,
      retainOnDelete: state["retainOnDelete"] === true,
      pendingDelete: state["delete"] === true,
    },
  };
}

const SEVERITIES: Readonly<Record<string, Diagnostic["severity"]>> = {
  error: "error",
  warning: "warning",
  info: "info",
  "info#err": "info",
};

function diagnosticOf({ severity, message, urn }: JsonObject): Diagnostic[] {
  const known = SEVERITIES[textOf(severity)];
  const text = withoutColours(textOf(message))
    .replace(/^(error|warning): /, "")
    .trim();
  if (known === undefined || text === "") return [];
  return [{ severity: known, message: text, ...(typeof urn === "string" && urn !== "" ? { urn } : {}) }];
}

/** The engine marks colours as `<{%fg 1%}>`. */
const withoutColours = (text: string): string => text.replace(/<\{%.*?%\}>/g, "");

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const objectsOf = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const textsOf = (value: Json | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
